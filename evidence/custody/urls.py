from django.urls import path

from . import hold_pages, opened_pages, pages

app_name = "custody"

urlpatterns = [
    path("case/<slug:public_id>/", pages.index, name="index"),
    path("preserve/<slug:public_id>/", hold_pages.preserve, name="preserve"),
    path("held/<slug:public_id>/", hold_pages.held, name="held"),
    path("opened/<slug:public_id>/", opened_pages.opening, name="opening"),
    path("opened/<slug:public_id>/<slug:target_id>/", opened_pages.watch, name="watch"),
    path("watching/<slug:public_id>/", opened_pages.watching, name="watching"),
    path("watching/<slug:public_id>/video/", opened_pages.watched, name="watched"),
    path("<slug:public_id>/open/", pages.open_footage, name="open"),
    path("<slug:public_id>/record/", pages.record, name="record"),
    path("viewing/<slug:public_id>/video/", pages.video, name="video"),
    path("viewing/<slug:public_id>/image/<slug:item_id>/", pages.thumbnail, name="thumbnail"),
]
