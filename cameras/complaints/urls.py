from django.urls import path

from . import pages, public_pages

app_name = "complaints"
urlpatterns = [
    path("", pages.index, name="index"),
    path("camera/<slug:public_id>/", pages.sign, name="sign"),
    path("camera/<slug:public_id>/sheet/", pages.sheet, name="sheet"),
    path("complaint/<slug:public_id>/", pages.show, name="show"),
    path("mine/<slug:token>/", public_pages.mine, name="mine"),
    path("<slug:code>/", public_pages.notice, name="notice"),
    path("<slug:code>/complain/", public_pages.complain, name="complain"),
]
