"""Taking a complaint, answering it, closing it. The record says that and when, never what."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from cameras.registry.models import Camera
from portal.ledger import write
from portal.ledger.kinds import Kind
from portal.lib.digest import sha256
from portal.lib.errors import Refused
from portal.lib.jobs import nudge
from portal.lib.words import clean_lines
from portal.lib.workdays import working_days_after
from portal.look.once import first_made, save_once
from portal.notices.services import NewNotice, notify_many
from portal.people.models import User
from portal.places.rules import rule

from .models import Complaint, Sign, Word
from .queries import desk_of, people_of
from .states import Side, State, move

VISITOR = "system:visitor"  # whoever stood at the gate: the record has no name for them
DAY = timedelta(days=1)
MOST_OF_NETWORK, MOST_OF_CAMERA, MOST_REOPENED = 3, 10, 3
SHORTEST = 10
KINDS = {
    State.OPEN: Kind.COMPLAINT_RECEIVED,
    State.ANSWERED: Kind.COMPLAINT_ANSWERED,
    State.MEASURED: Kind.COMPLAINT_ANSWERED,
    State.CLOSED: Kind.COMPLAINT_CLOSED,
}


@dataclass(frozen=True, kw_only=True)
class NewComplaint:
    """What the form says. `network` tells networks apart and is hashed before it is kept."""

    public_id: str
    wrong: str
    text: str
    phone: str = ""
    network: str = ""
    language: str = "vi"


def hang_sign(camera: Camera, *, purpose: str, shown: str, at: datetime) -> Sign:
    """Make or change the camera's sign. Its code stays: it may be on the gate already."""
    if not camera.is_active:
        raise Refused("complaints.camera_removed")
    fresh = {"purpose": purpose, "shown": shown, "created_at": at}
    row, made = Sign.objects.get_or_create(camera=camera, defaults=fresh)
    if not made:
        row.purpose, row.shown = purpose, shown
        row.save(update_fields=["purpose", "shown"])
    return row


def token_of(public_id: str) -> str:
    """The secret in the complainant's link; the same for a form that is sent twice."""
    mac = salted_hmac("cameras.complaints.token", public_id, algorithm="sha256").hexdigest()
    return mac[:32]


def receive(camera: Camera, new: NewComplaint, *, at: datetime) -> Complaint:
    """Refused when it says nothing, and beyond the limits of its network and of the camera."""
    text = clean_lines(new.text)
    if len(text) < SHORTEST:
        raise Refused("complaints.text_short", field="text")
    if first := first_made(Complaint, new.public_id, camera=camera):
        return first
    network = _hashed(new.network)
    with transaction.atomic():
        if not Camera.objects.select_for_update().get(pk=camera.pk).is_active:
            raise Refused("complaints.camera_removed")
        _refuse_too_many(camera, network, at)
        row = Complaint(
            public_id=new.public_id,
            camera=camera,
            token_sha256=sha256(token_of(new.public_id).encode()).hex(),
            wrong=new.wrong,
            language=new.language,
            network=network,
            due_at=working_days_after(at, rule("answer.working_days", camera.unit, at)),
            created_at=at,
        )
        row.phone = new.phone
        made = save_once(row, camera=camera)
        if made is row:
            _say(row, Side.COMPLAINANT, text, actor="", at=at)
            _tell(row, at)
    return made


def answer(
    complaint: Complaint, *, side: Side, then: State, text: str, actor: User, at: datetime
) -> Complaint:
    """An owner's or the desk's word. The complainant is told by SMS when they left a number."""
    return _take(complaint, side, then, text, actor=actor.subject, at=at)


def reply(complaint: Complaint, *, then: State, text: str, at: datetime) -> Complaint:
    """The complainant says that it is well now, or that it is not."""
    if then == State.OPEN and complaint.words.filter(then=State.OPEN).count() > MOST_REOPENED:
        raise Refused("complaints.reopened_enough")
    return _take(complaint, Side.COMPLAINANT, then, text, actor="", at=at)


def _take(
    complaint: Complaint, side: Side, then: State, text: str, *, actor: str, at: datetime
) -> Complaint:
    text = clean_lines(text)
    if len(text) < SHORTEST and (side, then) != (Side.COMPLAINANT, State.CLOSED):
        raise Refused("complaints.text_short", field="text")
    with transaction.atomic():
        rows = Complaint.objects.select_for_update(of=("self",)).select_related("camera__unit")
        row = rows.get(pk=complaint.pk)
        row.state = move(row.state, then, side)
        row.closed_at = at if then == State.CLOSED else None
        if then == State.OPEN:
            row.due_at = working_days_after(at, rule("answer.working_days", row.camera.unit, at))
        if side != Side.COMPLAINANT and row.phone_sealed:
            row.message_due_at = at
        row.save(update_fields=["state", "closed_at", "due_at", "message_due_at"])
        _say(row, side, text, actor=actor, at=at)
        if then == State.OPEN:
            _tell(row, at)
        if row.message_due_at == at:
            transaction.on_commit(partial(nudge, "complaints.sweep"))
    return row


def _say(row: Complaint, side: Side, text: str, *, actor: str, at: datetime) -> None:
    then = State(row.state)
    Word.objects.create(complaint=row, side=side, then=then, text=text, actor=actor, at=at)
    draft = write.Draft(
        KINDS[then],
        (row.subject, row.camera.subject),
        {"wrong": str(row.wrong), "state": str(then), "by": str(side)},
    )
    write.append(draft, actor=actor or VISITOR, at=at)


def _tell(row: Complaint, at: datetime) -> None:
    """The owner's people and the unit's desk. Nobody is named to anybody."""
    link = reverse("complaints:show", args=[row.public_id])
    owners = [
        _notice(person, _("Có người phản ánh về camera của bạn"), row, link)
        for person in people_of(row.camera, at)
    ]
    known = {notice.person.pk for notice in owners}
    desk = [
        _notice(person, _("Có phản ánh mới về một camera trong phường"), row, link)
        for person in desk_of(row.camera, at)
        if person.pk not in known
    ]
    notify_many([*owners, *desk], at=at)


def _notice(person: User, title: object, row: Complaint, link: str) -> NewNotice:
    return NewNotice(
        person=person,
        kind=Kind.COMPLAINT_RECEIVED,
        title=title,  # type: ignore[arg-type]  # a lazy translation
        body=row.get_wrong_display(),
        link=link,
        subject=row.subject,
    )


def _refuse_too_many(camera: Camera, network: str, at: datetime) -> None:
    lately = Complaint.objects.filter(created_at__gt=at - DAY)
    if network and lately.filter(network=network).count() >= MOST_OF_NETWORK:
        raise Refused("complaints.too_many")
    if lately.filter(camera=camera).count() >= MOST_OF_CAMERA:
        raise Refused("complaints.camera_has_many")


def _hashed(network: str) -> str:
    if not network:
        return ""
    return salted_hmac("cameras.complaints.network", network, algorithm="sha256").hexdigest()
