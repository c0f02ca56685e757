"""GeoJSON for the maps: what a frame shows to this reader, and who can have seen a place."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cameras.registry.models import Camera
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.geo import Box
from portal.lib.words import sentence
from portal.people.rights import allowed, require
from portal.places.models import Unit

from .area import USUAL_WIDTH_M, Asked, Drawn, Place, Route, read_corners
from .drawing import collection, point_feature, police_map, sight_map, to_json, unit_map
from .ground import Ground
from .search import candidates, view_of
from .sun import Light
from .tiles import Frame, for_police, public_points

MOST_RADIUS_M = 2_000
DEEPEST_ZOOM = 22


class FrameInput(serializers.Serializer[Any]):
    """The window of a map: its edges in degrees, and its zoom."""

    west = serializers.FloatField(min_value=-180, max_value=180)
    south = serializers.FloatField(min_value=-85, max_value=85)
    east = serializers.FloatField(min_value=-180, max_value=180)
    north = serializers.FloatField(min_value=-85, max_value=85)
    zoom = serializers.IntegerField(min_value=0, max_value=DEEPEST_ZOOM)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["west"] >= attrs["east"] or attrs["south"] >= attrs["north"]:
            raise serializers.ValidationError("west < east, south < north")
        return attrs


@method_decorator(conditional_page, name="dispatch")
class TilesView(APIView):
    """The unit's map in one frame. Police: counts of known cameras, near by their points.
    Committees and boards: cells, near by the points of public cameras.

    Asked anew each time (a camera that was withdrawn a second ago is gone); an unchanged answer is
    told by its mark and not sent again.
    """

    def get(self, request: Request, code: str) -> HttpResponseBase:
        at = now()
        unit = get_object_or_404(Unit, code=code)
        ground = Ground(unit)
        require(request.user, "coverage:view", ground, at=at)
        frame = _frame(request)
        if allowed(request.user, "coverage:points", ground, at=at):
            shown = police_map(for_police(unit.pk, frame, at), frame)
        else:
            shown = to_json(unit_map(unit, frame, public_points(unit.pk, frame, at)))
        answer = HttpResponse(shown, content_type="application/json")
        answer["Cache-Control"] = "private, no-cache"
        return answer


class PlaceInput(serializers.Serializer[Any]):
    lat = serializers.FloatField(min_value=-90, max_value=90)
    lng = serializers.FloatField(min_value=-180, max_value=180)
    radius = serializers.FloatField(min_value=1, max_value=MOST_RADIUS_M)


class PointsView(APIView):
    """Cameras known to the police that can have seen a place: around a point, in a drawn area
    (`area=lat,lng;lat,lng;...`) or along a route (`route=...&width=20`): where they stand and look,
    never whose.
    """

    def get(self, request: Request, code: str) -> Response:
        at = now()
        unit = get_object_or_404(Unit, code=code)
        require(request.user, "coverage:points", Ground(unit), at=at)
        try:
            asked = _asked(request)
            found = candidates(asked, start=at, stop=None, unit_id=unit.pk, needs_ask=False, at=at)
        except Refused as refused:
            raise serializers.ValidationError({"shape": sentence(refused)}) from refused
        return Response(collection([point_feature(candidate) for candidate in found]))


class SightView(APIView):
    """What one camera sees, band by band, for who may open its page; `?light=night` after dark."""

    def get(self, request: Request, public_id: str) -> Response:
        camera = get_object_or_404(Camera, public_id=public_id)
        require(request.user, "camera:view", camera, at=now())
        dark = request.query_params.get("light") == Light.NIGHT
        return Response(sight_map(view_of(camera), dark=dark))


def _frame(request: Request) -> Frame:
    given = FrameInput(data=request.query_params)
    given.is_valid(raise_exception=True)
    edge = given.validated_data
    return Frame(Box(edge["south"], edge["west"], edge["north"], edge["east"]), edge["zoom"])


def _asked(request: Request) -> Asked:
    query = request.query_params
    if "area" in query:
        return Drawn(read_corners(query["area"]))
    if "route" in query:
        width = serializers.FloatField(min_value=1, max_value=100).run_validation(
            query.get("width", USUAL_WIDTH_M)
        )
        return Route(read_corners(query["route"]), width)
    place = PlaceInput(data=query)
    place.is_valid(raise_exception=True)
    given = place.validated_data
    return Place(given["lat"], given["lng"], given["radius"])
