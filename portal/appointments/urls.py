from django.urls import path

from . import pages

app_name = "appointments"
urlpatterns = [
    path("", pages.index, name="index"),
    path("unit/<slug:code>/new/", pages.appoint, name="appoint"),
    path("<slug:public_id>/", pages.show, name="show"),
    path("<slug:public_id>/end/", pages.end, name="end"),
    path("<slug:public_id>/code/", pages.renew_code, name="code"),
]
