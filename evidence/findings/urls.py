from django.urls import path

from . import pages

app_name = "findings"

urlpatterns = [
    path("<slug:public_id>/", pages.state, name="state"),
    path("<slug:public_id>/review/", pages.review, name="review"),
]
