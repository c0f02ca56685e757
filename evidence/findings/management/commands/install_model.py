"""Put a detection model in place: ``manage.py install_model FILE --name ... --sha256 ...``."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from evidence.findings.registry import install_model
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence


class Command(BaseCommand):
    help = "Check a YOLOX model in ONNX by its SHA-256 and let detection use it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--name", required=True, help="shown beside everything it finds")
        parser.add_argument("--sha256", required=True, help="from whoever published the model")

    def handle(self, *_args: str, **options: object) -> None:
        file, name, sha256 = options["file"], options["name"], options["sha256"]
        assert isinstance(file, Path)
        assert isinstance(name, str)
        assert isinstance(sha256, str)
        try:
            model = install_model(file=file, name=name, sha256=sha256, at=now())
        except Refused as refused:
            raise CommandError(sentence(refused)) from refused
        self.stdout.write(f"{model.name} {model.sha256}")
