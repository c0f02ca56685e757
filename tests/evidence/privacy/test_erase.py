"""Delete my account: what goes within the request, what stays, and that the record verifies."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.test import Client
from django.urls import reverse

from cameras.consent.models import CurrentConsent
from cameras.registry.links import NewLink, link_camera
from cameras.registry.models import Camera, Draft, Link
from evidence.custody.basis import verdict_for
from evidence.privacy.services import erase_account
from evidence.requests.answers import answer
from evidence.requests.models import Invitation
from portal.access.models import SignIn
from portal.ledger.audit import verify_all
from portal.ledger.kinds import Kind
from portal.ledger.models import Detail, Entry
from portal.lib import clock
from portal.lib.errors import Refused
from portal.notices.models import Delivery, Notice
from portal.notices.services import send_due
from portal.people import sms
from portal.people.models import User
from portal.people.roles import Role
from portal.people.services import (
    add_member,
    create_organisation,
    end_membership,
    end_office,
    give_totp,
    register_person,
)
from tests.cast import SYSTEM, Cast, sign_in
from tests.evidence.custody.scene import Scene
from tests.evidence.requests.scenario import approved
from tests.portal.people.test_sign_up import ask_for_code, newest_code, signed_in

ERASE = "privacy:erase"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def alone(cast: Cast) -> None:
    """The household's other adult has left it."""
    other = cast.co_owner.memberships.get()
    end_membership(membership=other, actor=cast.co_owner, at=clock.now())


def erase(person: User) -> Client:
    client = Client()
    sign_in(client, person)
    reply = client.post(reverse(ERASE), {"sure": "on"})
    assert reply.status_code == 302, reply.content.decode()
    assert reply.headers["Location"] == reverse("privacy:erased")
    assert client.get(reverse("privacy:erased")).status_code == 200
    return client


def test_nothing_goes_before_it_is_confirmed(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast.owner)
    page = client.get(reverse(ERASE)).content.decode()
    assert "Xóa ngay khi bạn bấm" in page
    assert "Còn lại, và vì sao" in page
    assert client.post(reverse(ERASE), {}).status_code == 422
    cast.owner.refresh_from_db()
    assert cast.owner.is_active


