from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import psycopg2
import pytest

from config import provision
from config.embedded import Hold, ServiceError, postgres, roles
from config.external import with_user
from tests.services import with_path, worker_number

SCRATCH = f"scratch_provision_{worker_number()}"
NAME = f"served_{worker_number()}"


@pytest.fixture
def owner_url(services: Hold) -> Iterator[str]:
    """As in a container: the database's owner is a superuser."""
    port = urlsplit(services.url("owner")).port or 0
    maintenance = postgres.url(services.data_dir, port, postgres.SUPERUSER, "postgres")
    with closing(psycopg2.connect(maintenance)) as session:
        session.set_isolation_level(psycopg2.extensions.ISOLATION_LEVEL_AUTOCOMMIT)
        roles.ensure_database(session, SCRATCH, postgres.SUPERUSER)
        yield with_path(maintenance, SCRATCH)
        roles.execute(session, "DROP DATABASE {} WITH (FORCE)", SCRATCH)
        roles.execute(session, "DROP ROLE IF EXISTS {}", NAME)


def current_user(url: str) -> object:
    with closing(psycopg2.connect(url)) as session:
        return roles.fetch_value(session, "SELECT current_user")


def test_role_of_the_url_is_made(owner_url: str) -> None:
    app_url = with_user(owner_url, NAME, "first word")
    provision.provision(app_url, owner_url)
    assert current_user(app_url) == NAME


def test_repeating_it_changes_the_password(owner_url: str) -> None:
    provision.provision(with_user(owner_url, NAME, "first"), owner_url)
    provision.provision(with_user(owner_url, NAME, "second"), owner_url)
    assert current_user(with_user(owner_url, NAME, "second")) == NAME
    with pytest.raises(psycopg2.OperationalError):
        current_user(with_user(owner_url, NAME, "first"))


def test_I3_owner_cannot_be_the_application(owner_url: str) -> None:
    with pytest.raises(ServiceError, match="同一个账户"):
        provision.provision(owner_url, owner_url)


@pytest.mark.parametrize("url", ["postgresql://db/x", "postgresql://someone@db/x"])
def test_url_without_password_is_told(owner_url: str, url: str) -> None:
    with pytest.raises(ServiceError, match="缺少账户或密码"):
        provision.provision(url, owner_url)


def test_program_tells_errors_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a:b@db/x")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    assert provision.main() == 1
    assert capsys.readouterr().err == "错误：缺少环境变量 DATABASE_OWNER_URL，请设置后再启动。\n"


def test_program_makes_the_role(owner_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app_url = with_user(owner_url, NAME, "word")
    monkeypatch.setenv("DATABASE_URL", app_url)
    monkeypatch.setenv("DATABASE_OWNER_URL", owner_url)
    assert provision.main() == 0
    assert current_user(app_url) == NAME
