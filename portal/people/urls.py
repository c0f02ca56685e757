from django.urls import path

from . import pages

app_name = "people"
urlpatterns = [
    path("", pages.profile, name="profile"),
    path("password/<path:rest>", pages.no_passwords, name="no-passwords"),
    path("details/", pages.change_details, name="change-details"),
    path("enrol/", pages.enrol, name="enrol"),
]
