"""Settings under which nothing a test writes outlives it or meets another test's files."""

from pathlib import Path
from typing import Any

from django.conf import settings


def folders(path: Path) -> dict[str, Any]:
    vault = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": path / "vault"},
    }
    return {
        "LEDGER_FEED": path / "ledger",
        "LEDGER_KEY_FILE": path / "keys" / "ledger.pem",
        "OUTBOX": path / "outbox",
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        "WORK_FOLDER": path / "work",
        "MODELS_FOLDER": path / "models",
        "WHITENOISE_AUTOREFRESH": True,  # else each client reads all static files beforehand
        "VAULT_KEY": "a vault key of the tests, long enough",
        "STORAGES": {**settings.STORAGES, "vault": vault},
    }
