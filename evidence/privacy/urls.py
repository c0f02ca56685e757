from django.urls import path

from . import ask_pages, pages

app_name = "privacy"

urlpatterns = [
    path("data/", pages.data, name="data"),
    path("data/ask/", ask_pages.ask, name="ask"),
    path("data/asked/<slug:public_id>/", ask_pages.answer, name="answer"),
    path("data/download/", pages.download, name="download"),
    path("data/erase/", pages.erase, name="erase"),
    path("data/erased/", pages.erased, name="erased"),
    path("data/sign-in-again/", pages.sign_in_again, name="sign-in-again"),
    path("history/", pages.history, name="history"),
]
