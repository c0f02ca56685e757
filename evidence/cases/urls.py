from django.urls import path

from . import pages

app_name = "cases"
urlpatterns = [
    path("", pages.index, name="index"),
    path("new/", pages.new, name="new"),
    path("<slug:public_id>/", pages.show, name="show"),
    path("<slug:public_id>/outcome/", pages.outcome, name="outcome"),
    path("<slug:public_id>/close/", pages.close, name="close"),
]
