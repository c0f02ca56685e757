from django.urls import path

from . import pages

app_name = "funding"
urlpatterns = [
    path("", pages.index, name="index"),
    path("record/", pages.record, name="record"),
    path("board/<slug:code>/", pages.board, name="board"),
    path("<slug:public_id>/", pages.show, name="show"),
    path("<slug:public_id>/decide/", pages.decide, name="decide"),
]
