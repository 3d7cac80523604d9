"""Files in a folder and in a bucket: the same rules, tried on a real disk and on a server that speaks S3."""

import stat
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore.client import BaseClient
from django.core.files.storage import Storage, storages
from django.db import transaction
from moto.server import ThreadedMotoServer
from pytest_django import Settings
from storages.backends.s3 import S3File

from config import evidence as config
from hazards.evidence_storage import Batch, opened
from hazards.models import Stage
from hazards.services import evidence
from tests import photos
from tests.factories import District
from tests.fixtures import Browser
from tests.ledgers import FOUND_AT, drafted
from tests.photos import jpeg, stored
from units.errors import NotFound
from units.scoping import scope

KEYS = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
NAME = "evidence"


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Evidence on this disk, as configured by default."""
    settings.STORAGES = {**settings.STORAGES, NAME: config.storage(tmp_path)}
    return tmp_path / NAME


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server on loopback that speaks S3."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> BaseClient:
    """Evidence in a bucket there, configured as an administrator does."""
    client = boto3.client("s3", endpoint_url=server, **KEYS)
    if NAME in [each["Name"] for each in client.list_buckets()["Buckets"]]:
        for each in client.list_objects_v2(Bucket=NAME).get("Contents", []):
            client.delete_object(Bucket=NAME, Key=each["Key"])
    else:
        client.create_bucket(Bucket=NAME)
    given = {"STORAGE": "s3", "S3_BUCKET": NAME, "S3_ENDPOINT": server, "S3_REGION": "us-east-1"}
    for name, value in {**given, "S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "secret"}.items():
        monkeypatch.setenv(f"EVIDENCE_{name}", value)
    settings.STORAGES = {**settings.STORAGES, NAME: config.storage(Path("unused"))}
    return client


def keys(client: BaseClient) -> list[str]:
    return [each["Key"] for each in client.list_objects_v2(Bucket=NAME).get("Contents", [])]


class Undone(Exception):
    """Something that went wrong later."""


def write(*contents: bytes, fail: bool = False) -> list[str]:
    with transaction.atomic():
        batch = Batch()
        names = [batch.write(content, ".pdf") for content in contents]
        if fail:
            raise Undone
    return names


def test_file_in_a_folder_is_the_products_alone(district: District, folder: Path) -> None:
    (name,) = write(photos.PDF)
    path = folder / name
    assert path.read_bytes() == photos.PDF
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(each.stat().st_mode) for each in (path.parent, path.parent.parent)} == {0o700}


def test_file_in_a_folder_goes_when_the_transaction_fails(district: District, folder: Path) -> None:
    with pytest.raises(Undone):
        write(photos.PDF, photos.PDF, fail=True)
    assert stored() == set()


def test_storage_of_evidence_is_not_the_default_one(folder: Path) -> None:
    assert storages[NAME] is not storages["default"]


def test_file_that_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(NotFound, match="取不出来"):
        opened("1/aa/none.jpg")


def test_file_in_a_bucket_comes_back_as_it_was(district: District, bucket: BaseClient) -> None:
    (name,) = write(photos.PDF)
    assert keys(bucket) == [name]
    with opened(name) as file:
        assert file.read() == photos.PDF


def test_file_in_a_bucket_goes_when_the_transaction_fails(district: District, bucket: BaseClient) -> None:
    with pytest.raises(Undone):
        write(photos.PDF, photos.PDF, fail=True)
    assert keys(bucket) == []


def test_file_missing_from_a_bucket_is_told(bucket: BaseClient) -> None:
    with pytest.raises(NotFound, match="取不出来"):
        opened("1/aa/none.jpg")


def test_large_file_of_a_bucket_does_not_stay_in_memory(district: District, bucket: BaseClient) -> None:
    (name,) = write(b"x" * (config.MEMORY + 1))
    with opened(name) as file:
        assert file.read(10) == b"x" * 10
        assert isinstance(file, S3File)
        assert file.file._rolled


def test_I3_bucket_is_never_pointed_to(
    scenery: District, browser: Browser, bucket: BaseClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A photo goes through the product; nobody is given an address in the bucket."""

    def url(*_: object, **__: object) -> str:
        raise AssertionError("an address in the bucket was asked for")

    monkeypatch.setattr(type(storages[NAME]), "url", url)
    with scope(scenery.tenant.pk):
        hazard = drafted(scenery)
        row = evidence.attach(
            actor=scenery.filer,
            hazard_id=hazard.pk,
            stage=Stage.FOUND,
            name="现场.jpg",
            content=jpeg(),
            at=FOUND_AT,
        )
    assert len(keys(bucket)) == 3
    answer = browser.sign_in(scenery.filer).get(f"/licheng/evidence/{row.pk}/original")
    assert answer.getvalue() == jpeg()
    page = browser.get(f"/licheng/ledger/{hazard.pk}/evidence").content.decode()
    assert row.original not in page
    assert "127.0.0.1" not in page
    assert browser.sign_in(scenery.other_filer).get(f"/licheng/evidence/{row.pk}/original").status_code == 404


def test_names_are_drawn_and_begin_with_the_tenant(
    district: District, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["ab" * 16, "cd" * 16])
    monkeypatch.setattr("secrets.token_hex", lambda size: next(drawn)[: size * 2])
    tenant = district.tenant.pk
    assert write(b"1", b"2") == [f"{tenant}/ab/{'ab' * 16}.pdf", f"{tenant}/cd/{'cd' * 16}.pdf"]


def test_file_never_replaces_another(
    district: District, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the same name drawn twice, both files would be there."""
    monkeypatch.setattr("secrets.token_hex", lambda size: "ab" * size)
    one, other = write(b"1", b"2")
    assert one != other
    storage: Storage = storages[NAME]
    with storage.open(one) as first, storage.open(other) as second:
        assert (first.read(), second.read()) == (b"1", b"2")
