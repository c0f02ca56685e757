from django.urls import path

from . import pages, rule_pages

app_name = "units"
urlpatterns = [
    path("", pages.search, name="search"),
    path("own/", pages.own, name="own"),
    path("neighbourhood/<slug:public_id>/", pages.rename, name="rename"),
    path("<slug:code>/", pages.show, name="show"),
    path("<slug:code>/neighbourhoods/", pages.neighbourhoods, name="neighbourhoods"),
    path("<slug:code>/rules/", rule_pages.rules, name="rules"),
    path("<slug:code>/rules/<slug:key>/", rule_pages.rule, name="rule"),
    path("<slug:code>/rules/<slug:key>/change/", rule_pages.change, name="change-rule"),
]
