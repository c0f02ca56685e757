"""The operator writes rules of a province, a unit or the country from the command line."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.ledger.models import Entry, entries_about
from portal.lib import clock
from portal.places.models import RuleRow
from portal.places.rules import day_of, rule
from tests.cast import Cast

KEY = "request.approvals.normal"
SOURCE = "Quyết định mẫu 12/QĐ-UBND"


def order(
    *where: str, key: str = KEY, value: str = "2", days: int = 0, source: str = SOURCE
) -> str:
    day = day_of(clock.now()) + timedelta(days=days)
    out = StringIO()
    call_command(
        "set_rule",
        key,
        value,
        *where,
        f"--from={day.isoformat()}",
        f"--source={source}",
        stdout=out,
    )
    return out.getvalue()


@pytest.mark.parametrize(
    ("where", "here", "beside"),
    [(["--province=79"], 2, 2), (["--unit=t1"], 2, 1), (["--country"], 2, 2)],
)
def test_a_rule_holds_where_it_was_ordered_and_is_on_the_record(
    cast: Cast, where: list[str], here: int, beside: int
) -> None:
    said = order(*where)
    row = RuleRow.objects.get()
    assert row.public_id in said
    now = clock.now()
    assert (rule(KEY, cast.ward, now), rule(KEY, cast.other_ward, now)) == (here, beside)
    entry = entries_about(f"rule:{row.public_id}").get()
    assert (entry.kind, entry.actor) == ("rule:changed", "system:operator")
    assert entry.private("source") == SOURCE == row.source
    place = {"--province=79": ("province", "79"), "--unit=t1": ("unit", "t1")}
    name, code = place.get(where[0], ("province", None))
    assert (entry.facts["rule"], entry.facts["value"], entry.facts[name]) == (KEY, 2, code)
    assert (cast.ward.subject in entry.subjects) == (where == ["--unit=t1"])


def test_a_rule_of_a_coming_day_does_not_hold_yet(cast: Cast) -> None:
    order("--province=79", days=10)
    assert rule(KEY, cast.ward, clock.now()) == 1
    assert rule(KEY, cast.ward, clock.now() + timedelta(days=10)) == 2


@pytest.mark.parametrize(
    ("where", "changes", "words"),
    [
        (["--province=79"], {"value": "3"}, "từ 1 đến 2"),
        (["--province=79"], {"value": "0"}, "từ 1 đến 2"),
        (["--province=79"], {"value": "hai"}, "invalid int"),
        (["--province=79"], {"days": -1}, "phải từ hôm nay"),
        (["--province=79"], {"days": 731}, "không được muộn hơn"),
        (["--province=79"], {"source": " \u200b "}, "số và ngày của văn bản"),
        (["--province=79"], {"source": "x" * 201}, "ngắn hơn"),
        (["--province=79"], {"key": "request.max_stars"}, "want one of"),
        (["--province=79"], {"key": "emergency.minutes", "value": "61"}, "từ 5 đến 60"),
        (["--province=x"], {}, "province 'x'"),
        (["--unit=x"], {}, "unit 'x'"),
        (["--unit=t1", "--country"], {}, "not allowed with"),
        ([], {}, "one of the arguments"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    cast: Cast, where: list[str], changes: dict[str, object], words: str
) -> None:
    before = Entry.objects.count()
    with pytest.raises(CommandError, match=words):
        order(*where, **changes)  # type: ignore[arg-type]
    assert not RuleRow.objects.exists()
    assert Entry.objects.count() == before


def test_a_unit_that_has_ended_gets_no_rule(cast: Cast) -> None:
    cast.ward.valid_to = day_of(clock.now()) - timedelta(days=1)
    cast.ward.save()
    with pytest.raises(CommandError, match="đã kết thúc"):
        order("--unit=t1")


def test_a_day_that_is_none_is_named(cast: Cast) -> None:
    with pytest.raises(CommandError, match="invalid day value: '2026-13-01'"):
        call_command("set_rule", KEY, "2", "--country", "--from=2026-13-01", "--source=x")


def test_the_help_names_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("set_rule", "--help")
    said = capsys.readouterr().out
    assert KEY in said
    assert "withdrawal.days" in said
    assert "emergency.minutes" in said
