from django.urls import path

from . import pages

app_name = "organisations"
urlpatterns = [
    path("", pages.index, name="index"),
    path("new/", pages.new, name="new"),
    path("invitations/<slug:public_id>/", pages.answer, name="invitation"),
    path("invitations/<slug:public_id>/withdraw/", pages.withdraw, name="withdraw"),
    path("<slug:public_id>/", pages.show, name="show"),
    path("<slug:public_id>/invite/", pages.invite, name="invite"),
    path("<slug:public_id>/leave/", pages.leave, name="leave"),
    path("<slug:public_id>/members/<slug:person_id>/end/", pages.end, name="end"),
]
