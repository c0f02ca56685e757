from django.urls import path

from . import pages, public_pages

app_name = "reports"
urlpatterns = [
    path("public/", public_pages.public, name="public"),
    path("<slug:code>/years/", pages.years, name="years"),
    path("<slug:code>/years/record/", pages.choose, name="choose"),
    path("<slug:code>/years/record/<int:year>/<slug:what>/", pages.record, name="record"),
]
