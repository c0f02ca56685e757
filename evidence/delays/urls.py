from django.urls import path

from . import pages

app_name = "delays"

urlpatterns = [
    path("", pages.index, name="index"),
    path("case/<slug:public_id>/", pages.decide, name="decide"),
    path("case/<slug:public_id>/lift/", pages.lift, name="lift"),
]
