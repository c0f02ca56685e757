"""GeoJSON for the maps: cells for committees, known cameras around a place for police."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.lib.clock import now
from portal.people.rights import require
from portal.places.models import Unit

from .drawing import collection, point_feature
from .figures import cell_feature, cells, legend
from .ground import Ground
from .search import Place, candidates

MOST_RADIUS_M = 2_000


class CellsView(APIView):
    """Cells of one unit with their counts; a few homes are never told exactly."""

    def get(self, request: Request, code: str) -> Response:
        unit = get_object_or_404(Unit, code=code)
        require(request.user, "coverage:view", Ground(unit), at=now())
        centre = (unit.lat, unit.lng) if unit.lat is not None and unit.lng is not None else None
        features = [cell_feature(cell, centre) for cell in cells(unit.pk)]
        return Response(collection(features) | {"legend": legend()})


class AreaInput(serializers.Serializer[Any]):
    lat = serializers.FloatField(min_value=-90, max_value=90)
    lng = serializers.FloatField(min_value=-180, max_value=180)
    radius = serializers.FloatField(min_value=1, max_value=MOST_RADIUS_M)


class PointsView(APIView):
    """Cameras known to the police around a place: where they stand and look, never whose."""

    def get(self, request: Request, code: str) -> Response:
        at = now()
        unit = get_object_or_404(Unit, code=code)
        require(request.user, "coverage:points", Ground(unit), at=at)
        area = AreaInput(data=request.query_params)
        area.is_valid(raise_exception=True)
        asked = area.validated_data
        found = candidates(
            Place(asked["lat"], asked["lng"], asked["radius"]),
            start=at,
            stop=at,
            unit_id=unit.pk,
            needs_ask=False,
            at=at,
        )
        return Response(collection([point_feature(candidate) for candidate in found]))
