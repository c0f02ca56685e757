"""The caps of a unit on one request and its clock, read from the dated rule rows."""

from datetime import datetime, timedelta

from portal.places.models import Unit
from portal.places.rules import rule

from .scope import Limits


def limits_for(unit: Unit, urgency: str, at: datetime) -> Limits:
    """What one request of this urgency may ask for in this unit on that day."""
    return Limits(
        max_minutes=int(rule(f"request.max_minutes.{urgency}", unit, at)),
        max_cameras=int(rule(f"request.max_cameras.{urgency}", unit, at)),
        max_radius_m=int(rule(f"request.max_radius_m.{urgency}", unit, at)),
    )


def answer_within(unit: Unit, urgency: str, at: datetime) -> timedelta:
    """How long owners in this unit have to answer a request of this urgency."""
    return timedelta(hours=rule(f"request.answer_hours.{urgency}", unit, at))
