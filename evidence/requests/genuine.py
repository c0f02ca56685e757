"""Is this request genuine? A short code answers, to anybody, and says nothing else.

Nine signs that are not mistaken for one another, eight of them random; the ninth is a weighted sum
modulo 23, a prime, so one wrong sign or two swapped ones are always noticed. Whoever tries codes
meets `TRIES` an hour, and 78 thousand million of them.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from portal.lib.errors import Refused

from .models import CodeTry, FootageRequest, Seal
from .states import RequestState

SIGNS = "ACDEFHJKMNPQRTVWXY34679"  # without 0 O, 1 I L, 2 Z, 5 S, 8 B, G, U
LENGTH = 9
TRIES = 10
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# What people type for a sign that no code has.
_HEARD = str.maketrans({"0": "Q", "O": "Q", "U": "V"})


@dataclass(frozen=True)
class Genuine:
    """All that a stranger may know."""

    unit: str
    until: datetime
    is_over: bool


def check_sign(first: str) -> str:
    total = sum(weight * SIGNS.index(sign) for weight, sign in enumerate(first, start=1))
    return SIGNS[total % len(SIGNS)]


def spelled(code: str) -> str:
    """In three groups, to be read out."""
    return "-".join(code[start : start + 3] for start in range(0, len(code), 3))


def understood(text: str) -> str | None:
    """The code that somebody typed, in whatever groups and case; None when it cannot be one."""
    bare = "".join(sign for sign in text.upper() if sign.isalnum()).translate(_HEARD)
    if len(bare) != LENGTH or any(sign not in SIGNS for sign in bare):
        return None
    return bare if check_sign(bare[:-1]) == bare[-1] else None


def code_of(row: FootageRequest) -> str:
    """The request's code, made when it is first wanted."""
    while True:
        found = Seal.objects.filter(request=row).first()
        if found is not None:
            return found.code
        first = "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 1))
        try:
            with transaction.atomic():
                Seal.objects.create(request=row, code=first + check_sign(first))
        except IntegrityError:  # two pages at once, or a code that exists: look again
            continue


def look_up(text: str, *, network: str, at: datetime) -> Genuine | None:
    """What the code says, or None: no request has it. Raises Refused for what cannot be a code, and
    after too many that were none.
    """
    code = understood(text)
    if code is None:
        raise Refused("requests.code_mistyped", field="code")
    hashed = salted_hmac("evidence.requests.network", network, algorithm="sha256").hexdigest()
    if CodeTry.objects.filter(network_sha256=hashed, at__gt=at - HOUR).count() >= TRIES:
        raise Refused("requests.code_too_many", field="code", limit=TRIES)
    row = Seal.objects.select_related("request__case__unit").filter(code=code).first()
    if row is None or row.request.deadline is None:
        CodeTry.objects.create(network_sha256=hashed, at=at)
        return None
    asked, until = row.request, row.request.deadline
    over = asked.state != RequestState.APPROVED or at >= until
    return Genuine(asked.case.unit.name, until, over)


def forget(at: datetime) -> int:
    """Networks are of no use after a day."""
    return CodeTry.objects.filter(at__lt=at - DAY).delete()[0]
