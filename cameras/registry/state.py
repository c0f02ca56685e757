"""How a camera is, in a few tags: for its page and for the list."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from .keeping import kept_less
from .models import Camera, Link
from .vocabulary import Verification
from .yearly import is_unanswered

QUIET = timedelta(days=3)  # an unheard recorder is worth a word
OLD_CLOCK = timedelta(days=30)
TONES = {
    Verification.WAITING: "plain",
    Verification.CONFIRMED: "good",
    Verification.RETURNED: "warn",
}


@dataclass(frozen=True)
class Health:
    """`offset_age` is how long ago the clock was measured; `keeps` is set when proved too short."""

    link: Link | None
    offset_age: timedelta | None
    keeps: timedelta | None
    tags: list[tuple[str, str]]


def health_of(camera: Camera, at: datetime) -> Health:
    """From rows already read: `camera.link` should be selected with the camera."""
    link: Link | None = getattr(camera, "link", None)
    age = at - link.offset_measured_at if link and link.offset_measured_at else None
    keeps = _kept(camera, link) if link else None
    tags = [(str(Verification(camera.verification).label).capitalize(), _tone(camera))]
    if is_unanswered(camera.asked_again_at, at):
        tags.append((_("Chưa xác nhận lại"), "warn"))
    if link and link.last_problem:
        tags.append((_("Không gọi được đầu ghi"), "bad"))
    elif link and link.last_seen_at and at - link.last_seen_at > QUIET:
        tags.append((_("Lâu chưa thấy đầu ghi"), "warn"))
    if keeps is not None:
        tags.append((_("Đầu ghi giữ ít hơn khai báo"), "bad"))
    if age is not None and age > OLD_CLOCK:
        tags.append((_("Đồng hồ cần đo lại"), "warn"))
    return Health(link, age, keeps, tags)


def _kept(camera: Camera, link: Link) -> timedelta | None:
    declared = timedelta(hours=camera.retention_hours)
    return kept_less(declared, link.oldest_at, link.oldest_seen_at, link.created_at)


def _tone(camera: Camera) -> str:
    return TONES[Verification(camera.verification)]
