import hashlib
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from evidence.custody.models import Item
from evidence.findings.models import InstalledModel
from evidence.findings.registry import detector_for, installed_model, path_of
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry
from portal.lib.errors import Refused
from tests.machine import need_data

from .test_run import look_at


def install(file: Path, sha256: str = "") -> None:
    found = sha256 or hashlib.sha256(file.read_bytes()).hexdigest()
    call_command("install_model", str(file), name="YOLOX-Nano", sha256=found, stdout=StringIO())


@pytest.mark.django_db
def test_none_is_installed_and_motion_does_the_work() -> None:
    assert installed_model() is None
    assert detector_for(None).name == "motion-hog"


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["hash", "content", "absent"])
def test_a_file_that_is_not_what_was_named_is_not_installed(wrong: str, tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    if wrong != "absent":
        file.write_bytes(b"no network at all")
    sentence = {"hash": "Mã băm", "content": "không phải mô hình", "absent": "Không đọc được"}
    with pytest.raises(CommandError, match=sentence[wrong]):
        install(file, "" if wrong == "content" else "0" * 64)
    assert not InstalledModel.objects.exists()
    assert not list((tmp_path / "models").glob("*"))
    assert not Entry.objects.filter(kind=Kind.MODEL_INSTALLED).exists()


@pytest.mark.django_db
def test_a_real_model_is_installed_once_and_on_the_record() -> None:
    file = need_data("models", "yolox_nano_416.onnx")
    install(file)
    install(file)
    [entry] = Entry.objects.filter(kind=Kind.MODEL_INSTALLED)
    model = installed_model()
    assert model is not None
    assert json.loads(bytes(entry.body))["facts"]["sha256"] == model.sha256
    assert path_of(model.sha256).read_bytes() == file.read_bytes()


@pytest.mark.slow
@pytest.mark.django_db
def test_a_model_changed_on_disk_is_not_run(clip: Item) -> None:
    install(need_data("models", "yolox_nano_416.onnx"))
    model = installed_model()
    assert model is not None
    path_of(model.sha256).unlink()
    path_of(model.sha256).write_bytes(b"another network")
    with pytest.raises(Refused, match="model_hash_differs"):
        detector_for(model)
    analysis = look_at(clip)
    assert (analysis.state, analysis.reason) == ("failed", "model_missing")


@pytest.mark.slow
@pytest.mark.django_db
def test_findings_carry_the_model_that_made_them(clip: Item) -> None:
    install(need_data("models", "yolox_nano_416.onnx"))
    analysis = look_at(clip)
    model = installed_model()
    assert model is not None
    assert (analysis.state, analysis.model_sha256) == ("done", model.sha256)
    assert analysis.derivative is not None
    assert analysis.derivative.recipe["keys_first"] is True
