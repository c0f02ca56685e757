"""Where this test's vault lies."""

from pathlib import Path

import pytest


@pytest.fixture
def vault_folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"
