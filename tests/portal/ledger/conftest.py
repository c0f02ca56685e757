from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from portal.ledger import checkpoints, write
from portal.ledger.kinds import Kind
from portal.lib import ids

AT = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)

Sign = Callable[[], None]


@pytest.fixture(autouse=True)
def feed_folder(settings: Settings, tmp_path: Path) -> Path:
    """Each test publishes to a folder of its own, signed by a key of its own."""
    settings.LEDGER_FEED = tmp_path / "feed"
    settings.LEDGER_KEY_FILE = tmp_path / "keys" / "ledger.pem"
    settings.LEDGER_ORIGIN = "ward.example/record"
    return tmp_path / "feed"


@pytest.fixture
def sign(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Sign:
    """Make a checkpoint and publish it, as if the test's transaction had committed."""

    def sign() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            checkpoints.checkpoint(at=AT)

    return sign


def camera() -> str:
    return ids.subject("camera", ids.new_id())


def draft(number: int = 0, *, private: bool = False) -> write.Draft:
    texts = {"name": f"tên {number}"} if private else {}
    return write.Draft(Kind.CAMERA_REGISTERED, (camera(), camera()), {"number": number}, texts)


def fill(count: int, *, private: bool = False) -> range:
    drafts = [draft(number, private=private) for number in range(count)]
    return write.append_many(drafts, actor="system:test", at=AT)
