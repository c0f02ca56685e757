"""What is missing is skipped with a reason on a laptop, and never unseen in CI."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import machine

ABSENT = "a-program-that-nobody-has"


def test_a_laptop_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "IN_CI", False)
    with pytest.raises(pytest.skip.Exception, match=ABSENT):
        machine.need_program(ABSENT)


@pytest.mark.parametrize(
    "needs",
    [lambda: machine.need_program(ABSENT), lambda: machine.need_data("videos", ABSENT)],
    ids=["program", "data"],
)
def test_in_ci_what_is_missing_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, needs: Callable[[], object]
) -> None:
    monkeypatch.setattr(machine, "IN_CI", True)
    monkeypatch.setattr(machine, "DATA", str(tmp_path))
    with pytest.raises(pytest.fail.Exception, match=ABSENT):
        needs()


def test_real_recordings_cannot_be_installed_so_even_ci_may_lack_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(machine, "IN_CI", True)
    monkeypatch.setattr(machine, "DATA", "")
    with pytest.raises(pytest.skip.Exception, match="PORTAL_TEST_DATA"):
        machine.need_data()
