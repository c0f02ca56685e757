from django.urls import path

from . import pages

app_name = "findings"

urlpatterns = [
    path("<str:public_id>/", pages.state, name="state"),
    path("<str:public_id>/review/", pages.review, name="review"),
]
