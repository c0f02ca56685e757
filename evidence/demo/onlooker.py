"""Whoever stands before a simulated camera while its owner measures its clock.

Looks at the sessions that wait, as a person looks at the page, and holds up what the page shows.
"""

from datetime import datetime, timedelta
from pathlib import Path

from cameras.beacon import payload, secret
from cameras.beacon.models import Beacon
from cameras.beacon.vocabulary import State

from . import phone
from .scenery import CAMERAS

WALK = timedelta(seconds=1)  # from the page's first code to the lens
HOLD = timedelta(seconds=40)


def hold_what_is_shown(folder: Path, *, at: datetime) -> int:
    """Hold up the codes of each waiting session of a simulated camera; how many there are."""
    waiting = Beacon.objects.filter(
        state=State.WAITING, shown_at__isnull=False, expires_at__gt=at, camera__is_demo=True
    ).select_related("camera__link")
    by_user = {scenery.username: scenery for scenery in CAMERAS}
    count = 0
    for beacon in waiting:
        link = getattr(beacon.camera, "link", None)
        scenery = by_user.get(link.username) if link else None
        if scenery is None or beacon.shown_at is None:
            continue
        count += 1
        path = folder / f"{scenery.key}.{beacon.public_id}"
        if not path.exists():
            _hold(folder, scenery.key, beacon, beacon.shown_at)
            path.touch()
    return count


def _hold(folder: Path, key: str, beacon: Beacon, shown_at: datetime) -> None:
    begin, end = shown_at + WALK, min(shown_at + WALK + HOLD, beacon.expires_at)
    first = payload.first_code_ms(round(begin.timestamp() * 1000)) - 2 * payload.CODE_MS
    token, code_key = secret.token_of(beacon.public_id), secret.key()
    times = range(first, round(end.timestamp() * 1000) + payload.CODE_MS, payload.CODE_MS)
    codes = [(time, payload.write(payload.Code(token, time), code_key)) for time in times]
    phone.hold(folder, key, codes, begin.timestamp(), end.timestamp())
