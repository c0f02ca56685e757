"""The same vault on an S3 bucket: the shape of the interface only, against a simulated server.

moto checks no secret, signature or lock, so nothing here says anything about a real bucket's
safety.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from django.db import transaction
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from portal.files import backends, vault
from portal.files.format import CHUNK_BYTES
from portal.files.models import StoredObject
from portal.lib import clock

pytestmark = pytest.mark.django_db

LONG = os.urandom(CHUNK_BYTES + 10)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    started = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    started.start()
    host, port = started.get_host_and_port()
    yield f"http://{host}:{port}"
    started.stop()


@pytest.fixture
def bucket(server: str, settings: Settings) -> Any:
    access = {
        "endpoint_url": server,
        "aws_access_key_id": "k",
        "aws_secret_access_key": "s",
        "region_name": "us-east-1",
    }
    made = boto3.resource("s3", **access).create_bucket(Bucket="vault")
    made.objects.delete()
    settings.VAULT_KEY = "a vault key of this test, long enough"
    settings.STORAGES = {
        **settings.STORAGES,
        "vault": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": "vault",
                "endpoint_url": server,
                "access_key": "k",
                "secret_key": "s",
                "region_name": "us-east-1",
                "location": "evidence",
                "file_overwrite": False,
                "default_acl": None,
            },
        },
    }
    return made


def put(data: bytes) -> StoredObject:
    with vault.create() as writer:
        writer.write(data)
        stored = writer.seal()
    stored.save()
    return stored


@pytest.mark.usefixtures("bucket")
def test_ranges_come_back_from_a_bucket() -> None:
    stored = put(LONG)
    assert b"".join(vault.read(stored)) == LONG
    assert (
        b"".join(vault.read(stored, CHUNK_BYTES - 3, CHUNK_BYTES + 2))
        == LONG[CHUNK_BYTES - 3 : CHUNK_BYTES + 2]
    )
    assert b"".join(vault.read(put(b""))) == b""


def test_a_cut_object_in_a_bucket_is_noticed(bucket: Any) -> None:
    stored = put(LONG)
    entry = bucket.Object(f"evidence/{stored.name}")
    entry.put(Body=entry.get()["Body"].read()[:-1])
    with pytest.raises(vault.Damaged):
        vault.read(stored)
    entry.delete()
    with pytest.raises(vault.Damaged, match="missing"):
        vault.read(stored)


def test_an_abandoned_object_is_never_uploaded(bucket: Any) -> None:
    with vault.create() as writer:
        writer.write(LONG)
    assert list(bucket.objects.all()) == []


@pytest.mark.usefixtures("bucket")
def test_no_object_in_a_bucket_is_written_over() -> None:
    stored = put(LONG)
    sink = backends.current().create(stored.name)
    sink.write(b"another")
    with pytest.raises(FileExistsError):
        sink.commit()
    sink.abandon()
    assert b"".join(vault.read(stored)) == LONG


def test_the_sweep_clears_a_bucket_of_what_no_row_names(bucket: Any) -> None:
    kept = put(LONG)
    with vault.create() as writer:
        writer.write(b"its transaction rolled back")
        writer.seal()
    later = clock.now() + timedelta(hours=25)
    assert vault.sweep(at=later) == 1
    assert [entry.key for entry in bucket.objects.all()] == [f"evidence/{kept.name}"]


@pytest.mark.django_db(transaction=True)
def test_a_destroyed_object_leaves_the_bucket(bucket: Any) -> None:
    stored = put(LONG)
    with transaction.atomic():
        vault.destroy(stored, at=clock.now())
    assert list(bucket.objects.all()) == []
