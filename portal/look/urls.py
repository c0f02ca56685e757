from django.urls import path

from . import pages

app_name = "look"

urlpatterns = [
    path("", pages.home, name="home"),
    path("language/", pages.choose_language, name="language"),
    path("design/", pages.design, name="design"),
    path("design/points/", pages.design_points, name="design-points"),
]
