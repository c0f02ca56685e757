from django.urls import path

from . import api, pages

app_name = "beacon"
urlpatterns = [
    path("camera/<slug:public_id>/", pages.begin, name="begin"),
    path("<slug:public_id>/", pages.show, name="show"),
    path("<slug:public_id>/clock/", api.clock, name="clock"),
    path("<slug:public_id>/codes/", api.codes, name="codes"),
    path("<slug:public_id>/pull/", pages.pull, name="pull"),
    path("<slug:public_id>/upload/", pages.upload, name="upload"),
    path("<slug:public_id>/tell/", pages.tell, name="tell"),
    path("<slug:public_id>/picture/", pages.picture, name="picture"),
]
