from django.urls import path

from . import owner_pages, pages

app_name = "disclosure"

urlpatterns = [
    path("footage/<slug:public_id>/", pages.item, name="item"),
    path("mine/", owner_pages.all_looks, name="all"),
    path("mine/list.csv", owner_pages.take_looks, name="take"),
    path("camera/<slug:public_id>/", owner_pages.looks, name="looks"),
    path("camera/<slug:public_id>/<int:seq>/proof/", owner_pages.proof, name="proof"),
    path("camera/<slug:public_id>/<int:seq>/entry/", owner_pages.body, name="body"),
]
