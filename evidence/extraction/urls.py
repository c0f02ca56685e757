from django.urls import path

from . import pages

app_name = "extraction"
urlpatterns = [
    path("upload/<slug:token>/", pages.upload, name="upload"),
]
