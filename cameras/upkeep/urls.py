from django.urls import path

from . import link_pages, pages

app_name = "upkeep"
urlpatterns = [
    path("", pages.index, name="index"),
    path("still-there/<slug:token>/", link_pages.still_there, name="still-there"),
    path("<slug:public_id>/", pages.verify, name="verify"),
    path("<slug:public_id>/return/", pages.send_back, name="return"),
    path("<slug:public_id>/correct/", pages.correct, name="correct"),
    path("<slug:public_id>/again/", pages.submit_again, name="again"),
    path("<slug:public_id>/affirm/", pages.affirm, name="affirm"),
]
