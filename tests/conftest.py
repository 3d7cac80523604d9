"""Fixtures for all tests. Services and databases: see services.py."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from config.embedded import POSTGRES, VALKEY, Hold, hold
from tests.services import Databases, use

DATA_DIR = "QINGHUAN_TEST_DATA_DIR"
pytest_plugins = ["tests.fixtures"]


def pytest_configure(config: pytest.Config) -> None:
    """The first process of the run makes the data directory that all workers share."""
    if DATA_DIR in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="qinghuan-test-"))
    folder.chmod(0o711)
    os.environ[DATA_DIR] = str(folder)

    def remove() -> None:
        del os.environ[DATA_DIR]
        shutil.rmtree(folder, ignore_errors=True)

    config.add_cleanup(remove)


@pytest.fixture(scope="session")
def services() -> Iterator[Hold]:
    """PostgreSQL and Valkey of this test run, shared by its workers; Django's settings point to them."""
    with hold(Path(os.environ[DATA_DIR]), durable=False) as running:
        use(running.url("app"), running.url("owner"), running.url("redis"))
        yield running
        # The last worker to let go waits until the files are no longer in use.
        running.release(POSTGRES, VALKEY, wait_seconds=10.0)


@pytest.fixture(scope="session")
def django_db_setup(services: Hold, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A migrated database of this worker's own; replaces pytest-django's fixture of the same name."""
    databases = Databases(services.data_dir, services.url("owner"))
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        databases.create()
        # What ends a transactional test. Not TRUNCATE: the application role may not, and rows that
        # migrations have put in would be lost.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: databases.renew())
        with django_db_blocker.block():
            yield
        databases.drop()
