"""The way to a camera's recorder: set, used by workers, tested by its owner."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from portal.ledger import write
from portal.ledger.kinds import Kind
from portal.lib.errors import Refused
from portal.people.models import User

from . import sealing
from .models import Camera, Link
from .vocabulary import Adapter


@dataclass(frozen=True)
class NewLink:
    """Where the recorder is. The password leaves this record only into its sealed form."""

    url: str
    username: str = ""
    password: str = ""
    channel: int = 1
    adapter: str = Adapter.HIKVISION

    def __repr__(self) -> str:
        return f"NewLink({self.url!r}, channel={self.channel})"


def link_camera(camera: Camera, new: NewLink, *, actor: User, at: datetime) -> Link:
    """Set or replace the link. An empty password keeps the one that is there, for the same
    recorder only: pointing the link at another host must not carry the password there.
    """
    url = checked_url(new.url)
    with transaction.atomic():
        if not Camera.objects.select_for_update().get(pk=camera.pk).is_active:
            raise Refused("registry.camera_removed")
        link = Link.objects.filter(camera=camera).first() or Link(camera=camera, created_at=at)
        moved = link.url != url
        if moved or link.channel != new.channel:
            _forget_health(link)
        link.adapter, link.url, link.channel = new.adapter, url, new.channel
        link.username = new.username
        if new.password or moved:
            link.password_sealed = sealing.seal(new.password, context=camera.subject)
        link.save()
        draft = write.Draft(
            Kind.CAMERA_LINKED,
            (camera.subject, camera.unit.subject),
            facts={"adapter": str(new.adapter)},
            private={"recorder": f"{url} {new.channel}"},
        )
        write.append(draft, actor=actor.subject, at=at)
    return link


def checked_url(url: str) -> str:
    """Scheme and host only, without a name, a password or a path. Refused otherwise."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise Refused("registry.address_of_recorder", field="url") from error
    extra = parts.username or parts.password or parts.query or parts.fragment
    if parts.scheme not in ("http", "https") or not parts.hostname or extra:
        raise Refused("registry.address_of_recorder", field="url")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "") + parts.path.rstrip("/")


def password_of(link: Link) -> str:
    """For the worker that calls the recorder, and for nobody else."""
    return sealing.unseal(link.password_sealed, context=link.camera.subject)


def _forget_health(link: Link) -> None:
    """Another recorder: nothing that was measured on the old one holds."""
    link.clock_offset_ms = link.offset_measured_at = None
    link.offset_method = link.last_problem = link.device = ""
    link.offset_uncertainty_ms = 0
    link.clock_drift_ppm = link.controlled_at = None
    link.oldest_seen_at = None
    link.oldest_at = link.last_tested_at = link.last_seen_at = None
