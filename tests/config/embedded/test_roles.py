"""The application's role can read and write rows and nothing else (I3)."""

from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest
from psycopg2 import errors
from psycopg2.extensions import connection as Session  # noqa: N812

from config.embedded import Hold, postgres, roles
from tests.services import with_path, worker_number

# Roles and databases are shared by all workers of a run.
SCRATCH = f"scratch_roles_{worker_number()}"
RISER, STRANGER = f"riser_{worker_number()}", f"stranger_{worker_number()}"
TABLES = """
    CREATE TABLE open_rows (id serial PRIMARY KEY, word text);
    CREATE TABLE walled (id serial PRIMARY KEY, word text);
    INSERT INTO walled (word) VALUES ('hidden');
    ALTER TABLE walled ENABLE ROW LEVEL SECURITY;
    ALTER TABLE walled FORCE ROW LEVEL SECURITY;
    CREATE FUNCTION twice(integer) RETURNS integer LANGUAGE sql AS 'SELECT 2 * $1';
"""


def connect(url: str) -> Session:
    session = psycopg2.connect(url)
    session.set_isolation_level(psycopg2.extensions.ISOLATION_LEVEL_AUTOCOMMIT)
    return session


@pytest.fixture
def superuser(services: Hold) -> Iterator[Session]:
    port = int(psycopg2.extensions.parse_dsn(services.url("owner"))["port"])
    with closing(connect(postgres.url(services.data_dir, port, postgres.SUPERUSER, "postgres"))) as session:
        yield session


@pytest.fixture
def owner(services: Hold, superuser: Session) -> Iterator[Session]:
    """The owner's session in a database of this test's own."""
    roles.ensure_database(superuser, SCRATCH, roles.OWNER)
    with closing(connect(with_path(services.url("owner"), SCRATCH))) as session:
        yield session
    roles.execute(superuser, "DROP DATABASE {} WITH (FORCE)", SCRATCH)


@pytest.fixture
def app(services: Hold, owner: Session) -> Iterator[Session]:
    """The application's session, the tables having been made after it was admitted."""
    roles.admit_app(owner, roles.APP)
    roles.execute(owner, TABLES)
    with closing(connect(with_path(services.url("app"), SCRATCH))) as session:
        yield session


def run(session: Session, statement: str) -> None:
    with session.cursor() as cursor:
        cursor.execute(statement)


def test_app_reads_and_writes_rows(app: Session) -> None:
    run(app, "INSERT INTO open_rows (word) VALUES ('a')")
    run(app, "UPDATE open_rows SET word = 'b'")
    assert roles.fetch_value(app, "SELECT word FROM open_rows") == "b"
    assert roles.fetch_value(app, "SELECT twice(21)") == 42
    run(app, "DELETE FROM open_rows")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id integer)",
        "CREATE SCHEMA mine",
        "CREATE TEMPORARY TABLE mine (id integer)",
        "ALTER TABLE open_rows ADD COLUMN more text",
        "ALTER TABLE walled DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE walled NO FORCE ROW LEVEL SECURITY",
        "CREATE POLICY all_rows ON walled USING (true)",
        "TRUNCATE open_rows",
        "DROP TABLE open_rows",
        "ALTER TABLE open_rows DISABLE TRIGGER ALL",
        "SET ROLE qinghuan_owner",
        "SET SESSION AUTHORIZATION postgres",
        "ALTER ROLE qinghuan_app BYPASSRLS",
        "CREATE ROLE mine",
        "CREATE DATABASE mine",
        "COPY open_rows TO PROGRAM 'cat'",
        "SET session_replication_role = replica",
    ],
)
def test_I3_app_can_do_nothing_else(app: Session, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        run(app, statement)


def test_I3_app_sees_nothing_behind_a_wall_without_a_policy(app: Session, superuser: Session) -> None:
    assert roles.fetch_value(app, "SELECT count(*) FROM walled") == 0
    with pytest.raises(errors.InsufficientPrivilege):
        run(app, "INSERT INTO walled (word) VALUES ('mine')")


def test_I3_turning_row_security_off_is_an_error_not_a_leak(app: Session) -> None:
    run(app, "SET row_security = off")
    with pytest.raises(errors.InsufficientPrivilege):
        run(app, "SELECT * FROM walled")


def test_tables_made_before_are_opened_too(owner: Session, services: Hold) -> None:
    roles.execute(owner, TABLES)
    roles.admit_app(owner, roles.APP)
    with closing(connect(with_path(services.url("app"), SCRATCH))) as app:
        run(app, "INSERT INTO open_rows (word) VALUES ('a')")


def test_what_a_migration_revoked_stays_revoked(owner: Session, app: Session) -> None:
    roles.execute(owner, "REVOKE UPDATE, DELETE ON open_rows FROM {}", roles.APP)
    roles.admit_app(owner, roles.APP)
    with pytest.raises(errors.InsufficientPrivilege):
        run(app, "DELETE FROM open_rows")


def test_others_cannot_even_connect(owner: Session, superuser: Session, services: Hold) -> None:
    roles.ensure_role(superuser, STRANGER, "word")
    stranger = with_path(services.url("app"), SCRATCH)
    parts = psycopg2.extensions.parse_dsn(stranger)
    try:
        with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
            psycopg2.connect(**{**parts, "user": STRANGER, "password": "word"})
    finally:
        roles.execute(superuser, "DROP ROLE {}", STRANGER)


def test_role_that_was_raised_is_brought_back(superuser: Session) -> None:
    raised = "ALTER ROLE {} SUPERUSER BYPASSRLS CREATEROLE CREATEDB REPLICATION"
    query = (
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
        " FROM pg_roles WHERE rolname = %s"
    )
    roles.ensure_role(superuser, RISER, "word")
    try:
        assert roles.fetch_value(superuser, query, RISER) is False
        roles.execute(superuser, raised, RISER)
        assert roles.fetch_value(superuser, query, RISER) is True
        roles.ensure_role(superuser, RISER, "word")
        assert roles.fetch_value(superuser, query, RISER) is False
    finally:
        roles.execute(superuser, "DROP ROLE {}", RISER)


def test_names_and_values_are_quoted(superuser: Session) -> None:
    name = 'odd "name"; DROP ROLE qinghuan_app; --'
    roles.ensure_role(superuser, name, "it's; a word")
    roles.execute(superuser, "DROP ROLE {}", name)
    assert roles.fetch_value(superuser, "SELECT 1 FROM pg_roles WHERE rolname = %s", roles.APP) == 1


def test_value_of_no_row_is_none(superuser: Session) -> None:
    assert roles.fetch_value(superuser, "SELECT 1 WHERE false") is None
