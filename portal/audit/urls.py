from django.urls import path

from . import pages

app_name = "ledger"  # what the addresses are about
urlpatterns = [
    path("", pages.index, name="index"),
    path("entries/<int:seq>/", pages.entry, name="entry"),
    path("entries/<int:seq>/proof", pages.proof, name="proof"),
    path("verify/", pages.verify, name="verify"),
    path("verify/<slug:public_id>/", pages.run, name="run"),
    path("checkpoint", pages.checkpoint, name="checkpoint"),
    path("key", pages.key, name="key"),
    path("tile/<int:level>/<path:index>", pages.tile, name="tile"),
]
