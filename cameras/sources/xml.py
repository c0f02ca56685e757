"""XML from a device that nobody vouches for: read flat, without entities, bounded."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from .errors import NotUnderstood

MAX_BYTES = 1 << 20

_DECLARED = re.compile(r"<!\s*(doctype|entity|element|attlist|notation)", re.IGNORECASE)


def parse(body: bytes) -> Element:
    """Raises NotUnderstood for anything but plain UTF-8 XML without a document type."""
    if len(body) > MAX_BYTES:
        raise NotUnderstood(f"{len(body)} bytes of XML")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUnderstood("XML in another encoding than UTF-8") from error
    if _DECLARED.search(text):
        raise NotUnderstood("XML with a document type")
    try:
        return fromstring(text)  # noqa: S314 -- no document type, so no entities to expand
    except ParseError as error:
        raise NotUnderstood(f"broken XML: {error}") from error


def text_of(element: Element, name: str) -> str:
    """The text of the first descendant of that name in any namespace, or nothing."""
    return next((found.text or "" for found in all_of(element, name)), "").strip()


def all_of(element: Element, name: str) -> Iterator[Element]:
    return (found for found in element.iter() if found.tag.rpartition("}")[2] == name)
