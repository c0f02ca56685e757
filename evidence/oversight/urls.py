from django.urls import path

from . import pages

app_name = "oversight"
urlpatterns = [
    path("", pages.index, name="index"),
    path("sheets/<slug:public_id>/", pages.sheet, name="sheet"),
    path("questions/<slug:public_id>/", pages.question, name="question"),
]
