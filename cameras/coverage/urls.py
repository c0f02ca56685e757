from django.urls import path

from portal.people.rights import policed

from . import api, pages

app_name = "coverage"
urlpatterns = [
    path("", pages.coverage_map, name="map"),
    path("search/", pages.search, name="search"),
    path("public/", pages.public_map, name="public"),
    path("cameras/<slug:public_id>/", pages.sight, name="sight"),
    path(
        "cameras/<slug:public_id>/map/",
        policed("camera:view")(api.SightView.as_view()),
        name="sight-map",
    ),
    path("tiles/<slug:code>/", policed("coverage:view")(api.TilesView.as_view()), name="tiles"),
    path(
        "points/<slug:code>/", policed("coverage:points")(api.PointsView.as_view()), name="points"
    ),
]
