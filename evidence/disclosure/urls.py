from django.urls import path

from . import pages

app_name = "disclosure"

urlpatterns = [
    path("footage/<slug:public_id>/", pages.item, name="item"),
    path("camera/<slug:public_id>/", pages.looks, name="looks"),
    path("camera/<slug:public_id>/<int:seq>/proof/", pages.proof, name="proof"),
    path("camera/<slug:public_id>/<int:seq>/entry/", pages.body, name="body"),
]
