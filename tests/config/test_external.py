"""Real servers given by URL: right ones work with the least rights, wrong ones are told in one line."""

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from psycopg2 import errors
from psycopg2.extensions import connection as Session  # noqa: N812

from config.embedded import Hold, ServiceError, postgres, roles
from config.embedded.datadir import prepare
from config.embedded.process import free_port
from config.external import _fault, check_redis, database_urls, with_user
from tests.services import with_path, worker_number

SCRATCH = f"scratch_external_{worker_number()}"
MADE = f"made_{worker_number()}"
PLAIN = f"plain_{worker_number()}"


def connect(url: str) -> Session:
    session = psycopg2.connect(url)
    session.set_isolation_level(psycopg2.extensions.ISOLATION_LEVEL_AUTOCOMMIT)
    return session


@pytest.fixture
def superuser_url(services: Hold, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A superuser on a database of this test's own, owned by the usual owner."""
    port = urlsplit(services.url("owner")).port or 0
    maintenance = postgres.url(services.data_dir, port, postgres.SUPERUSER, "postgres")
    # Not the role that tests in other workers are using.
    monkeypatch.setattr(roles, "APP", MADE)
    with closing(connect(maintenance)) as session:
        roles.ensure_database(session, SCRATCH, roles.OWNER)
        yield with_path(maintenance, SCRATCH)
        roles.execute(session, "DROP DATABASE {} WITH (FORCE)", SCRATCH)
        for name in (PLAIN, MADE):
            roles.execute(session, "DROP ROLE IF EXISTS {}", name)


@pytest.fixture
def owner_url(services: Hold, superuser_url: str) -> str:
    return with_path(services.url("owner"), SCRATCH)


@pytest.fixture
def app_url(services: Hold, superuser_url: str) -> str:
    return with_path(services.url("app"), SCRATCH)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return prepare(tmp_path / "data")


def make_role(superuser_url: str, name: str, rights: str = "") -> str:
    with closing(connect(superuser_url)) as session:
        roles.ensure_role(session, name, "word")
        if rights:
            roles.execute(session, f"ALTER ROLE {{}} {rights}", name)
        roles.execute(session, "GRANT CONNECT ON DATABASE {} TO {}", SCRATCH, name)
    return with_user(superuser_url, name, "word")


def one_line(error: pytest.ExceptionInfo[ServiceError]) -> bool:
    return "\n" not in str(error.value)


def test_I3_superuser_is_used_for_set_up_only(superuser_url: str, folder: Path) -> None:
    app, owner = database_urls(superuser_url, "", folder)
    assert owner == superuser_url
    with closing(connect(owner)) as session:
        roles.execute(session, "CREATE TABLE rows (id integer)")
    with closing(connect(app)) as session:
        assert roles.fetch_value(session, "SELECT count(*) FROM rows") == 0
        assert roles.fetch_value(session, "SHOW is_superuser") == "off"
        with pytest.raises(errors.InsufficientPrivilege):
            roles.execute(session, "ALTER TABLE rows ADD COLUMN more text")


def test_same_data_directory_keeps_the_password(superuser_url: str, folder: Path) -> None:
    first = database_urls(superuser_url, "", folder)
    assert database_urls(superuser_url, "", folder) == first
    assert urlsplit(first[0]).password == (folder / "secrets" / "external-app").read_text()


def test_owner_without_the_right_to_make_roles_is_told_what_to_do(owner_url: str, folder: Path) -> None:
    with pytest.raises(ServiceError, match=r"无权建立应用账户 made_.*DATABASE_OWNER_URL") as refused:
        database_urls(owner_url, "", folder)
    assert one_line(refused)


def test_role_that_can_neither_own_nor_set_up_is_told_what_to_do(superuser_url: str, folder: Path) -> None:
    with pytest.raises(ServiceError, match=r"不能建表.*DATABASE_OWNER_URL"):
        database_urls(make_role(superuser_url, PLAIN), "", folder)


def test_two_given_roles_are_taken_as_they_are(app_url: str, owner_url: str, folder: Path) -> None:
    assert database_urls(app_url, owner_url, folder) == (app_url, owner_url)
    with closing(connect(owner_url)) as session:
        roles.execute(session, "CREATE TABLE rows (id integer)")
    with closing(connect(app_url)) as session:
        assert roles.fetch_value(session, "SELECT count(*) FROM rows") == 0


@pytest.mark.parametrize("rights", ["SUPERUSER", "BYPASSRLS"])
def test_I3_application_role_that_climbs_walls_is_refused(
    superuser_url: str, owner_url: str, folder: Path, rights: str
) -> None:
    mighty = make_role(superuser_url, PLAIN, rights)
    with pytest.raises(ServiceError, match="能绕过行级隔离"):
        database_urls(mighty, owner_url, folder)


def test_owner_that_cannot_make_tables_is_refused(superuser_url: str, app_url: str, folder: Path) -> None:
    plain = make_role(superuser_url, PLAIN)
    with pytest.raises(ServiceError, match=r"DATABASE_OWNER_URL.*建表"):
        database_urls(app_url, plain, folder)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda url: url.replace("postgresql://", "mysql://"), "应以 postgresql:// 开头，现为“mysql”"),
        (lambda _: "nonsense", "应以 postgresql:// 开头，现为“nonsense”"),
        (lambda _: "postgresql://u@127.0.0.1:port/x", "不是有效的地址"),
        (lambda url: url.rpartition("/")[0], "缺少数据库名"),
        (lambda url: with_path(url, "no_such"), "没有名为 no_such 的数据库"),
        (lambda url: with_user(url, "postgres", "wrong"), "账户 postgres 的密码不对"),
        (lambda url: with_user(url, "nobody_here", "wrong"), "账户 nobody_here 的密码不对"),
        (lambda _: f"postgresql://u:p@127.0.0.1:{free_port()}/x", "连接被拒绝"),
        (lambda _: "postgresql://u:p@no-such-host.invalid/x", "找不到主机 no-such-host.invalid"),
    ],
)
def test_wrong_database_url_is_told_in_one_line(
    superuser_url: str, folder: Path, change: object, says: str
) -> None:
    assert callable(change)
    with pytest.raises(ServiceError, match=r"^DATABASE_URL") as refused:
        database_urls(change(superuser_url), "", folder)
    assert says in str(refused.value)
    assert one_line(refused)
    assert "wrong" not in str(refused.value)  # no password is shown


