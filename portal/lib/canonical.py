"""One JSON text for one value, so that a hash of it means something for ever.

The form: UTF-8, keys sorted by code point, no white space, no floats, strings in NFC; a subset of
JSON Canonicalization Scheme (RFC 8785) that leaves out numbers JavaScript cannot hold.
"""

import json
import unicodedata

MAX_INTEGER = 2**53 - 1  # what every JSON reader holds exactly (RFC 8259, section 6)

_WRONG_KIND = "got {kind} at {path}, want text, integer, boolean, null, list or object"


def encode(value: object) -> bytes:
    """Canonical bytes of `value`. Raises ValueError for floats, odd keys or too large integers."""
    return json.dumps(
        _normal(value, "$"),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    ).encode()


def _normal(value: object, path: str) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise ValueError(f"got {value} at {path}, want at most {MAX_INTEGER} either way")
        return value
    if isinstance(value, list | tuple):
        return [_normal(item, f"{path}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, dict):
        return _normal_object(value, path)
    raise ValueError(_WRONG_KIND.format(kind=type(value).__name__, path=path))


def _normal_object(value: dict[object, object], path: str) -> dict[str, object]:
    result: dict[str, object] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise ValueError(  # noqa: TRY004 -- a value of the wrong form, as all others here
                f"got key {key!r} at {path}, want text"
            )
        result[unicodedata.normalize("NFC", key)] = _normal(item, f"{path}.{key}")
    if len(result) != len(value):
        raise ValueError(f"got keys at {path} that are equal after NFC, want distinct ones")
    return result
