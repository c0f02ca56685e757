from django.urls import path

from . import pages

app_name = "emergency"

urlpatterns = [
    path("", pages.index, name="index"),
    path("open/<slug:public_id>/", pages.open_request, name="open"),
    path("<slug:public_id>/end/", pages.end, name="end"),
    path("<slug:public_id>/review/", pages.review, name="review"),
]