def test_the_account_is_a_number_without_a_person(cast: Cast) -> None:
    give_totp(person=cast.owner, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    EmailAddress.objects.create(user=cast.owner, email="chu.nha@example.org", verified=True)
    elsewhere = Client()
    sign_in(elsewhere, cast.owner)
    here = erase(cast.owner)
    person = User.objects.get(pk=cast.owner.pk)
    assert (person.phone, person.email, person.is_active) == (None, None, False)
    assert person.full_name == person.public_id
    for model in (Authenticator, EmailAddress, SignIn):
        assert not model._default_manager.filter(**_of(model, person)).exists(), model
    for client in (here, elsewhere):
        assert client.get(reverse("people:profile")).status_code == 302
    assert not any(
        session.get_decoded().get("_auth_user_id") == str(person.pk)
        for session in Session.objects.all()
    )


def _of(model: Any, person: User) -> dict[str, User]:
    return {"person" if model is SignIn else "user": person}


def test_the_record_says_so_and_verifies(cast: Cast) -> None:
    cast.camera()
    erase(cast.owner)
    entry = Entry.objects.filter(kind=Kind.PERSON_ERASED).get()
    assert entry.subjects == [cast.owner.subject]
    report = verify_all()
    assert report.ok
    assert report.problems == []


def test_a_household_without_other_adults_closes_with_its_cameras(cast: Cast) -> None:
    at = clock.now()
    camera = cast.camera(name="Cổng nhà bà Mẫu", address="12 Đường Mẫu")
    link = NewLink(url="http://192.168.1.9", username="admin", password="bí mật")
    link_camera(camera, link, actor=cast.owner, at=at)
    Draft.objects.create(person=cast.owner, answers={"where": {}}, created_at=at, changed_at=at)
    alone(cast)
    before = (camera.lat, camera.lng, camera.qk, camera.cell)
    erase(cast.owner)
    row = Camera.objects.get(pk=camera.pk)
    assert (row.status, row.name, row.address) == ("removed", row.public_id, "")
    for was, now in zip(before, (row.lat, row.lng, row.qk, row.cell), strict=True):
        assert was != now
    assert not Link.objects.exists()
    assert not Draft.objects.exists()
    assert not Detail.objects.filter(name__in=("position", "recorder")).exists()
    consent = CurrentConsent.objects.get(camera=row)
    assert [consent.map, consent.ask, consent.detect] == [False] * 3
    cast.household.refresh_from_db()
    assert cast.household.name == cast.household.public_id
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {Kind.CONSENT_WITHDRAWN, Kind.CAMERA_REMOVED, Kind.MEMBER_ENDED} <= kinds


def test_a_household_with_another_adult_keeps_its_cameras_and_is_told(cast: Cast) -> None:
    camera = cast.camera(name="Cổng nhà", address="12 Đường Mẫu")
    cast.household.name = f"Hộ {cast.owner.full_name}"
    cast.household.save()
    erase(cast.owner)
    row = Camera.objects.get(pk=camera.pk)
    assert (row.status, row.name, row.address) == ("active", "Cổng nhà", "12 Đường Mẫu")
    assert Detail.objects.filter(name="position").exists()
    cast.household.refresh_from_db()
    assert cast.household.name == f"Hộ {cast.co_owner.full_name}"
    assert Notice.objects.filter(person=cast.co_owner, kind=Kind.MEMBER_ENDED).exists()


def test_a_technician_is_no_other_adult(cast: Cast) -> None:
    camera = cast.camera()
    alone(cast)
    add_member(
        organisation=cast.household,
        person=cast.neighbour,
        role=Role.TECHNICIAN,
        actor=cast.owner,
        at=clock.now(),
    )
    erase(cast.owner)
    assert not Camera.objects.get(pk=camera.pk).is_active


def test_a_school_keeps_its_cameras(cast: Cast) -> None:
    school = create_organisation(
        kind="school",  # type: ignore[arg-type]  # as the database has it
        name="Trường mẫu",
        unit=cast.ward,
        members=[(cast.stranger, Role.SIGNATORY)],
        actor=SYSTEM,
        at=cast.at,
    )
    camera = cast.camera(owner=school, ownership="state")
    erase(cast.stranger)
    assert Camera.objects.get(pk=camera.pk).is_active
    school.refresh_from_db()
    assert school.name == "Trường mẫu"


def test_notices_messages_links_and_answers_go(cast: Cast) -> None:
    at = clock.now()
    wanted = approved(cast, at, cast.camera())
    target = wanted.targets.get()
    answer(target=target, person=cast.owner, verdict="decline", means="page", at=at)
    Notice.objects.update(urgent=True)  # whatever the hour of the test
    send_due(clock.now() + timedelta(minutes=1))
    number = str(cast.owner.phone).lstrip("+")
    others = str(cast.co_owner.phone).lstrip("+")
    assert list(sms.folder().glob(f"*{number}*"))
    erase(cast.owner)
    assert not Notice.objects.filter(person=cast.owner).exists()
    assert not Delivery.objects.filter(notice__person=cast.owner).exists()
    assert not Invitation.objects.filter(person=cast.owner).exists()
    assert not Detail.objects.filter(name="answer").exists()
    assert not list(sms.folder().glob(f"*{number}*"))
    assert list(sms.folder().glob(f"*{others}*"))


def test_mails_in_the_outbox_go(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mails")
    User.objects.filter(pk=cast.stranger.pk).update(email="toi@example.org")
    # Two that live at once: a file is named after its backend's place in memory and the second.
    outboxes = [get_connection(), get_connection()]
    for outbox, address in zip(outboxes, ("toi@example.org", "khac@example.org"), strict=True):
        EmailMessage("Xin chào", "Nội dung", None, [address], connection=outbox).send()
    erase(User.objects.get(pk=cast.stranger.pk))
    left = [path.read_text() for path in (tmp_path / "mails").iterdir()]
    assert len(left) == 1
    assert "khac@example.org" in left[0]


def test_footage_in_a_case_stays_and_the_page_says_so(scene: Scene) -> None:
    cast = scene.cast
    alone(cast)
    client = scene.enter(cast.owner)
    page = client.get(reverse(ERASE)).content.decode()
    assert "1 đoạn hình đã giao cho vụ việc" in page
    erase(cast.owner)
    scene.item.refresh_from_db()
    assert scene.item.destroyed_at is None
    camera = Camera.objects.get(pk=scene.camera.pk)
    assert (camera.status, camera.name, camera.lat) == (
        "removed",
        scene.camera.name,
        scene.camera.lat,
    )
    assert Detail.objects.filter(name="position").exists()
    from cameras.consent.decision import Step

    assert not verdict_for(scene.item, Step.RELEASE, at=clock.now()).flows
    assert verify_all().ok


def test_the_agreement_stays_with_the_footage_that_came_of_it(scene: Scene) -> None:
    scene.target.state = "waiting"
    scene.target.save()
    answer(
        target=scene.target,
        person=scene.cast.owner,
        verdict="share",
        means="page",
        at=clock.now(),
    )
    erase(scene.cast.owner)
    assert Detail.objects.get(name="answer").text == "share"


def test_nobody_leaves_while_in_office(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast.officer)
    page = client.get(reverse(ERASE)).content.decode()
    assert "đang giữ nhiệm vụ" in page
    assert "button-danger" not in page
    reply = client.post(reverse(ERASE), {"sure": "on"})
    assert reply.status_code == 422
    assert "đang giữ nhiệm vụ" in reply.content.decode()
    cast.officer.refresh_from_db()
    assert cast.officer.is_active


def test_after_office_the_name_stays_with_what_was_done_and_the_rest_goes(cast: Cast) -> None:
    at = clock.now()
    name = cast.officer.full_name
    end_office(office=cast.officer.offices.get(), ended_by=cast.administrator, at=at)
    erase(cast.officer)
    person = User.objects.get(pk=cast.officer.pk)
    assert (person.full_name, person.phone, person.is_active) == (name, None, False)


def test_twice_is_refused_and_writes_nothing(cast: Cast) -> None:
    erase(cast.stranger)
    size = Entry.objects.count()
    with pytest.raises(Refused, match=r"privacy\.already_erased"):
        erase_account(person=cast.stranger, at=clock.now())
    assert Entry.objects.count() == size


def test_a_failure_half_way_leaves_everything(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.camera()
    alone(cast)
    size = Entry.objects.count()

    def fail(**_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("portal.notices.personal.erase_outbox", fail)
    with pytest.raises(OSError, match="disk full"):
        erase_account(person=cast.owner, at=clock.now())
    person = User.objects.get(pk=cast.owner.pk)
    assert person.full_name == "Owner"
    assert person.is_active
    assert Camera.objects.get().is_active
    assert Entry.objects.count() == size


def test_the_number_is_free_for_a_new_account(cast: Cast) -> None:
    number = str(cast.stranger.phone)
    erase(cast.stranger)
    client = Client()
    ask_for_code(client, number)
    assert "chưa có tài khoản" in _newest()
    again = register_person(full_name="Người mới", phone=number, actor=SYSTEM, at=clock.now())
    assert again.pk != cast.stranger.pk


def test_a_code_asked_for_before_opens_nothing_after(cast: Cast) -> None:
    half_way = Client()
    ask_for_code(half_way, str(cast.stranger.phone))
    code = newest_code()
    erase(cast.stranger)
    half_way.post(reverse("account_confirm_login_code"), {"code": code})
    assert not signed_in(half_way)


def test_counters_of_attempts_under_a_hash_of_the_number_go(cast: Cast) -> None:
    from hashlib import sha256

    number = str(cast.stranger.phone)
    ask_for_code(Client(), number)
    mark = sha256(number.encode()).hexdigest()
    kept: Any = cache
    assert any(mark in key for key in kept._cache)
    erase(cast.stranger)
    assert not any(mark in key for key in kept._cache)


def _newest() -> str:
    from tests.portal.people.test_sign_up import messages

    return messages()[-1]
