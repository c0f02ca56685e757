"""A vault of its own for each test, in a folder that goes away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture
def vault_folder(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    folder = tmp_path / "vault"
    settings.STORAGES = {
        **settings.STORAGES,
        "vault": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder},
        },
    }
    settings.VAULT_KEY = "a vault key of this test, long enough"
    yield folder
    for path in folder.glob("*/*.v1"):
        path.chmod(0o600)
