from django.urls import path

from . import pages

app_name = "cases"
urlpatterns = [
    path("", pages.index, name="index"),
    path("new/", pages.new, name="new"),
    path("<str:public_id>/", pages.show, name="show"),
    path("<str:public_id>/outcome/", pages.outcome, name="outcome"),
    path("<str:public_id>/close/", pages.close, name="close"),
]
