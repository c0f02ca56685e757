from django.urls import path

from . import pages, register

app_name = "registry"
urlpatterns = [
    path("", pages.index, name="index"),
    path("new/", register.start, name="start"),
    path("new/<slug:draft_id>/", register.go_on, name="continue"),
    path("new/<slug:draft_id>/where/", register.where, name="where"),
    path("new/<slug:draft_id>/sees/", register.sees, name="sees"),
    path("new/<slug:draft_id>/machine/", register.machine, name="machine"),
    path("new/<slug:draft_id>/owner/", register.owner, name="owner"),
    path("new/<slug:draft_id>/discard/", register.discard, name="discard"),
    path("<slug:public_id>/", pages.camera, name="camera"),
    path("<slug:public_id>/link/", pages.link, name="link"),
    path("<slug:public_id>/link/test/", pages.test_link, name="test-link"),
    path("<slug:public_id>/remove/", pages.remove, name="remove"),
]
