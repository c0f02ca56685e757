"""An upload goes into the vault whole or not at all."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.files import vault
from portal.files.uploads import store_upload
from portal.lib import words
from portal.lib.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vault_folder")]


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_upload_comes_back_as_it_was() -> None:
    data = b"\x00\x01" * 700_000
    stored = store_upload(SimpleUploadedFile("clip.mp4", data), field="clip")
    assert b"".join(vault.read(stored)) == data


def test_a_file_at_the_limit_is_taken_and_one_byte_more_refused(vault_folder: Path) -> None:
    store_upload(SimpleUploadedFile("a.mp4", b"x" * 10), field="clip", limit=10)
    kept = files_in(vault_folder)
    with pytest.raises(Refused) as caught:
        store_upload(SimpleUploadedFile("a.mp4", b"x" * 11), field="clip", limit=10)
    assert (caught.value.code, caught.value.field) == ("files.too_large", "clip")
    assert "MB" in words.sentence(caught.value)
    assert files_in(vault_folder) == kept


def test_an_upload_that_lies_about_its_size_is_stopped_on_the_way(vault_folder: Path) -> None:
    upload = SimpleUploadedFile("a.mp4", b"x" * 11)
    upload.size = 5
    with pytest.raises(Refused, match=r"files\.too_large"):
        store_upload(upload, field="clip", limit=10)
    with pytest.raises(Refused, match=r"files\.cut_off"):
        store_upload(upload, field="clip", limit=20)
    assert files_in(vault_folder) == []


def test_an_empty_file_is_refused(vault_folder: Path) -> None:
    with pytest.raises(Refused, match=r"files\.empty"):
        store_upload(SimpleUploadedFile("a.mp4", b""), field="clip")
    assert files_in(vault_folder) == []
