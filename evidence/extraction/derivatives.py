"""What makes a sealed original playable and quick to look through, each with its recipe.

An MP4 of a codec that browsers play gets an index: head + original is an ordinary MP4. Anything
else gets a working copy, whose packets are copied where the codec allows it and encoded again
where not. Pictures come from key frames. Whatever exists already is left as it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from cameras.registry import masking
from evidence.custody import covers
from evidence.custody.models import Item
from evidence.custody.queries import index_of
from evidence.custody.services import Derived, derive_many
from evidence.custody.vocabulary import ItemRole
from portal.files import vault
from portal.files.models import StoredObject
from portal.lib import clock
from portal.media import index, runner
from portal.media.errors import MediaError
from portal.media.index import Track
from portal.media.placement import track_of_file
from portal.media.probe import probe
from portal.media.thumbnails import thumbnails
from portal.media.transcode import working_copy

from . import queue, workplace
from .models import Job

INDEX_RECIPE = {"v": 1, "make": "index", "by": "moov in front of the untouched original"}


@dataclass(frozen=True)
class Playable:
    """A video track and where its bytes come from."""

    track: Track
    stored: StoredObject
    base: int = 0  # where the track's bytes start inside the stored object

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        return vault.read(self.stored, start + self.base, stop + self.base)


def sealed_bytes(data: Iterable[bytes | memoryview]) -> StoredObject:
    """A vault object of these bytes, its row not saved yet."""
    with vault.create() as writer:
        for piece in data:
            writer.write(piece)
        return writer.seal()


def index_of_track(track: Track) -> Derived:
    return Derived(
        role=ItemRole.INDEX,
        media_type="video/mp4",
        recipe=INDEX_RECIPE,
        stored=sealed_bytes([index.head(track)]),
    )


def track_of(item: Item) -> Track:
    """The track of a fragmented master, read from its sealed bytes again."""
    tracker = index.Tracker()
    for piece in vault.read(item.stored):
        tracker.feed(piece)
    return tracker.finish()


def make_playable(job: Job) -> Playable:
    """Index or working copy, whichever the original needs, and the track to take pictures from."""
    item = _original(job)
    if item.role == ItemRole.FOOTAGE:
        track = track_of(item)
        if index_of(item) is None:
            _keep(job, [index_of_track(track)])
        return Playable(track, item.stored)
    with workplace.passing() as folder:
        path = folder / "original"
        with path.open("wb") as file:
            for piece in vault.read(item.stored):
                file.write(piece)
        return _playable_upload(job, item, path)


def _playable_upload(job: Job, item: Item, path: Path) -> Playable:
    found = probe(path)
    track = track_of_file(path) if found.plays_in_browsers else None
    if track is not None:
        if index_of(item) is None:
            _keep(job, [index_of_track(track)])
        return Playable(track, item.stored)
    copy, copied = working_copy(path, path.with_name("copy.mp4"), found, alive=queue.Pulse(job))
    track = track_of_file(copy)
    if track is None:
        raise MediaError("codec", "the working copy is no MP4")
    head = index.head(track)
    existing = Item.objects.filter(parent=item, role=ItemRole.FOOTAGE, destroyed_at=None).first()
    if existing is None:
        recipe = {
            "v": 1,
            "make": "working copy",
            "by": "packets copied" if copied else "encoded again as H.264",
            "tool": runner.ffmpeg_version(),
        }
        made = Derived(
            role=ItemRole.FOOTAGE,
            media_type="video/mp4",
            recipe=recipe,
            stored=sealed_bytes(_head_and_file(head, copy)),
        )
        existing = _keep(job, [made])[0]
    return Playable(track, existing.stored, base=len(head))


def make_thumbnails(job: Job, playable: Playable) -> int:
    """Pictures spread over the clip, masks painted in the child, sealed one by one in one
    transaction. How many were made: none where pictures with these masks are there already.
    """
    masks = covers.masks_of(_original(job), clock.now())
    if covers.covered_thumbnails(_original(job), masks):
        return 0
    names = covers.names_of(masks)
    pictures = thumbnails(playable.track, playable.read, masks=masking.polygons_of(masks))
    made = [
        Derived(
            role=ItemRole.THUMBNAIL,
            media_type="image/jpeg",
            recipe={
                "v": 2,
                "make": "thumbnail",
                "at_ms": picture.at_ms,
                "from": "key frame",
                "masks": names,
            },
            stored=sealed_bytes([picture.jpeg]),
            notes={"width": picture.width, "height": picture.height},
        )
        for picture in pictures
    ]
    _keep(job, made)
    return len(made)


def _original(job: Job) -> Item:
    assert job.item is not None, "derivatives come after the seal"
    return job.item


def _keep(job: Job, made: Sequence[Derived]) -> list[Item]:
    """Into custody, if the job is still ours: two workers must not both add theirs. Raises Lost."""
    at = clock.now()
    with transaction.atomic():
        queue.keep(job, at)
        return derive_many(parent=_original(job), made=made, actor=queue.ACTOR, at=at)


def _head_and_file(head: bytes, path: Path) -> Iterator[bytes]:
    yield head
    with path.open("rb") as file:
        while piece := file.read(runner.PIECE):
            yield piece
