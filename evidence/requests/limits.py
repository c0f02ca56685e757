"""A unit's caps on one request, how many decide it, its clock: read from the dated rule rows."""

from datetime import datetime, timedelta

from portal.places.models import Unit
from portal.places.rules import find, rule, standing

from .scope import Limits


def limits_for(unit: Unit, urgency: str, at: datetime) -> Limits:
    """What one request of this urgency may ask for in this unit on that day."""
    value = {line.rule.key: line.value for line in standing(unit, at)}  # one query
    return Limits(
        max_minutes=value[f"request.max_minutes.{urgency}"],
        max_cameras=value[f"request.max_cameras.{urgency}"],
        max_radius_m=value[f"request.max_radius_m.{urgency}"],
        max_route_m=value[f"request.max_route_m.{urgency}"],
        max_days=value["request.max_days"],
    )


def bounds_for(urgency: str) -> Limits:
    """What nobody can ask for, whoever approves: as far as a rule of any unit may reach."""
    return Limits(
        max_minutes=find(f"request.max_minutes.{urgency}").most,
        max_cameras=find(f"request.max_cameras.{urgency}").most,
        max_radius_m=find(f"request.max_radius_m.{urgency}").most,
        max_route_m=find(f"request.max_route_m.{urgency}").most,
        max_days=find("request.max_days").most,
    )


def approvals_needed(
    unit: Unit, urgency: str, cameras: int, at: datetime, *, beyond: bool = False
) -> int:
    """How many commanders of this unit must approve a request that asks so many cameras, and two
    where it goes `beyond` the usual limits.
    """
    usual = rule(f"request.approvals.{urgency}", unit, at)
    many = beyond or cameras > rule("request.second_approval_over_cameras", unit, at)
    return max(usual, 2) if many else usual


def answer_within(unit: Unit, urgency: str, at: datetime) -> timedelta:
    """How long owners in this unit have to answer a request of this urgency."""
    return timedelta(hours=rule(f"request.answer_hours.{urgency}", unit, at))
