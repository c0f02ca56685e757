from django.urls import path

from . import asking_pages, details_pages, genuine_pages, owner_pages, pages

app_name = "requests"
urlpatterns = [
    path("genuine/", genuine_pages.check_code, name="genuine"),
    path("inbox/", owner_pages.inbox, name="inbox"),
    path("answer/<slug:token>/", owner_pages.answer, name="answer"),
    path("respond/<slug:public_id>/", owner_pages.respond, name="respond"),
    path("approvals/", pages.approvals, name="approvals"),
    path("dying/", pages.dying_list, name="dying"),
    path("details/<slug:public_id>/", details_pages.show, name="details"),
    path("new/<slug:case_id>/", asking_pages.new, name="new"),
    path("new/<slug:case_id>/touch/", asking_pages.touch, name="touch"),
    path("<slug:public_id>/change/", asking_pages.change, name="change"),
    path("<slug:public_id>/cameras/", asking_pages.cameras, name="cameras"),
    path("<slug:public_id>/check/", asking_pages.check, name="check"),
    path("<slug:public_id>/not-found/", pages.not_found, name="not-found"),
    path("<slug:public_id>/widen/", pages.widen, name="widen"),
    path("<slug:public_id>/decide/", pages.decide, name="decide"),
    path("<slug:public_id>/", pages.show, name="show"),
]
