from django.urls import path

from . import pages

app_name = "consultation"
urlpatterns = [
    path("", pages.index, name="index"),
    path("open/", pages.open_new, name="open"),
    path("board/<slug:code>/", pages.board, name="board"),
    path("households/<slug:public_id>/", pages.household, name="household"),
    path("<slug:public_id>/", pages.show, name="show"),
    path("<slug:public_id>/sheet/", pages.sheet, name="sheet"),
    path("<slug:public_id>/ask/", pages.ask, name="ask"),
    path("<slug:public_id>/list/", pages.households, name="households"),
    path("<slug:public_id>/close/", pages.close, name="close"),
]
