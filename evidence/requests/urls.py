from django.urls import path

from . import details_pages, owner_pages, pages

app_name = "requests"
urlpatterns = [
    path("inbox/", owner_pages.inbox, name="inbox"),
    path("answer/<slug:token>/", owner_pages.answer, name="answer"),
    path("respond/<slug:public_id>/", owner_pages.respond, name="respond"),
    path("approvals/", pages.approvals, name="approvals"),
    path("details/<slug:public_id>/", details_pages.show, name="details"),
    path("new/<slug:case_id>/", pages.new, name="new"),
    path("<slug:public_id>/cameras/", pages.cameras, name="cameras"),
    path("<slug:public_id>/check/", pages.check, name="check"),
    path("<slug:public_id>/decide/", pages.decide, name="decide"),
    path("<slug:public_id>/", pages.show, name="show"),
]
