from django.urls import path

from . import pages

app_name = "custody"

urlpatterns = [
    path("case/<str:public_id>/", pages.index, name="index"),
    path("<str:public_id>/open/", pages.open_footage, name="open"),
    path("<str:public_id>/record/", pages.record, name="record"),
    path("viewing/<str:public_id>/video/", pages.video, name="video"),
    path("viewing/<str:public_id>/image/<str:item_id>/", pages.thumbnail, name="thumbnail"),
]
