"""The adapters by name. A new kind of recorder is one module and one line here."""

from collections.abc import Callable
from typing import Final

from portal.lib.http import Guard

from .errors import UnknownAdapter
from .hikvision import Hikvision
from .protocol import Address, Source

ADAPTERS: Final[dict[str, Callable[[Address, Guard], Source]]] = {"hikvision": Hikvision}


def open_source(address: Address, guard: Guard) -> Source:
    """A source that calls only what `guard` allows. Nothing is sent before its first method."""
    try:
        adapter = ADAPTERS[address.adapter]
    except KeyError as error:
        raise UnknownAdapter(address.adapter) from error
    return adapter(address, guard)
