"""Whoever finds an unlocked telephone must not take everything away or erase it."""

from datetime import datetime, timedelta

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

RECENT = timedelta(minutes=15)


def signed_in_recently(request: HttpRequest, at: datetime) -> bool:
    """Did the person show who they are within the last minutes of this very session?"""
    records = get_authentication_records(request, request.user)
    latest = max((float(record.get("at", 0)) for record in records), default=0.0)
    return at.timestamp() - latest < RECENT.total_seconds()
