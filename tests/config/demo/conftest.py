"""The demonstration, loaded once for all workers; each test's own changes are rolled back."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from config.demo import loading
from config.demo.people import ACCOUNTS_FILE
from config.embedded import Hold
from config.embedded.datadir import locked
from tests.factories import ZONE, District, make_district
from tests.services import Databases
from units.scoping import scope

DEMO = "test_demo"
TENANTS, FILES = "tenants.json", "files"
AT = datetime(2026, 11, 21, 10, 30, tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading said, and where."""

    tenants: list[str]
    accounts: Path
    data_dir: Path


@pytest.fixture(scope="module")
def stored_demo(
    services: Hold,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Loaded]:
    """Rows that stay in this worker's database while the tests of a file run."""
    databases = Databases(services.data_dir, services.url("owner"))
    kept = services.data_dir / "demo"
    with django_db_blocker.unblock(), locked(services.data_dir / "demo-lock"):
        if not kept.exists():
            _load_once(databases, kept)
    data_dir = tmp_path_factory.mktemp("demo")
    accounts = Path(shutil.copy2(kept / ACCOUNTS_FILE, data_dir))
    with django_db_blocker.unblock():
        databases.renew(DEMO)
    with override_settings(DATA_DIR=data_dir, DEMO=True, STORAGES=_files(kept / FILES)):
        yield Loaded(json.loads((kept / TENANTS).read_text()), accounts, data_dir)
    with django_db_blocker.unblock():
        databases.renew()


def _files(folder: Path) -> dict[str, Any]:
    """Storages whose files all workers see."""
    backend = "django.core.files.storage.FileSystemStorage"
    return {**settings.STORAGES, "evidence": {"BACKEND": backend, "OPTIONS": {"location": folder}}}


def _load_once(databases: Databases, kept: Path) -> None:
    """Loads the demonstration and keeps it for all workers: its database, its accounts, what loading said."""
    draft = kept.with_suffix(".new")
    with override_settings(DATA_DIR=draft, DEMO=True, STORAGES=_files(draft / FILES)):
        tenants, _ = loading.load(AT)
    (draft / TENANTS).write_text(json.dumps(tenants))
    databases.keep(DEMO)
    draft.rename(kept)


@pytest.fixture
def district(db: None) -> Iterator[District]:
    """A tenant of another name than the demonstration's, which may be in the database meanwhile."""
    made = make_district("hanjiang")
    with scope(made.tenant.pk):
        yield made


@pytest.fixture
def demo(stored_demo: Loaded, db: None) -> Iterator[Loaded]:
    """The loaded demonstration, in a transaction of the test's own; its file is put back too."""
    kept = stored_demo.accounts.read_bytes()
    yield stored_demo
    stored_demo.accounts.write_bytes(kept)
    stored_demo.accounts.chmod(0o600)
