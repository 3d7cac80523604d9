"""PostgreSQL and Redis given by URL, tried before anything starts: a mistake is answered in one line."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, quote, unquote, urlsplit

import psycopg2
import redis
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT
from psycopg2.extensions import connection as Session  # noqa: N812
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.embedded import ServiceError, roles
from config.embedded.datadir import secret

CONNECT_SECONDS = 5
OLDEST_POSTGRES = 140000

# What the client library says → what the reader is told. The server's own messages may be in any language;
# what is not recognised is passed on as it is.
DATABASE_FAULTS = (
    (r"could not translate host name|Name or service not known", "找不到主机 {host}，请检查主机名"),
    (r"Connection refused", "{host}:{port} 上没有数据库在运行（连接被拒绝），请检查主机和端口"),
    (
        r"timeout expired|timed out|No route to host|Network is unreachable",
        "连不上 {host}:{port}，请检查网络和防火墙",
    ),
    (r"password authentication failed|no password supplied|Password|口令|密码", "账户 {user} 的密码不对"),
    (r'database ".*" does not exist', "没有名为 {database} 的数据库，请先建库"),
    (r'role ".*" does not exist', "没有账户 {user}"),
    (r"permission denied for database", "账户 {user} 无权连接数据库 {database}"),
    (r"pg_hba\.conf", "服务器不允许账户 {user} 从本机连接（pg_hba.conf）"),
)

ABOUT_ROLE = """
    SELECT r.rolsuper, r.rolsuper OR r.rolbypassrls,
           d.datdba = r.oid OR has_schema_privilege('public', 'CREATE')
    FROM pg_roles r, pg_database d
    WHERE r.rolname = current_user AND d.datname = current_database()
"""


@dataclass(frozen=True)
class Rights:
    """What the connected role may do that the application must not."""

    superuser: bool
    bypasses_walls: bool
    owner: bool


def _parse(url: str, variable: str, schemes: tuple[str, ...]) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ServiceError(f"{variable} 不是有效的地址：请检查主机和端口。") from None
    if parts.scheme not in schemes:
        raise ServiceError(f"{variable} 应以 {schemes[0]}:// 开头，现为“{parts.scheme or url}”。")
    return parts


@contextmanager
def session(url: str, variable: str) -> Iterator[Session]:
    """A session in autocommit mode on the database at `url`; ServiceError names `variable` and the fault."""
    parts = _parse(url, variable, ("postgresql", "postgres"))
    database = parts.path.lstrip("/")
    if not database:
        raise ServiceError(f"{variable} 缺少数据库名：应形如 postgresql://账户:密码@主机:5432/数据库。")
    try:
        connection = psycopg2.connect(url, connect_timeout=CONNECT_SECONDS)
    except psycopg2.Error as error:
        raise ServiceError(f"{variable}：{_fault(str(error), parts)}。") from error
    try:
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        if connection.server_version < OLDEST_POSTGRES:
            raise ServiceError(f"{variable}：PostgreSQL 版本过旧，需要 14 或更新。")
        yield connection
    finally:
        connection.close()


def _fault(said: str, parts: SplitResult) -> str:
    known = {
        "host": parts.hostname or "本机",
        "port": parts.port or 5432,
        "user": unquote(parts.username or ""),
        "database": parts.path.lstrip("/"),
    }
    for pattern, message in DATABASE_FAULTS:
        if re.search(pattern, said):
            return message.format(**known)
    return f"连接失败（{said.strip().splitlines()[0]}）"


def rights(connection: Session) -> Rights:
    """The rights of the connected role."""
    with connection.cursor() as cursor:
        cursor.execute(ABOUT_ROLE)
        row = cursor.fetchone()
    return Rights(*row) if row else Rights(superuser=False, bypasses_walls=False, owner=False)


def with_user(url: str, user: str, password: str) -> str:
    """The URL with other credentials."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{place}").geturl()


def database_urls(url: str, owner_url: str, data_dir: Path) -> tuple[str, str]:
    """The URLs of the application's role and of the owner of the tables, both tried out.

    With `owner_url`, `url` is taken as the application's role. Without it, `url` must belong to a superuser
    or owner, who then makes the role qinghuan_app; its password stays in `data_dir`/secrets.
    ServiceError when a URL is wrong or a role may do too much or too little.
    """
    if owner_url:
        return _given_roles(url, owner_url)
    with session(url, "DATABASE_URL") as connection:
        found = rights(connection)
        if not (found.superuser or found.owner):
            raise ServiceError(
                "DATABASE_URL 的账户既不是超级用户也不是数据库所有者，不能建表："
                "请另设 DATABASE_OWNER_URL（所有者），DATABASE_URL 则用普通账户。"
            )
        password = secret(data_dir / "secrets" / "external-app")
        try:
            roles.ensure_role(connection, roles.APP, password)
            roles.admit_app(connection, roles.APP)
        except psycopg2.errors.InsufficientPrivilege:
            raise ServiceError(
                f"DATABASE_URL 的账户无权建立应用账户 {roles.APP}：请换超级用户或有 CREATEROLE 权限的账户，"
                "或自行建好，再分别设置 DATABASE_URL 和 DATABASE_OWNER_URL。"
            ) from None
    app_url = with_user(url, roles.APP, password)
    _refuse_mighty(app_url)
    return app_url, url


def _given_roles(url: str, owner_url: str) -> tuple[str, str]:
    with session(owner_url, "DATABASE_OWNER_URL") as connection:
        if not rights(connection).owner:
            raise ServiceError("DATABASE_OWNER_URL 的账户不能在 public 模式下建表：请用数据库的所有者。")
        try:
            roles.admit_app(connection, unquote(urlsplit(url).username or ""))
        except psycopg2.errors.UndefinedObject:
            raise ServiceError(
                "DATABASE_URL 和 DATABASE_OWNER_URL 指向不同的服务器：请改为同一个数据库。"
            ) from None
    _refuse_mighty(url)
    return url, owner_url


def _refuse_mighty(url: str) -> None:
    with session(url, "DATABASE_URL") as connection:
        found = rights(connection)
    if found.bypasses_walls:
        raise ServiceError("DATABASE_URL 的账户能绕过行级隔离（超级用户或 BYPASSRLS）：请换普通账户。")


def check_redis(url: str) -> None:
    """ServiceError unless a Redis-compatible server answers at `url`."""
    parts = _parse(url, "REDIS_URL", ("redis", "rediss", "unix"))
    where = f"{parts.hostname or '本机'}:{parts.port or 6379}"
    try:
        with redis.Redis.from_url(
            url,
            socket_connect_timeout=CONNECT_SECONDS,
            socket_timeout=CONNECT_SECONDS,
            retry=Retry(NoBackoff(), 0),
        ) as client:
            client.ping()
    except redis.AuthenticationError:
        raise ServiceError("REDIS_URL：密码不对或缺少密码。") from None
    except (redis.ConnectionError, redis.TimeoutError):
        raise ServiceError(f"REDIS_URL：连不上 {where}，请检查地址，并确认 Redis 已启动。") from None
    except (redis.RedisError, ValueError) as error:
        raise ServiceError(f"REDIS_URL：{where} 不能用（{error}）。") from None