def test_server_that_does_not_answer_is_given_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.external.CONNECT_SECONDS", 2)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        with pytest.raises(ServiceError, match=r"连不上 127\.0"):
            database_urls(f"postgresql://u:p@127.0.0.1:{mute.getsockname()[1]}/x", "", folder)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('FATAL:  no pg_hba.conf entry for host "1.2.3.4"', "不允许账户 u"),
        ('FATAL:  permission denied for database "x"', "账户 u 无权连接数据库 x"),
        ('FATAL:  role "u" does not exist', "没有账户 u"),
        ("致命错误:  用户 u Password 认证失败", "账户 u 的密码不对"),
        ("server closed the connection\n\tmore words", "连接失败（server closed the connection）"),
    ],
)
def test_what_a_server_says_is_translated_or_passed_on(said: str, told: str) -> None:
    assert told in _fault(said, urlsplit("postgresql://u:p@db/x"))


def test_two_servers_are_noticed(superuser_url: str, owner_url: str, folder: Path) -> None:
    unknown = with_user(superuser_url, "only_elsewhere", "word")
    with pytest.raises(ServiceError, match="不同的服务器"):
        database_urls(unknown, owner_url, folder)


@pytest.mark.parametrize(
    ("url", "user", "password", "changed"),
    [
        ("postgresql://a:b@h:5/d", "u", "p", "postgresql://u:p@h:5/d"),
        ("postgresql://h/d?sslmode=require", "u", "p", "postgresql://u:p@h/d?sslmode=require"),
        ("postgresql://a@[::1]:5/d", "u", "p@/:", "postgresql://u:p%40%2F%3A@[::1]:5/d"),
    ],
)
def test_credentials_are_replaced_in_a_url(url: str, user: str, password: str, changed: str) -> None:
    assert with_user(url, user, password) == changed


def test_running_redis_is_accepted(services: Hold) -> None:
    check_redis(services.url("redis"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda _: "http://127.0.0.1:1", "应以 redis:// 开头，现为“http”"),
        (lambda _: "redis://127.0.0.1:port", "不是有效的地址"),
        (lambda _: f"redis://127.0.0.1:{free_port()}/0", "连不上 127.0.0.1:"),
        (lambda _: "redis://no-such-host.invalid:6379/0", "连不上 no-such-host.invalid:6379"),
        (lambda url: with_user(url, "", "wrong"), "密码不对"),
        (lambda url: url.replace(urlsplit(url).netloc.split("@")[0] + "@", ""), "密码不对或缺少密码"),
        (lambda url: with_path(url, "9999"), "不能用"),
    ],
)
def test_wrong_redis_url_is_told_in_one_line(services: Hold, change: object, says: str) -> None:
    assert callable(change)
    with pytest.raises(ServiceError, match=r"^REDIS_URL") as refused:
        check_redis(change(services.url("redis")))
    assert says in str(refused.value)
    assert one_line(refused)
