"""The detection models an administrator installed. None is needed: see `detector_for`."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db import transaction

from detection.engine.detect import Detector
from detection.engine.model import MovingThings, NotAModel, Yolox
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib import digest
from portal.lib.errors import Refused

from . import words
from .models import InstalledModel

__all__ = ["Eyes", "detector_for", "install_model", "installed_model", "words"]

INSTALLER = "system:install-model"


@dataclass(frozen=True)
class Eyes:
    """A detector with the name and hash that findings made by it carry."""

    detector: Detector
    name: str
    sha256: str  # empty for the built-in one, which is named by the engine's version


def installed_model() -> InstalledModel | None:
    """The model installed last; None means the built-in detector works."""
    return InstalledModel.objects.order_by("installed_at", "pk").last()


def install_model(*, file: Path, name: str, sha256: str, at: datetime) -> InstalledModel:
    """Check, copy into the models' folder and put on the record. The same file again: no change.

    Raises Refused when the file is not the one that was named, or no model this engine reads.
    """
    data = _read(file)
    found = digest.sha256(data).hex()
    if not digest.equal(found, sha256.lower()):
        raise Refused("findings.model_hash_differs", found=found, wanted=sha256)
    try:
        Yolox(data)
    except NotAModel as error:
        raise Refused("findings.model_not_usable") from error
    _place(data, path_of(found))
    with transaction.atomic():
        model, created = InstalledModel.objects.get_or_create(
            sha256=found, defaults={"name": name, "size": len(data), "installed_at": at}
        )
        if created:
            facts = {"name": name, "sha256": found, "size": len(data)}
            append(Draft(Kind.MODEL_INSTALLED, (model.subject,), facts), actor=INSTALLER, at=at)
    return model


def detector_for(model: InstalledModel | None) -> Eyes:
    """The bytes that are run are the bytes that were hashed. Raises Refused if they changed."""
    if model is None:
        detector = MovingThings()
        return Eyes(detector, detector.name, "")
    data = _read(path_of(model.sha256))
    found = digest.sha256(data).hex()
    if not digest.equal(found, model.sha256):
        raise Refused("findings.model_hash_differs", found=found, wanted=model.sha256)
    return Eyes(Yolox(data, name=model.name), model.name, model.sha256)


def path_of(sha256: str) -> Path:
    return Path(settings.MODELS_FOLDER) / f"{sha256}.onnx"


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused("findings.model_missing", path=file) from error


def _place(data: bytes, path: Path) -> None:
    """Whole or not at all: a worker that looks meanwhile finds no half of a file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        part.write(data)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).chmod(0o440)
    Path(part.name).replace(path)
