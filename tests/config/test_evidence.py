"""Where evidence is kept is chosen by the environment; what is missing is named."""

from pathlib import Path

import pytest

from config import evidence
from config.env import BadEnvironment

BUCKET = {"BUCKET": "evidence", "ACCESS_KEY": "key", "SECRET_KEY": "secret"}


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVIDENCE_STORAGE", raising=False)
    for name in (*BUCKET, "ENDPOINT", "REGION"):
        monkeypatch.delenv(f"EVIDENCE_S3_{name}", raising=False)


def choose_bucket(monkeypatch: pytest.MonkeyPatch, **fields: str) -> None:
    monkeypatch.setenv("EVIDENCE_STORAGE", "s3")
    for name, value in {**BUCKET, **fields}.items():
        monkeypatch.setenv(f"EVIDENCE_S3_{name}", value)


def test_folder_of_the_data_is_the_default(tmp_path: Path) -> None:
    chosen = evidence.storage(tmp_path)
    assert chosen["BACKEND"] == "django.core.files.storage.FileSystemStorage"
    assert chosen["OPTIONS"]["location"] == tmp_path / "evidence"


def test_bucket_is_private_and_reached_by_its_own_keys(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose_bucket(monkeypatch, ENDPOINT="http://127.0.0.1:9000", REGION="cn-1")
    chosen = evidence.storage(tmp_path)
    options = chosen["OPTIONS"]
    assert chosen["BACKEND"] == "storages.backends.s3.S3Storage"
    assert (options["bucket_name"], options["endpoint_url"]) == ("evidence", "http://127.0.0.1:9000")
    assert (options["access_key"], options["secret_key"]) == ("key", "secret")
    assert (options["default_acl"], options["file_overwrite"]) == (None, False)
    assert 0 < options["max_memory_size"] <= 2 * 1024 * 1024


def test_address_and_region_may_be_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    choose_bucket(monkeypatch)
    options = evidence.storage(tmp_path)["OPTIONS"]
    assert (options["endpoint_url"], options["region_name"]) == (None, None)


@pytest.mark.parametrize("name", BUCKET)
def test_missing_key_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    choose_bucket(monkeypatch)
    monkeypatch.delenv(f"EVIDENCE_S3_{name}")
    with pytest.raises(BadEnvironment, match=f"EVIDENCE_S3_{name}"):
        evidence.storage(tmp_path)


def test_misspelt_choice_fails_at_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EVIDENCE_STORAGE", "S-3")
    with pytest.raises(BadEnvironment, match="应为 local 或 s3，现为“S-3”"):
        evidence.storage(tmp_path)
