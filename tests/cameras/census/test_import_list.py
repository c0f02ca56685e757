"""A list comes in as a whole or not at all, and once."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cameras.census import bringing, personal, services, work
from cameras.census.models import Brought, Import, ImportRow
from cameras.census.words import State
from cameras.registry.models import Camera
from portal.files.models import StoredObject
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry, entries_about
from portal.lib.errors import Refused
from portal.notices.models import Delivery, Notice
from portal.people.models import Organisation, User
from portal.people.services import end_office
from tests.cast import AT, Cast, make_guests

from . import scene

LATER = AT + timedelta(hours=1)


def own(cast: Cast, rows: list[list[str]]) -> Import:
    guests = make_guests(cast)
    return scene.uploaded(scene.of_business(cast, guests), guests.signatory, scene.as_xlsx(rows))


def homes(cast: Cast, rows: list[list[str]], name: str = "a.csv") -> Import:
    file = scene.as_csv(rows, scene.BOARD)
    return scene.uploaded(scene.of_board(cast), cast.board, file)


def test_nothing_is_saved_before_the_person_confirms(cast: Cast) -> None:
    source = scene.worked(own(cast, [scene.own_row(n) for n in range(3)]))
    assert source.state == State.CHECKED
    assert source.lines.filter(verdict="good").count() == 3
    assert not Camera.objects.exists()


def test_a_confirmed_list_becomes_cameras_of_the_organisation_on_the_record(cast: Cast) -> None:
    source = scene.imported(own(cast, [scene.own_row(n) for n in range(3)]))
    assert (source.state, source.taken, source.known) == (State.DONE, 3, 0)
    cameras = Camera.objects.order_by("pk")
    assert [camera.name for camera in cameras] == ["Camera 0", "Camera 1", "Camera 2"]
    first = cameras[0]
    assert (first.owner, first.ownership) == (source.organisation, "business")
    assert (first.place_kind, first.bearing_deg, first.unit) == ("market", 135, cast.ward)
    assert Entry.objects.filter(kind=Kind.CAMERA_REGISTERED).count() == 3
    entry = entries_about(source.subject).get()
    assert (entry.kind, entry.actor) == (Kind.IMPORT_DONE, source.person.subject)
    assert entry.facts == {"sha256": source.sha256, "rows": 3, "taken": 3, "known": 0}


def test_what_a_row_says_is_stated_and_the_rest_is_assumed(cast: Cast) -> None:
    guests = make_guests(cast)
    rows = [
        [*scene.own_row(1), "70", "Không", "Ghi liên tục", "15"],
        [*scene.own_row(2), "", "Không biết", "", ""],
    ]
    file = scene.as_csv(rows, (*scene.OWN, "Góc nhìn (độ)", "Trong nhà", "Ghi hình", "Số ngày lưu"))
    scene.imported(scene.uploaded(scene.of_business(cast, guests), guests.signatory, file))
    said, silent = Camera.objects.order_by("pk")
    sources = ("fov_source", "indoor_source", "recording_source", "retention_source")
    assert {getattr(said, name) for name in sources} == {"stated"}
    assert {getattr(silent, name) for name in sources} == {"assumed"}
    assert (said.fov_deg, said.indoor, silent.indoor) == (70, False, False)


def test_more_homes_cost_no_more_statements_while_nobody_else_may_write(cast: Cast) -> None:
    def statements(first: int, count: int) -> int:
        rows = [scene.board_row(n) for n in range(first, first + count)]
        source = scene.worked(homes(cast, rows))
        services.confirm(source=source, person=cast.board, at=AT)
        with CaptureQueriesContext(connection) as seen:
            scene.worked(source)
        return len(seen)

    assert statements(100, 45) < statements(0, 5) + 12


def test_nothing_is_shared_by_an_import(cast: Cast) -> None:
    scene.imported(homes(cast, [scene.board_row(1)]))
    camera = Camera.objects.get()
    assert not camera.consent_events.exists()
    assert not hasattr(camera, "current_consent")


def test_rows_and_file_are_gone_after_the_import(cast: Cast) -> None:
    source = scene.imported(own(cast, [scene.own_row(1)]))
    assert not ImportRow.objects.exists()
    assert source.stored.destroyed_at is not None


def test_the_same_file_is_not_taken_twice(cast: Cast) -> None:
    guests = make_guests(cast)
    whose, person = scene.of_business(cast, guests), guests.signatory
    data = scene.as_xlsx([scene.own_row(1)]).read()
    first = scene.uploaded(whose, person, SimpleUploadedFile("a.xlsx", data))
    with pytest.raises(Refused, match="open_file"):
        scene.uploaded(whose, person, SimpleUploadedFile("b.xlsx", data))
    scene.imported(first)
    with pytest.raises(Refused, match="known_file"):
        scene.uploaded(whose, person, SimpleUploadedFile("b.xlsx", data))
    assert StoredObject.objects.count() == 1


def test_the_same_rows_in_another_file_are_left_out_and_counted(cast: Cast) -> None:
    guests = make_guests(cast)
    whose, person = scene.of_business(cast, guests), guests.signatory
    scene.imported(scene.uploaded(whose, person, scene.as_xlsx([scene.own_row(1)])))
    again = scene.as_csv([scene.own_row(2), scene.own_row(1, name="CAMERA 1")])
    source = scene.imported(scene.uploaded(whose, person, again, LATER))
    assert (source.taken, source.known) == (1, 1)
    assert Camera.objects.count() == 2


def test_a_file_of_known_rows_alone_adds_nothing(cast: Cast) -> None:
    scene.imported(homes(cast, [scene.board_row(1)]))
    again = scene.as_csv([scene.board_row(1), []], scene.BOARD)
    source = scene.worked(scene.uploaded(scene.of_board(cast), cast.second_board, again, LATER))
    assert [line.verdict for line in source.lines.all()] == ["known"]
    with pytest.raises(Refused, match="nothing_new"):
        services.confirm(source=source, person=cast.second_board, at=LATER)


def test_a_list_with_one_wrong_row_is_not_imported(cast: Cast) -> None:
    source = scene.worked(own(cast, [scene.own_row(1), scene.own_row(2, lat="48,85")]))
    with pytest.raises(Refused, match="still_wrong"):
        services.confirm(source=source, person=source.person, at=AT)
    services.drop(source=source, number=3)
    services.confirm(source=source, person=source.person, at=AT)
    assert scene.worked(source).taken == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_the_next_one_everything(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = scene.worked(homes(cast, [scene.board_row(n) for n in range(3)]))
    services.confirm(source=source, person=cast.board, at=AT)
    before = User.objects.count(), Organisation.objects.count(), Entry.objects.count()

    def dies(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(bringing, "_close", dies)
        with pytest.raises(MemoryError):
            work.run(public_id=source.public_id)
    assert not Camera.objects.exists()
    assert (User.objects.count(), Organisation.objects.count(), Entry.objects.count()) == before
    Import.objects.update(lease_until=AT)
    assert scene.worked(source).state == State.DONE
    assert Camera.objects.count() == 3


def test_a_list_that_kills_three_workers_is_set_aside(cast: Cast) -> None:
    source = own(cast, [scene.own_row(1)])
    Import.objects.update(token="dead", lease_until=AT, attempts=3)
    work.sweep(at=LATER)
    source.refresh_from_db()
    assert (source.state, source.reason) == (State.FAILED, "census.worker_lost")
    assert StoredObject.objects.get().destroyed_at is not None


def test_a_list_that_nobody_comes_back_to_is_forgotten(cast: Cast) -> None:
    source = scene.worked(own(cast, [scene.own_row(1)]))
    work.sweep(at=AT + timedelta(days=29))
    assert source.lines.exists()
    work.sweep(at=AT + timedelta(days=31))
    source.refresh_from_db()
    assert (source.state, source.lines.count()) == (State.WITHDRAWN, 0)
    assert source.stored.destroyed_at is not None


def test_what_a_board_wrote_goes_with_the_owners_account(cast: Cast) -> None:
    source = scene.imported(homes(cast, [scene.board_row(1)]))
    camera = Camera.objects.get()
    person = camera.owner.memberships.get().person
    assert personal.held(person)["listed_by_boards"][0]["written"]
    personal.forget_written(camera)
    assert source.brought.get().written == {}
    assert personal.held(cast.board)["lists_brought"][0]["rows_imported"] == 1
    scene.worked(homes(cast, [scene.board_row(2)]))
    personal.erase_lists(cast.board, AT)
    assert not ImportRow.objects.exists()


def test_a_withdrawn_list_is_not_imported_by_the_worker_that_has_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = scene.worked(own(cast, [scene.own_row(1)]))
    services.confirm(source=source, person=source.person, at=AT)
    whole = bringing._plan

    def withdrawn(*args: object) -> object:
        services.withdraw(source=source, at=AT)
        return whole(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(bringing, "_plan", withdrawn)
    assert scene.worked(source).state == State.WITHDRAWN
    assert not Camera.objects.exists()


def test_whoever_has_left_the_office_imports_nothing_more(cast: Cast) -> None:
    source = scene.worked(homes(cast, [scene.board_row(1)]))
    services.confirm(source=source, person=cast.board, at=AT)
    end_office(office=cast.board.offices.get(), ended_by=cast.administrator, at=AT)
    assert scene.worked(source).reason == "census.right_ended"
    assert not Camera.objects.exists()


def test_what_was_registered_meanwhile_is_not_registered_again(cast: Cast) -> None:
    guests = make_guests(cast)
    whose = scene.of_business(cast, guests)
    one = scene.worked(scene.uploaded(whose, guests.signatory, scene.as_csv([scene.own_row(1)])))
    two = scene.worked(scene.uploaded(whose, guests.technician, scene.as_xlsx([scene.own_row(1)])))
    services.confirm(source=one, person=guests.signatory, at=AT)
    services.confirm(source=two, person=guests.technician, at=AT)
    scene.worked(one)
    assert (scene.worked(two).taken, two.known) == (0, 1)
    assert Camera.objects.count() == 1


# --- a board's list -------------------------------------------------------------------------------


def test_a_home_gets_its_owner_and_household_and_is_told_once(cast: Cast) -> None:
    rows = [scene.board_row(1), scene.board_row(2, owner="Chủ Mẫu 1", phone="0920000001")]
    source = scene.imported(homes(cast, rows))
    assert source.told_at is not None
    person = User.objects.get(phone="+84920000001")
    assert (person.full_name, person.phone_verified) == ("Chủ Mẫu 1", False)
    (household,) = [membership.organisation for membership in person.memberships.all()]
    assert (household.kind, household.cameras.count()) == ("household", 2)
    registered = Entry.objects.filter(kind=Kind.PERSON_REGISTERED).last()
    assert registered is not None
    assert registered.actor == cast.board.subject
    notice = Notice.objects.get()
    assert notice.person == person
    assert "2 camera" in notice.body
    assert Delivery.objects.get().channel == "sms"
    Import.objects.update(told_at=None)
    scene.worked(source)
    assert Notice.objects.count() == 1


def test_an_account_that_exists_is_used_again_and_keeps_its_name(cast: Cast) -> None:
    phone = str(cast.owner.phone)
    scene.imported(homes(cast, [scene.board_row(1, owner="Tên Khác", phone=phone)]))
    camera = Camera.objects.get()
    assert camera.owner == cast.household
    cast.owner.refresh_from_db()
    assert cast.owner.full_name == "Owner"


def test_the_preview_says_nothing_of_accounts_and_their_cameras(cast: Cast) -> None:
    """A row about somebody who has registered this very camera looks as any other to a board."""
    row = scene.board_row(1, phone=str(cast.owner.phone))
    cast.camera(name=row[0], lat=float(row[4]), lng=float(row[5]), bearing_deg=0)
    source = scene.worked(homes(cast, [row, scene.board_row(2)]))
    assert [line.verdict for line in source.lines.all()] == ["good", "good"]
    assert scene.sentences(source) == []
    services.confirm(source=source, person=cast.board, at=AT)
    source = scene.worked(scene.worked(source))
    assert (source.taken, source.known) == (2, 0)
    assert Camera.objects.filter(owner=cast.household).count() == 1  # and it is not there twice
    assert Brought.objects.filter(source=source).count() == 2
    assert not Notice.objects.filter(person=cast.owner).exists()


def test_a_neighbourhoods_own_camera_belongs_to_its_board(cast: Cast) -> None:
    row = scene.board_row(1, kind="Cộng đồng", owner="", phone="")
    scene.imported(homes(cast, [row]))
    camera = Camera.objects.get()
    assert (camera.ownership, camera.owner.kind) == ("community", "board")
    assert camera.neighbourhood == cast.neighbourhood
    assert camera.owner.memberships.get().person == cast.board


def test_one_number_with_two_names_is_asked_about(cast: Cast) -> None:
    rows = [scene.board_row(1), scene.board_row(2, phone="0920000001")]
    source = scene.worked(homes(cast, rows))
    assert scene.sentences(source) == [(3, "owner_name", "other_owner_name")]
    services.keep(source=source, number=3)
    assert source.lines.get(number=3).verdict == "good"


def test_a_stranger_brings_no_list(cast: Cast) -> None:
    with pytest.raises(Refused, match="not_yours"):
        scene.uploaded(scene.of_board(cast), cast.stranger, scene.as_csv([]))


def test_a_refused_file_leaves_nothing_in_the_vault(cast: Cast) -> None:
    with pytest.raises(Refused, match="macros"):
        scene.uploaded(
            scene.of_board(cast), cast.board, SimpleUploadedFile("a.xlsm", b"PK\x03\x04")
        )
    assert not StoredObject.objects.exists()
