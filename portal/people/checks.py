"""What production refuses to start with: each stand-in of a laptop, by name."""

import ipaddress
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 -- Django's name

SHORTEST_SECRET = 40


@register()
def production_settings(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Nothing of a laptop is left when PORTAL_MODE=production."""
    del app_configs
    return [*_problems(), *_message_problems()] if settings.PRODUCTION else []


def _problems() -> Iterable[CheckMessage]:
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        yield Error(
            f"PORTAL_SECRET_KEY is missing or shorter than {SHORTEST_SECRET} characters",
            id="portal.E001",
        )
    if len(settings.VAULT_KEY) < SHORTEST_SECRET:
        yield Error(
            f"PORTAL_VAULT_KEY is missing or shorter than {SHORTEST_SECRET} characters",
            hint="It wraps the keys of stored footage; keep it outside the database.",
            id="portal.E002",
        )
    if not settings.CELERY_BROKER_URL or settings.CELERY_BROKER_URL.startswith("filesystem"):
        yield Error("PORTAL_BROKER_URL names no broker (redis://...)", id="portal.E003")
    for address in settings.SOURCE_ALLOW:
        if _is_loopback(address):
            yield Error(
                f"PORTAL_SOURCE_ALLOW holds {address}: a recorder's address could reach us",
                id="portal.E004",
            )
    if settings.DEMO:
        yield Error("PORTAL_DEMO is on: demo accounts have known second factors", id="portal.E005")
    if not settings.PUBLIC_ADDRESS.startswith("https://"):
        yield Error("PORTAL_PUBLIC_ADDRESS does not begin with https://", id="portal.E006")
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield Warning("PORTAL_DATABASE_URL is SQLite: one ward, one machine", id="portal.W001")
    if settings.CACHES["default"]["BACKEND"].endswith("locmem.LocMemCache"):
        yield Error(
            "CACHES counts attempts in each process by itself: codes could be tried again",
            id="portal.E007",
        )


def _message_problems() -> Iterable[CheckMessage]:
    if not settings.SMS_URL.startswith("https://"):
        yield Error(
            "PORTAL_SMS_URL names no gateway (https://...): nobody could sign in by telephone",
            hint="portal/people/gateway.py says what is posted to it.",
            id="portal.E009",
        )
    if settings.EMAIL_BACKEND == settings.EMAIL_FILES:
        yield Error(
            "PORTAL_EMAIL_URL names no mail server (smtp+tls://name:password@host:587)",
            id="portal.E010",
        )
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield Error("PORTAL_EMAIL_FROM names no sender", id="portal.E011")
    if settings.ZALO_CHANNEL == settings.ZALO_FILES:
        yield Error(
            "PORTAL_ZALO_CHANNEL writes messages into files instead of sending them",
            hint="Name the class of a gateway, or leave it empty: Zalo is then not offered.",
            id="portal.E008",
        )


def _is_loopback(address: str) -> bool:
    """Also when written with a port, a mask or a name."""
    text = str(address).strip().lower()
    host = text.removeprefix("[").partition("]")[0] if text.startswith("[") else text
    if host.count(":") == 1:
        host = host.partition(":")[0]
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        network = ipaddress.ip_network(host, strict=False)
    except ValueError:
        return False
    local = ("127.0.0.0/8", "0.0.0.0/32", "::1/128", "::ffff:127.0.0.0/104")
    return any(
        network.version == other.version and network.overlaps(other)
        for other in map(ipaddress.ip_network, local)
    )
