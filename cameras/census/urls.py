from django.urls import path

from . import downloads, pages

app_name = "census"
urlpatterns = [
    path("", pages.index, name="index"),
    path("new/", pages.start, name="start"),
    path("template/<slug:kind>/<slug:layout>/", downloads.empty, name="template"),
    path("cameras/<slug:layout>/", downloads.own, name="own"),
    path("inventory/", downloads.inventory, name="inventory"),
    path("inventory/<slug:code>/<slug:layout>/", downloads.take_inventory, name="take-inventory"),
    path("<slug:public_id>/", pages.show, name="show"),
    path("<slug:public_id>/columns/", pages.columns, name="columns"),
    path("<slug:public_id>/rows/<int:number>/", pages.mend, name="mend"),
    path("<slug:public_id>/order/", pages.order, name="order"),
    path("<slug:public_id>/confirm/", pages.confirm, name="confirm"),
    path("<slug:public_id>/withdraw/", pages.withdraw, name="withdraw"),
    path("<slug:public_id>/annotated/", downloads.annotated, name="annotated"),
]
