"""A month's sheet: read from the record, made once, on the record; its answers never rewritten."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cameras.registry.models import Camera
from evidence.custody import gate
from evidence.oversight import queries, reader, services
from evidence.oversight.found import Month
from evidence.oversight.models import Answer, Question, Sheet
from evidence.requests.scope import Window
from portal.ledger.kinds import Kind
from portal.ledger.models import Detail, Entry, entries_about
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from portal.places.models import Unit
from tests.cast import AT, Cast
from tests.evidence.custody.scene import PURPOSE, make_scene
from tests.evidence.requests.scenario import approved, submitted

from .made import Diary, make_question, make_sheet

OCTOBER = Month(date(2026, 10, 1))
AFTER = datetime(2026, 11, 1, 0, 5, tzinfo=UTC)
FIRST = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def watched(cast: Cast) -> Camera:
    """One home in eight cases of one officer, among the ordinary work of the others."""
    diary = Diary(cast)
    home = cast.camera()
    others = [cast.camera(name=f"Cổng mẫu {n}") for n in range(4)]
    days = count()
    with transaction.atomic():
        for n in range(40):
            for person in (cast.colleague, cast.commander):
                diary.ask(person, FIRST + (next(days) % 85) * DAY, others[n % 4])
        for n in range(8):
            diary.ask(cast.officer, FIRST + n * 11 * DAY, home)
    return home


def test_the_reader_reads_what_the_services_wrote(cast: Cast) -> None:
    scene = make_scene(cast)
    at = now()
    gate.open_item(item=scene.item, visitor=scene.visitor(), purpose=PURPOSE, at=at)
    other = cast.camera(name="Camera mẫu khác")
    wanted = approved(cast, at, other)
    found = reader.read(cast.ward, at - 400 * DAY, at + DAY)
    asked = {ask.request: ask for ask in found.records.asks}
    assert asked[wanted.subject].cameras == (other.subject,)
    assert asked[wanted.subject].purpose == wanted.purpose
    assert asked[wanted.subject].officer == cast.officer.subject
    decision = next(row for row in found.records.decisions if row.request == wanted.subject)
    assert (decision.officer, decision.by) == (cast.officer.subject, cast.commander.subject)
    look = found.records.looks[-1]
    assert (look.officer, look.camera) == (cast.officer.subject, scene.camera.subject)
    assert look.purpose == PURPOSE
    assert found.unread == 0
    elsewhere = reader.read(cast.other_ward, at - 400 * DAY, at + DAY)
    assert (elsewhere.entries, elsewhere.records.asks) == (0, ())


def test_several_windows_of_a_camera_are_one_camera(cast: Cast) -> None:
    at, hour = now(), timedelta(hours=1)
    both = (Window(at - 5 * hour, at - 4 * hour), Window(at - 3 * hour, at - 2 * hour))
    first, second = cast.camera(name="Camera mẫu 1"), cast.camera(name="Camera mẫu 2")
    wanted = submitted(cast, at, first, second, windows=both)
    assert wanted.targets.count() == 4
    [ask] = reader.read(cast.ward, at - DAY, at + DAY).records.asks
    assert sorted(ask.cameras) == sorted((first.subject, second.subject))


def test_reading_takes_three_queries_however_long_the_record(
    cast: Cast, watched: Camera, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]
        found = reader.read(cast.ward, OCTOBER.back(365), OCTOBER.stop)
    assert found.entries == 88


@pytest.mark.skipif(connection.vendor != "sqlite", reason="its plan is read in its own words")
def test_reading_starts_from_what_names_the_unit_and_not_from_a_kind(
    cast: Cast, watched: Camera
) -> None:
    with CaptureQueriesContext(connection) as sent:
        reader.read(cast.ward, OCTOBER.back(365), OCTOBER.stop)
    with connection.cursor() as cursor:
        for query in [row["sql"] for row in sent if "ledger_entry" in row["sql"]]:
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
            steps = [row[3] for row in cursor.fetchall()]
            assert any("ledger_mention_subject (subject=?)" in step for step in steps)
            assert not any("ledger_entry_kind (kind=?)" in step for step in steps)


def test_an_erased_purpose_is_none_and_counts_for_nothing(cast: Cast, watched: Camera) -> None:
    Detail.objects.filter(entry__kind=Kind.REQUEST_SUBMITTED).delete()
    found = reader.read(cast.ward, OCTOBER.back(365), OCTOBER.stop)
    assert {ask.purpose for ask in found.records.asks} == {None}


def test_the_months_sheet_asks_about_the_home_and_stands_on_the_record(
    cast: Cast, watched: Camera
) -> None:
    made = services.make_sheet(unit=cast.ward, month=OCTOBER, at=AFTER)
    sheet = Sheet.objects.get()
    assert sheet == made
    assert (sheet.unit, sheet.month, sheet.entries) == (cast.ward, OCTOBER.first, 88)
    question = sheet.questions.get(rule="same-address")
    assert (question.officer, question.about) == (cast.officer, watched.subject)
    assert (question.k, question.n, len(question.seqs)) == (8, 8, 8)
    entry = entries_about(sheet.subject).get()
    assert (entry.kind, entry.actor) == (Kind.SHEET_MADE, "system:oversight")
    assert entry.facts["questions"] == sheet.questions.count()
    assert cast.ward.subject in entry.subjects
    assert cast.officer.public_id not in bytes(entry.body).decode()


def test_made_twice_it_is_one_sheet(cast: Cast, watched: Camera) -> None:
    services.make_due(AFTER)
    assert services.make_due(AFTER + DAY) == 0
    assert services.make_sheet(unit=cast.ward, month=OCTOBER, at=AFTER) is None
    assert Sheet.objects.filter(month=OCTOBER.first).count() == 1
    assert Entry.objects.filter(kind=Kind.SHEET_MADE).count() == Sheet.objects.count()


def test_a_sweep_that_stood_still_makes_up_for_the_months_it_missed(
    cast: Cast, watched: Camera
) -> None:
    services.make_sheet(unit=cast.ward, month=Month(date(2026, 8, 1)), at=AFTER)
    assert services.make_due(AFTER + 35 * DAY) == 3
    months = [row.month.month for row in Sheet.objects.order_by("pk")]
    assert months == [8, 9, 10, 11]  # in their order, so that nothing is asked twice


def test_what_lies_before_a_units_first_sheet_is_not_made_up_for(
    cast: Cast, watched: Camera
) -> None:
    services.make_sheet(unit=cast.ward, month=OCTOBER, at=AFTER)
    assert services.make_due(AFTER) == 0


def test_nothing_further_back_than_a_year_is_made_up_for(cast: Cast, watched: Camera) -> None:
    assert services.make_due(AFTER + 400 * DAY) == queries.MOST_MONTHS


def test_a_unit_that_fails_leaves_the_others_their_sheets_and_is_tried_again(
    cast: Cast, watched: Camera, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    elsewhere = cast.camera(name="Cổng mẫu ở phường bên")
    Diary(cast, cast.other_ward).ask(cast.outsider, FIRST + 60 * DAY, elsewhere)
    failing = cast.ward
    assert failing.pk < cast.other_ward.pk  # it comes first
    with monkeypatch.context() as patch:
        patch.setattr(services, "read", _read_but(failing))
        assert services.make_due(AFTER) == 1
    assert {row.unit for row in Sheet.objects.all()} == {cast.other_ward}
    assert failing.code in caplog.text
    assert services.make_due(AFTER) == 3  # August to October
    assert services.make_due(AFTER) == 0


def _read_but(failing: Unit) -> Callable[[Unit, datetime, datetime], reader.Reading]:
    def read(unit: Unit, start: datetime, stop: datetime) -> reader.Reading:
        if unit == failing:
            raise RuntimeError("a row nobody can read")
        return reader.read(unit, start, stop)

    return read


def test_asking_what_is_due_costs_three_queries_however_many_units(
    cast: Cast, watched: Camera, django_assert_num_queries: object
) -> None:
    Diary(cast, cast.other_ward).ask(cast.outsider, FIRST, watched)
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(queries.months_missing(OCTOBER)) == 6


def test_a_month_that_is_not_over_in_vietnam_has_no_sheet(cast: Cast, watched: Camera) -> None:
    an_hour_before = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)  # 23:00 of the 31st there
    with pytest.raises(Refused, match="month_not_over"):
        services.make_sheet(unit=cast.ward, month=OCTOBER, at=an_hour_before)
    assert services.ended_month(an_hour_before).first == date(2026, 9, 1)
    assert services.ended_month(an_hour_before + timedelta(hours=1)).first == date(2026, 10, 1)


def test_what_was_asked_last_month_is_not_asked_again(cast: Cast, watched: Camera) -> None:
    services.make_sheet(unit=cast.ward, month=OCTOBER, at=AFTER)
    diary = Diary(cast)
    diary.written = 500
    diary.ask(cast.officer, AFTER + 3 * DAY, watched)
    services.make_due(AFTER + 35 * DAY)
    assert Sheet.objects.count() == 2
    assert Question.objects.filter(rule="same-address").count() == 1


def test_a_unit_that_never_asked_for_footage_gets_no_sheet(cast: Cast) -> None:
    assert services.make_due(AFTER) == 0


def test_an_answer_stands_on_the_record_and_a_later_one_beside_it(cast: Cast) -> None:
    question = make_question(make_sheet(cast.ward, AT), cast.officer)
    key = new_id()
    for _ in range(2):  # sent twice, written once
        services.answer(
            question=question,
            person=cast.auditor,
            verdict="explained",
            note="Nhà bị trộm ba lần, chỉ huy xác nhận",
            at=AT,
            public_id=key,
        )
    services.answer(
        question=question, person=cast.auditor, verdict="forwarded", note="Xem lại", at=AT + DAY
    )
    question.refresh_from_db()
    assert question.state == "forwarded"
    assert [row.verdict for row in question.answers.all()] == ["explained", "forwarded"]
    entries = entries_about(question.subject)
    assert [entry.facts["verdict"] for entry in entries] == ["forwarded", "explained"]
    assert entries[1].private("note") == "Nhà bị trộm ba lần, chỉ huy xác nhận"
    assert cast.officer.public_id not in bytes(entries[0].body).decode()


def test_an_answer_without_words_or_with_too_many_is_refused(cast: Cast) -> None:
    question = make_question(make_sheet(cast.ward, AT), cast.officer)
    for note, reason in ((" \u200b ", "note_missing"), ("x" * 501, "note_too_long")):
        with pytest.raises(Refused, match=reason):
            services.answer(
                question=question, person=cast.auditor, verdict="explained", note=note, at=AT
            )
    assert not Answer.objects.exists()
