from django.urls import path

from . import pages

app_name = "duties"
urlpatterns = [
    path("", pages.index, name="index"),
    path("<slug:public_id>/extend/", pages.extend, name="extend"),
    path("<slug:public_id>/done/", pages.done, name="done"),
]
