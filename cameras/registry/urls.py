from django.urls import path

from . import pages, picture_pages, register

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
    path("<slug:public_id>/photos/", picture_pages.show_photos, name="photos"),
    path("<slug:public_id>/photos/<slug:photo_id>/", picture_pages.photo, name="photo"),
    path(
        "<slug:public_id>/photos/<slug:photo_id>/remove/",
        picture_pages.remove_photo,
        name="remove-photo",
    ),
    path("<slug:public_id>/masks/", picture_pages.masks, name="masks"),
    path("<slug:public_id>/masks/<slug:mask_id>/end/", picture_pages.end_mask, name="end-mask"),
    path("<slug:public_id>/remove/", pages.remove, name="remove"),
]
