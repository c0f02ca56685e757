"""Is the recorder there, and how wrong is its clock? Measured, dated, kept with the link."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from cameras.sources.adapters import open_source
from cameras.sources.errors import SourceError
from cameras.sources.protocol import Address, Health, Source
from portal.lib.errors import Refused
from portal.lib.http import Guard
from portal.lib.words import clean

from .clock import Known, still_holds
from .links import password_of
from .models import Link
from .vocabulary import OffsetMethod

_MILLISECOND = timedelta(milliseconds=1)


def source_of(link: Link) -> Source:
    """The recorder behind a link, calling only what the settings allow."""
    address = Address(
        adapter=link.adapter,
        url=link.url,
        channel=link.channel,
        username=link.username,
        password=password_of(link),
    )
    guard = Guard(allow=tuple(settings.SOURCE_ALLOW), private=settings.SOURCE_ALLOW_PRIVATE)
    return open_source(address, guard)


def test(link: Link, *, at: datetime) -> Health:
    """Call the recorder, outside of any transaction, and keep how it went. A failure is kept,
    too, and then refused with the recorder's reason; what was measured before stays.
    """
    try:
        health = source_of(link).test()
    except SourceError as error:
        _keep(link, {"last_tested_at": at, "last_problem": error.code})
        raise Refused(error.code) from error
    clock = health.clock
    seen: dict[str, object] = {
        "last_tested_at": at,
        "last_seen_at": at,
        "last_problem": "",
        **_oldest(health, at),
        "device": clean(f"{health.name} {health.model} {health.firmware}")[:200],
    }
    measured: dict[str, object] = {
        "clock_offset_ms": round(clock.offset / _MILLISECOND),
        "offset_uncertainty_ms": round(clock.uncertainty / _MILLISECOND),
        "offset_measured_at": clock.measured_at,
        "offset_method": OffsetMethod.RECORDER_CLOCK,
    }
    fresh = Known(
        round(clock.offset / _MILLISECOND),
        round(clock.uncertainty / _MILLISECOND),
        clock.measured_at,
    )
    _keep(link, seen, measured, fresh)
    return health


def note_oldest(link: Link, health: Health, *, at: datetime) -> None:
    """What the recorder still has, as a worker heard it that came for footage."""
    _keep(link, _oldest(health, at))


def _oldest(health: Health, at: datetime) -> dict[str, object]:
    oldest = health.oldest - health.clock.offset if health.oldest else None
    return {"oldest_at": oldest, "oldest_seen_at": at if oldest else None}


def _keep(
    link: Link,
    values: dict[str, object],
    clock: dict[str, object] | None = None,
    fresh: Known | None = None,
) -> None:
    """Onto the row, unless the link was pointed at another recorder while this one was called.
    A beacon's measurement stays as long as the recorder's own word agrees with it.
    """
    with transaction.atomic():
        row = Link.objects.select_for_update().get(pk=link.pk)
        if (row.url, row.channel) != (link.url, link.channel):
            return
        if clock and fresh and not still_holds(row, fresh):
            values = values | clock
        for name, value in values.items():
            setattr(row, name, value)
            setattr(link, name, value)
        row.save(update_fields=list(values))
