"""The demonstration, loaded once for all tests of this folder; each test's own changes are rolled back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from config.demo import loading
from config.embedded import Hold
from tests.factories import ZONE, District, make_district
from tests.services import Databases
from units.scoping import scope

AT = datetime(2026, 11, 21, 10, 30, tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading said, and where."""

    tenants: list[str]
    accounts: Path
    data_dir: Path


@pytest.fixture(scope="package")
def stored_demo(
    services: Hold,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Loaded]:
    """Rows that stay in this worker's database while the tests of this folder run."""
    data_dir = tmp_path_factory.mktemp("demo")
    with override_settings(DATA_DIR=data_dir, DEMO=True), django_db_blocker.unblock():
        tenants, accounts = loading.load(AT)
        with django_db_blocker.block():
            yield Loaded(tenants, accounts, data_dir)
        Databases(services.data_dir, services.url("owner")).renew()


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
