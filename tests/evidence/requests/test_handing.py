"""Handed on: a co-owner is reminded, a technician delivers what the signatory agreed to."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cameras.registry.models import Camera
from evidence.requests import answers, handing
from evidence.requests.models import Invitation, Target
from portal.ledger.models import entries_about
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.notices.models import Notice
from portal.people.models import Membership, User
from portal.people.services import end_membership
from tests.cast import Cast, Guests, make_guests

from .scenario import approved


@pytest.fixture
def guests(cast: Cast) -> Guests:
    return make_guests(cast)


@pytest.fixture
def target(cast: Cast, guests: Guests) -> Target:
    """Of the business's camera; its signatory has been asked."""
    camera: Camera = cast.camera()
    Camera.objects.filter(pk=camera.pk).update(owner=guests.business, ownership="business")
    camera.refresh_from_db()
    return approved(cast, now(), camera).targets.get()


def link_of(person: User) -> str:
    return Notice.objects.get(person=person, kind="target:handed-on").link


def test_a_technician_delivers_and_does_not_answer(
    guests: Guests, target: Target, client: Client
) -> None:
    handing.hand_on(target=target, by=guests.signatory, to=guests.technician, at=now())
    link = link_of(guests.technician)
    page = client.get(link).content.decode()
    assert 'value="share"' not in page
    assert "Bạn được nhờ gửi đoạn hình này" in page
    assert client.post(link, {"answer": "share"}).status_code == 422
    upload = link.replace("/requests/answer/", "/pulls/upload/")
    answers.answer(target=target, person=guests.signatory, verdict="share", means="page", at=now())
    assert upload in client.get(link).content.decode()
    file = SimpleUploadedFile("a.mp4", b"no film")
    assert "không phải là video" in client.post(upload, {"file": file}).content.decode()
    [entry] = entries_about(target.subject).filter(kind="target:handed-on")
    assert entry.facts["delivers_only"] is True
    assert guests.technician.subject in entry.subjects


def test_a_technician_delivers_nothing_before_the_yes(
    guests: Guests, target: Target, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from evidence.extraction import uploads

    handing.hand_on(target=target, by=guests.signatory, to=guests.technician, at=now())
    monkeypatch.setattr(uploads, "_media_type", lambda _found: "video/mp4")
    monkeypatch.setattr(uploads, "_notes", lambda *_: {})

    class Found:
        frames, partial = 1, False

    monkeypatch.setattr(uploads, "_probed", lambda _file: Found())
    with pytest.raises(Refused) as refused:
        uploads.seal_upload(
            target=target,
            file=SimpleUploadedFile("a.mp4", b"film"),
            person=guests.technician,
            means="link",
            at=now(),
        )
    assert refused.value.code == "extraction.only_deliver"


def test_only_people_of_the_house_and_only_once(cast: Cast, guests: Guests, target: Target) -> None:
    for by, to in (
        (guests.signatory, cast.stranger),
        (guests.technician, guests.signatory),
        (guests.signatory, guests.signatory),
    ):
        with pytest.raises(Refused) as refused:
            handing.hand_on(target=target, by=by, to=to, at=now())
        assert refused.value.code == "requests.not_of_the_house"
    handing.hand_on(target=target, by=guests.signatory, to=guests.technician, at=now())
    with pytest.raises(Refused):
        handing.hand_on(target=target, by=guests.signatory, to=guests.technician, at=now())


def test_a_technician_s_link_ends_with_their_work(
    guests: Guests, target: Target, client: Client
) -> None:
    handing.hand_on(target=target, by=guests.signatory, to=guests.technician, at=now())
    link = link_of(guests.technician)
    part = Membership.objects.get(person=guests.technician, organisation=guests.business)
    end_membership(membership=part, actor=guests.signatory, at=now())
    assert client.get(link).status_code == 404


def test_a_co_owner_keeps_their_own_link(cast: Cast, client: Client) -> None:
    target = approved(cast, now()).targets.get()
    own = Notice.objects.get(person=cast.co_owner, kind="target:notified").link
    page = Notice.objects.get(person=cast.owner, kind="target:notified").link
    assert client.post(page, {"answer": "hand_on", "to": "nobody"}).status_code == 422
    answer = client.post(page, {"answer": "hand_on", "to": cast.co_owner.public_id})
    assert answer.status_code == 302
    assert "đã nhờ" in client.get(page).content.decode()
    assert 'value="share"' in client.get(own).content.decode()
    assert link_of(cast.co_owner) == f"/requests/respond/{target.public_id}/"
    assert Invitation.objects.get(person=cast.co_owner).handed_on_by == cast.owner
