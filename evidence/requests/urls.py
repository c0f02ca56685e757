from django.urls import path

from . import owner_pages, pages

app_name = "requests"
urlpatterns = [
    path("inbox/", owner_pages.inbox, name="inbox"),
    path("answer/<str:token>/", owner_pages.answer, name="answer"),
    path("respond/<str:public_id>/", owner_pages.respond, name="respond"),
    path("approvals/", pages.approvals, name="approvals"),
    path("new/<str:case_id>/", pages.new, name="new"),
    path("<str:public_id>/cameras/", pages.cameras, name="cameras"),
    path("<str:public_id>/check/", pages.check, name="check"),
    path("<str:public_id>/decide/", pages.decide, name="decide"),
    path("<str:public_id>/", pages.show, name="show"),
]
