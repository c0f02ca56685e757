from django.urls import path

from . import pages, receipt_pages, register, release, together_pages

app_name = "consent"
urlpatterns = [
    path("new/<slug:draft_id>/", register.ask, name="ask"),
    path("new/<slug:draft_id>/check/", register.check, name="check"),
    path("together/<slug:public_id>/", together_pages.choose, name="together"),
    path("together/<slug:public_id>/answer/", together_pages.answer, name="together-answer"),
    path("together/<slug:public_id>/check/", together_pages.check, name="together-check"),
    path("said/<slug:event_id>/", together_pages.receipt, name="together-receipt"),
    path("receipts/key/", receipt_pages.key, name="receipt-key"),
    path("receipts/verify/", receipt_pages.verify, name="verify"),
    path("<slug:public_id>/", pages.camera, name="camera"),
    path("<slug:public_id>/release/", release.release, name="release"),
    path("<slug:public_id>/receipt/", register.receipt, name="receipt"),
    path("<slug:public_id>/receipts/<slug:event_id>/", receipt_pages.paper, name="paper"),
    path(
        "<slug:public_id>/receipts/<slug:event_id>/file/",
        receipt_pages.file,
        name="receipt-file",
    ),
    path("<slug:public_id>/withdraw/", pages.withdraw, name="withdraw"),
]
