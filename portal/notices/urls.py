from django.urls import path

from . import pages

app_name = "notices"
urlpatterns = [
    path("", pages.index, name="index"),
    path("read/", pages.read_all, name="read-all"),
    path("choose/", pages.choose, name="choose"),
]
