"""Which masks of a camera lie over an item wherever it is shown. The master is never altered."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cameras.registry import masking
from cameras.registry.masks import Polygon
from cameras.registry.models import Mask

from .models import Item
from .queries import thumbnails_of

UNSURE = timedelta(days=1)  # either way, where the clock of what was recorded is not known


def masks_of(item: Item, at: datetime) -> list[Mask]:
    """In force while the original was recorded, or now: rather covered than shown."""
    if item.camera is None:
        return []
    first, last, slack = item.first_frame_at, item.last_frame_at, timedelta()
    if first is None or last is None or item.clock_offset_ms is None:
        first, last = first or item.window_start, last or item.window_stop
        slack = UNSURE
    return masking.covering(
        item.camera,
        first=first - slack if first else None,
        last=last + slack if last else None,
        at=at,
    )


def names_of(masks: Iterable[Mask]) -> list[str]:
    """As a recipe names them."""
    return sorted(mask.public_id for mask in masks)


def polygons_over(item: Item, at: datetime) -> list[Polygon]:
    """What is drawn over the item, in thousandths of its picture."""
    return masking.polygons_of(masks_of(item, at))


def covered_thumbnails(item: Item, masks: Iterable[Mask]) -> list[Item]:
    """One for each instant, in their order: of those that cover these masks the least covered.

    A picture made before a mask was drawn is not among them; extraction makes it anew.
    """
    wanted = set(names_of(masks))
    found: dict[int, Item] = {}
    for picture in sorted(thumbnails_of(item), key=lambda one: len(_painted(one)), reverse=True):
        if wanted <= _painted(picture):
            found[picture.recipe.get("at_ms", 0)] = picture
    return [found[at_ms] for at_ms in sorted(found)]


def _painted(picture: Item) -> set[str]:
    return set(picture.recipe.get("masks", ()))
