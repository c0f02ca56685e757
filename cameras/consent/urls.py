from django.urls import path

from . import pages, register, release

app_name = "consent"
urlpatterns = [
    path("new/<slug:draft_id>/", register.ask, name="ask"),
    path("new/<slug:draft_id>/check/", register.check, name="check"),
    path("<slug:public_id>/", pages.camera, name="camera"),
    path("<slug:public_id>/release/", release.release, name="release"),
    path("<slug:public_id>/receipt/", register.receipt, name="receipt"),
    path("<slug:public_id>/withdraw/", pages.withdraw, name="withdraw"),
]
