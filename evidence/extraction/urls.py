from django.urls import path

from . import pages

app_name = "extraction"
urlpatterns = [
    path("<slug:public_id>/retry/", pages.retry, name="retry"),
    path("<slug:public_id>/deliver/", pages.deliver, name="deliver"),
    path("upload/<slug:token>/", pages.upload, name="upload"),
]
