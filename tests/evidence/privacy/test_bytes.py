"""What was erased is nowhere: every byte of the database file, the messages, exports and logs."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
WITHIN_S = 300


def town(var: Path, people: int, erased: int) -> dict[str, Any]:
    environment = {
        **{k: v for k, v in os.environ.items() if k != "PORTAL_DATABASE_URL"},
        "PORTAL_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    arguments = [str(people), str(erased)]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.evidence.privacy.town", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=WITHIN_S,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.slow
def test_no_byte_of_an_erased_person_is_left(tmp_path: Path) -> None:
    """On SQLite, whatever database the suite runs on: a file is what can be read byte by byte."""
    found = town(tmp_path, people=120, erased=40)
    assert found["found_before"] > 40 * 6
    assert found["others_still_there"]
    assert found["found_in_files"] == 0, found["where"]
    assert found["found_in_exports"] == 0
    assert found["found_in_logs"] == 0
    assert found["ledger_ok"]
    assert found["rebuilt"] == [True, False]  # once, and not again for nothing
