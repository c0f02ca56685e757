"""SMS by an HTTP gateway the operator names (PORTAL_SMS_URL): a provider's, or a bridge to one.

One POST a message, as JSON: `to` (E.164), `text`, `key`. The same key comes as `Idempotency-Key`
(draft-ietf-httpapi-idempotency-key-header): what a gateway has taken under a key it takes no second
time, so a message may be handed over again after a broken line. Any 2xx answer means taken.
"""

import json

from django.conf import settings

from portal.lib.http import Client, Guard, HttpError, Limits

EVERYWHERE = Guard(allow=("0.0.0.0/0", "::/0"))  # the address is the operator's, nobody else's
LIMITS = Limits(connect_s=5, pause_s=10, total_s=15, body_bytes=64 << 10)


def hand_over(*, phone: str, text: str, key: str) -> None:
    """Raises OSError when the gateway has not said that it took the message."""
    body = json.dumps({"to": phone, "text": text, "key": key}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key}
    if settings.SMS_TOKEN:
        headers["Authorization"] = f"Bearer {settings.SMS_TOKEN}"
    try:
        answer = Client(EVERYWHERE, limits=LIMITS).send(
            "POST", settings.SMS_URL, body=body, headers=headers
        )
    except HttpError as error:
        raise OSError(f"the SMS gateway took nothing: {error.code}") from error
    if not 200 <= answer.status < 300:  # noqa: PLR2004 -- the family of good answers
        raise OSError(f"the SMS gateway answered {answer.status}")
