"""The words of ISAPI: what is sent to a recorder, and how its answers are read. No network here."""

import re
import uuid
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from portal.lib import clock

from . import errors, xml
from .protocol import Recording

_SAY = "%Y-%m-%dT%H:%M:%SZ"
_POSIX_ZONE = re.compile(r"[A-Za-z<>+-]*?([+-]?)(\d{1,2}):(\d{2})(?::\d{2})?$")
_VIDEO_STARTS = (
    re.compile(rb"....(ftyp|moov|styp)", re.DOTALL),  # MP4
    re.compile(rb"\x00\x00\x01\xba"),  # MPEG program stream
    re.compile(rb"IMKH"),  # the same behind the maker's own 40 bytes
    re.compile(rb"\x47"),  # MPEG transport stream
)
_SEARCH = """<?xml version="1.0" encoding="UTF-8"?>
<CMSearchDescription version="1.0" xmlns="http://www.isapi.org/ver20/XMLSchema">
<searchID>{{{search}}}</searchID>
<trackList><trackID>{track}</trackID></trackList>
<timeSpanList><timeSpan><startTime>{start}</startTime><endTime>{stop}</endTime></timeSpan>\
</timeSpanList>
<maxResults>{page}</maxResults>
<searchResultPostion>{position}</searchResultPostion>
<metadataList><metadataDescriptor>//recordType.meta.std-cgi.com</metadataDescriptor></metadataList>
</CMSearchDescription>"""  # the device's own spelling of 'position'
_DOWNLOAD = """<?xml version="1.0" encoding="UTF-8"?>
<downloadRequest version="1.0" xmlns="http://www.isapi.org/ver20/XMLSchema">\
<playbackURI>{ref}</playbackURI></downloadRequest>"""


def search_body(
    search: uuid.UUID,
    channel: int,
    span: tuple[datetime, datetime],
    zone: tzinfo,
    position: int,
    size: int,
) -> bytes:
    """One page of a search; the span is widened to whole seconds."""
    stop = span[1] + timedelta(microseconds=999_999)
    return _SEARCH.format(
        search=str(search).upper(),
        track=channel * 100 + 1,
        start=span[0].astimezone(zone).strftime(_SAY),
        stop=stop.astimezone(zone).strftime(_SAY),
        page=size,
        position=position,
    ).encode()


def download_body(ref: str) -> bytes:
    return _DOWNLOAD.format(ref=escape(ref)).encode()


def looks_like_video(start: memoryview) -> bool:
    """By the first bytes; what it truly is, the guarded decoder finds out later."""
    return any(known.match(start) for known in _VIDEO_STARTS)


def recording_of(item: Element, zone: tzinfo) -> Recording:
    start = instant_of(xml.text_of(item, "startTime"), zone)
    stop = instant_of(xml.text_of(item, "endTime"), zone)
    ref = xml.text_of(item, "playbackURI")
    if not ref or stop < start:
        raise errors.NotUnderstood("a search result without an address, or one that ends early")
    return Recording(ref, start, stop)


def instant_of(text: str, zone: tzinfo) -> datetime:
    """A search result's time: its Z means `zone`, a written offset means itself."""
    try:
        if text.endswith(("Z", "z")):
            return datetime.fromisoformat(text[:-1]).replace(tzinfo=zone).astimezone(UTC)
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise errors.NotUnderstood(f"the time {text[:40]!r}") from error


def local_time(text: str, element: Element) -> tuple[datetime, tzinfo]:
    try:
        shown = datetime.fromisoformat(text)
    except ValueError as error:
        raise errors.NotUnderstood(f"the time {text[:40]!r}") from error
    offset = shown.utcoffset()
    if offset is None or text.endswith("Z"):
        zone = _posix_zone(xml.text_of(element, "timeZone"))
        return shown.replace(tzinfo=zone).astimezone(UTC), zone
    return shown.astimezone(UTC), timezone(offset)


def _posix_zone(text: str) -> tzinfo:
    """``CST-7:00:00`` is seven hours ahead of Greenwich: POSIX counts westward."""
    match = _POSIX_ZONE.match(text)
    if not match:
        return clock.VIETNAM
    ahead = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(ahead if match[1] == "-" else -ahead)
