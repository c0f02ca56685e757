"""What somebody reads, without what differs each time: a form's tokens, a script's nonce."""

import re

from django.http import HttpResponseBase

_CHANGING = re.compile(
    rb'name="(?:csrfmiddlewaretoken|once)" value="[^"]+"|nonce="[^"]+"|"X-CSRFToken": ?"[^"]+"'
)


def read(response: HttpResponseBase) -> bytes:
    """Status, headers that carry news, and body."""
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    head = [str(response.status_code), response.headers.get("Location", "")]
    head += [response.headers.get(name, "") for name in ("ETag", "Last-Modified", "Cache-Control")]
    return "\n".join(head).encode() + _CHANGING.sub(b"", body)
