"""The database roles: one owns the tables, another, unprivileged, is what the application connects as.

Row-level security binds neither superusers nor, unless forced, owners. So the application's role is neither:
it reads and writes rows and can do nothing else.
"""

from psycopg2 import sql
from psycopg2.extensions import connection as Session  # noqa: N812

OWNER = "qinghuan_owner"
APP = "qinghuan_app"
DATABASE = "qinghuan"

ALREADY_ADMITTED = """
    SELECT 1 FROM pg_default_acl, aclexplode(defaclacl) AS granted
    WHERE defaclobjtype = 'r'
      AND defaclrole = (SELECT oid FROM pg_roles WHERE rolname = current_user)
      AND granted.grantee = (SELECT oid FROM pg_roles WHERE rolname = %s)
"""


def execute(connection: Session, statement: str, *names: str, **values: str) -> None:
    """Runs `statement` with `{}` filled by quoted names and `%(key)s` by values."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)), values)


def fetch_value(connection: Session, query: str, *values: str) -> object:
    """The first column of the first row of `query`; None when there is no row."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
        return row[0] if row else None


def ensure_role(connection: Session, name: str, password: str, *, createdb: bool = False) -> None:
    """Creates the role or brings it back to: may log in, bypasses nothing, creates no roles.

    `connection` belongs to a superuser or a role with CREATEROLE, in autocommit mode.
    """
    if fetch_value(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", name) is None:
        execute(connection, "CREATE ROLE {} LOGIN", name)
    flags = "LOGIN " + ("CREATEDB" if createdb else "NOCREATEDB") + " NOCREATEROLE PASSWORD %(password)s"
    execute(connection, f"ALTER ROLE {{}} {flags}", name, password=password)
    # Only a superuser may touch these two; for others CREATE ROLE has left them off.
    if fetch_value(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        execute(connection, "ALTER ROLE {} NOSUPERUSER NOBYPASSRLS NOREPLICATION", name)


def ensure_database(connection: Session, name: str, owner: str) -> None:
    """Creates the database for its owner if it is missing and closes it to all other roles."""
    if fetch_value(connection, "SELECT 1 FROM pg_database WHERE datname = %s", name) is None:
        execute(connection, "CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0", name, owner)
    execute(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", name)


def admit_app(connection: Session, app: str) -> None:
    """Lets `app` use this database: rows of every table that the connected owner has or will create, no more.

    Existing tables are opened only the first time, lest a later start undo what a migration has revoked.
    """
    database = str(fetch_value(connection, "SELECT current_database()"))
    execute(connection, "GRANT CONNECT ON DATABASE {} TO {}", database, app)
    execute(connection, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    execute(connection, "GRANT USAGE ON SCHEMA public TO {}", app)
    if fetch_value(connection, ALREADY_ADMITTED, app):
        return
    owner = str(fetch_value(connection, "SELECT current_user"))
    # Tables last: they are what ALREADY_ADMITTED looks for.
    for rights, things in (
        ("EXECUTE", "FUNCTIONS"),
        ("USAGE, SELECT", "SEQUENCES"),
        ("SELECT, INSERT, UPDATE, DELETE", "TABLES"),
    ):
        execute(connection, f"GRANT {rights} ON ALL {things} IN SCHEMA public TO {{}}", app)
        execute(
            connection,
            f"ALTER DEFAULT PRIVILEGES FOR ROLE {{}} IN SCHEMA public GRANT {rights} ON {things} TO {{}}",
            owner,
            app,
        )
