"""PostgreSQL and Valkey for a test run: servers of its own, a database and a Redis number for each worker.

Nothing starts until a test needs a database. The tests connect as the unprivileged application role, so
row-level security binds them as it does the product; alias `owner` is there for tests that ask for it with
`django_db(databases=["default", "owner"])`. Each alias has its own transaction: rows made through one are
invisible to the other until committed.

All migrations run once, in a template database. Each worker gets a copy, and a transactional test ends with a
fresh copy rather than with TRUNCATE, which the application role may not do.
"""

import copy
import os
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connections
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT
from psycopg2.extensions import connection as Session  # noqa: N812

from config.embedded import postgres, roles
from config.embedded.datadir import locked

TEMPLATE = "test_template"


def worker_number() -> int:
    """0 without xdist; gw0, gw1 … count from 0."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def with_path(url: str, path: str) -> str:
    """The URL with another database name or number."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{path}"))


class Databases:
    """The databases of one worker inside the run's servers."""

    def __init__(self, data_dir: Path, owner_url: str) -> None:
        self.data_dir = data_dir
        self.owner_url = owner_url
        self.port = urlsplit(owner_url).port or 0
        self.name = f"test_{roles.DATABASE}_{worker_number()}"

    def create(self) -> None:
        """Migrates the template if no other worker has, then makes this worker's copy of it."""
        done = self.data_dir / "template-done"
        with locked(self.data_dir / "template-lock"):
            if not done.exists():
                self._create_template()
                done.touch()
        self.renew()

    def renew(self, template: str = TEMPLATE) -> None:
        """Replaces this worker's database by a fresh copy of the template; open sessions are ended."""
        connections.close_all()
        with closing(self._superuser()) as session:
            self._copy(session, self.name, template)
        self.point_to(self.name)

    def keep(self, template: str) -> None:
        """Keeps what this worker's database holds now as a template for all workers."""
        connections.close_all()
        with closing(self._superuser()) as session:
            self._copy(session, template, self.name)

    def drop(self) -> None:
        """Removes this worker's database."""
        connections.close_all()
        with closing(self._superuser()) as session:
            roles.execute(session, "DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)

    def point_to(self, name: str) -> None:
        """Makes both Django aliases use the database `name`."""
        connections.close_all()
        for alias in ("default", "owner"):
            connections.settings[alias]["NAME"] = name

    def _superuser(self) -> Session:
        session = psycopg2.connect(postgres.url(self.data_dir, self.port, postgres.SUPERUSER, "postgres"))
        session.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        return session

    def _copy(self, session: Session, name: str, template: str) -> None:
        roles.execute(session, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        roles.execute(
            session,
            "CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy",
            *(name, roles.OWNER, template),
        )
        roles.execute(session, "REVOKE ALL ON DATABASE {} FROM PUBLIC", name)
        roles.execute(session, "GRANT CONNECT ON DATABASE {} TO {}", name, roles.APP)

    def _create_template(self) -> None:
        with closing(self._superuser()) as session:
            self._copy(session, TEMPLATE, "template0")
        with closing(psycopg2.connect(with_path(self.owner_url, TEMPLATE))) as session:
            session.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
            roles.admit_app(session, roles.APP)
        self.point_to(TEMPLATE)
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        connections.close_all()


def use(app_url: str, owner_url: str, redis_url: str) -> None:
    """Hands the running services to the settings, which were read before the services existed."""
    redis_url = with_path(redis_url, str(worker_number()))
    os.environ.update(DATABASE_URL=app_url, DATABASE_OWNER_URL=owner_url, REDIS_URL=redis_url)
    # In place: the connection objects hold on to these dictionaries.
    databases = connections.settings
    databases.setdefault("owner", copy.deepcopy(databases["default"]))
    for alias, url in (("default", app_url), ("owner", owner_url)):
        parts = urlsplit(url)
        databases[alias].update(
            HOST=parts.hostname, PORT=parts.port, USER=parts.username, PASSWORD=parts.password
        )
    settings.REDIS_URL = settings.CELERY_BROKER_URL = redis_url
    settings.CACHES["default"]["LOCATION"] = redis_url
    caches.settings["default"]["LOCATION"] = redis_url
    with suppress(AttributeError):  # one made before knows the old address only
        del caches["default"]
