"""What the vault asks of the place where sealed bytes lie, and how objects are named there.

Nothing here knows what the bytes mean; they are encrypted before they arrive. `folder.py` and
`bucket.py` answer this protocol.
"""

import posixpath
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from portal.lib.ids import ALPHABET, LENGTH

_NAME = re.compile(rf"(?P<fold>[{ALPHABET}]{{2}})/(?P=fold)[{ALPHABET}]{{{LENGTH - 2}}}\.v1")


class WrongName(Exception):  # noqa: N818 -- a defect of the caller or a forged row
    """A name outside the grammar or outside the vault's folder."""


class Sink(Protocol):
    """Takes the bytes of one object. Until `commit` returns, the object does not exist."""

    def write(self, data: bytes | memoryview) -> None: ...
    def commit(self) -> None: ...
    def abandon(self) -> None: ...


class Reader(Protocol):
    """Gives stretches of one object's bytes."""

    size: int

    def read(self, start: int, stop: int) -> bytes: ...


class Place(Protocol):
    def create(self, name: str) -> Sink: ...

    def open(self, name: str) -> AbstractContextManager[Reader]:
        """Raises FileNotFoundError on entry when there is no such object."""
        ...

    def delete(self, name: str) -> None:
        """Remove the object; its absence is no error."""
        ...

    def older_than(self, instant: datetime) -> Iterator[str]:
        """Names of whole objects last changed before `instant`."""
        ...

    def sweep_parts(self, instant: datetime) -> int:
        """Remove what writers that died before `instant` left half-done; how many."""
        ...


def name_for(object_id: str) -> str:
    """``7f/7f3k....v1``: two characters of fan-out, so that no folder grows without bound."""
    return checked(posixpath.join(object_id[:2], f"{object_id}.v1"))


def checked(name: str) -> str:
    """The name itself when it follows the grammar; WrongName otherwise."""
    if not _NAME.fullmatch(name):
        raise WrongName(f"got {name!r}, want two characters / {LENGTH} characters .v1")
    return name
