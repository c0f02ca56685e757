"""A unit's caps on one request, how many decide it, its clock: read from the dated rule rows."""

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


def approvals_needed(unit: Unit, urgency: str, cameras: int, at: datetime) -> int:
    """How many commanders of this unit must approve a request that asks so many cameras."""
    usual = rule(f"request.approvals.{urgency}", unit, at)
    many = cameras > rule("request.second_approval_over_cameras", unit, at)
    return max(usual, 2) if many else usual


def answer_within(unit: Unit, urgency: str, at: datetime) -> timedelta:
    """How long owners in this unit have to answer a request of this urgency."""
    return timedelta(hours=rule(f"request.answer_hours.{urgency}", unit, at))
