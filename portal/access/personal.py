"""A person's own data in this package: what is held, and what goes when the account goes."""

import hashlib
from collections.abc import Iterable

from allauth.account import app_settings
from allauth.core.internal.ratelimit import parse_rates
from allauth.usersessions.models import UserSession
from django.core.cache import cache

from portal.lib.clock import to_text
from portal.people.models import User

from .device import rough_device
from .models import SignIn

Rows = list[dict[str, object]]


def held(person: User) -> dict[str, Rows]:
    return {
        "sign_ins": [
            {
                "at": to_text(row.at),
                "means": row.means,
                "device": row.device,
                "network": row.network,
            }
            for row in SignIn.objects.filter(person=person)
        ],
        "sessions": [
            {
                "created_at": to_text(row.created_at),
                "last_seen_at": to_text(row.last_seen_at),
                "device": rough_device(row.user_agent),
                "browser": row.user_agent,
                "address": row.ip,
            }
            for row in UserSession.objects.filter(user=person).order_by("-created_at")
        ],
    }


def erase(person: User) -> None:
    SignIn.objects.filter(person=person).delete()


def forget_attempts(ways_in: Iterable[str]) -> None:
    """Counters of sign-in attempts are kept under a plain hash of the number: they go as well."""
    cache.delete_many(
        [
            f"allauth:rl:allauth.account:{action}:{rate}:{_hash(way)}"
            for way in ways_in
            for action, rates in app_settings.RATE_LIMITS.items()
            for rate in parse_rates(rates)
            if rate.per == "key"
        ]
    )


def _hash(way: str) -> str:
    return hashlib.sha256(way.lower().encode()).hexdigest()
