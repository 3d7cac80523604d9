"""The embedded PostgreSQL server: a foreground child of this process, on a loopback port."""

import os
import re
import shutil
import signal
import subprocess
import time
from contextlib import closing
from pathlib import Path

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT
from psycopg2.extensions import connection as Session  # noqa: N812

from . import roles
from .account import Account, choose
from .binaries import POSTGRES_MAJOR, postgres_bin, reachable_postgres
from .datadir import read_json, secret, write_json, write_whole
from .errors import ServiceError
from .process import LOOPBACK, end_stray, free_port, open_log, port_is_free, spawn, stop, tail, wait_until

SUPERUSER = "postgres"
PROGRAM = "postgres"
# Recovery after a crash can take long on a slow disk; the wait ends early if the server does.
START_SECONDS = 180.0
STOP_SECONDS = 20.0
# What a disk already says by itself; a test run can afford to lose its data.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
BLOCK_IN_USE = "pre-existing shared memory block"
PORT_IN_USE = "could not bind"
CAUSE = re.compile("FATAL|PANIC|error:")


def url(data_dir: Path, port: int, role: str, database: str = roles.DATABASE) -> str:
    """The URL with which `role` (postgres, qinghuan_owner, qinghuan_app) reaches the server."""
    password = secret(data_dir / "secrets" / role)
    return f"postgresql://{role}:{password}@{LOOPBACK}:{port}/{database}"


class Postgres:
    """One server on `data_dir`/postgres. Only one process may use a data directory at a time."""

    name = "postgres"

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = data_dir
        self.durable = durable
        self.cluster = data_dir / "postgres"
        self.log = data_dir / "logs" / "postgres.log"
        self.account = Account()
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the server, creating its data, roles and database as needed; returns once it answers.

        ServiceError with one line in Chinese when it cannot.
        """
        self.account = choose(self.data_dir, postgres_bin())
        self._end_stray()
        if not self.cluster.exists():
            self._create_cluster()
        self._check_version()
        self.account.own(self.cluster)
        deadline = time.monotonic() + START_SECONDS
        while not self._launch(deadline):
            pass
        self._ensure_roles()

    def running(self) -> bool:
        """Whether the server process lives."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Stops the server: sessions end, what was committed stays."""
        if self.process is not None:
            stop(self.process, signal.SIGINT, STOP_SECONDS)
            self.process = None

    def urls(self) -> dict[str, str]:
        """`app` and `owner` URLs of the running server."""
        return {
            "app": url(self.data_dir, self.port, roles.APP),
            "owner": url(self.data_dir, self.port, roles.OWNER),
        }

    def _end_stray(self) -> None:
        lock_file = self.cluster / "postmaster.pid"
        if not lock_file.exists():
            return
        first = lock_file.read_text().split("\n", 1)[0]
        if first.isdigit():
            end_stray(int(first), PROGRAM, self.cluster, number=signal.SIGINT)
        # PostgreSQL itself would balk at the file if its process number had been reused.
        lock_file.unlink(missing_ok=True)

    def _create_cluster(self) -> None:
        """Runs initdb into a draft, renamed when complete, so that a half-made cluster is never used."""
        draft = self.data_dir / "postgres.unfinished"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        secret_file = self.data_dir / "initial-password"
        write_whole(secret_file, secret(self.data_dir / "secrets" / SUPERUSER))
        for path in (draft, secret_file):
            self.account.own(path)
        command: list[str | Path] = [
            *(self._programs() / "initdb", "--pgdata", draft, "--pwfile", secret_file),
            *(
                "--username",
                SUPERUSER,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
            ),
            *("--no-instructions", *([] if self.durable else ["--no-sync"])),
        ]
        try:
            with open_log(self.log) as output:
                process = spawn(
                    command,
                    death_signal=signal.SIGKILL,
                    output=output,
                    account=self.account,
                    cwd=self.data_dir,
                    env=self._environment(),
                )
                if process.wait() != 0:
                    raise ServiceError(self._explain("初始化数据库失败", tail(self.log)))
        finally:
            secret_file.unlink(missing_ok=True)
        draft.rename(self.cluster)

    def _check_version(self) -> None:
        version_file = self.cluster / "PG_VERSION"
        found = version_file.read_text().strip() if version_file.exists() else "不明"
        if found != str(POSTGRES_MAJOR):
            raise ServiceError(
                f"{self.cluster} 里的数据库版本是 {found}，本程序用 {POSTGRES_MAJOR}："
                "请用 DATA_DIR 另指一个目录，或先用旧版本备份、再用新版本恢复。"
            )

    def _launch(self, deadline: float) -> bool:
        """One attempt; False if it failed for a cause that passes.

        Such are a rival for the port, and sessions of a killed server that are still ending.
        """
        self.port = self._choose_port()
        settings = {
            "listen_addresses": LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": "",
            "log_min_messages": "warning",
            "log_checkpoints": "off",
            "log_line_prefix": "%m ",
            "lc_messages": "C",
            "timezone": "UTC",
            **({} if self.durable else CARELESS),
        }
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        with open_log(self.log) as output:
            start_of_attempt = output.tell()
            self.process = spawn(
                [self._programs() / PROGRAM, "-D", self.cluster, *options],
                death_signal=signal.SIGINT,
                output=output,
                account=self.account,
                cwd=self.data_dir,
                env=self._environment(),
            )
        while self.process.poll() is None:
            if self._answers():
                write_json(self.data_dir / "run" / "postgres.json", {"port": self.port})
                return True
            if not wait_until(deadline):
                self.stop()
                raise ServiceError(f"数据库 {START_SECONDS:.0f} 秒内没有启动完成：详见 {self.log}。")
        said = self.log.read_bytes()[start_of_attempt:].decode(errors="replace")
        if (BLOCK_IN_USE in said or PORT_IN_USE in said) and wait_until(deadline, 0.2):
            return False
        raise ServiceError(self._explain("数据库启动失败", said))

    def _choose_port(self) -> int:
        """The port of last time, so that a restarted server is found by those who knew it."""
        last = read_json(self.data_dir / "run" / "postgres.json").get("port")
        return last if isinstance(last, int) and port_is_free(last) else free_port()

    def _answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg2.OperationalError as error:
            if "password authentication failed" in str(error):
                self.stop()
                raise ServiceError(
                    f"{self.data_dir / 'secrets'} 里的密码与数据库不符："
                    "请恢复这个目录，或用 DATA_DIR 另指一个目录。"
                ) from error
            return False
        return True

    def connect(self, database: str = "postgres") -> Session:
        """A superuser session in autocommit mode, for set-up only."""
        connection = psycopg2.connect(url(self.data_dir, self.port, SUPERUSER, database), connect_timeout=2)
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        return connection

    def _ensure_roles(self) -> None:
        with closing(self.connect()) as connection:
            for role, createdb in ((roles.OWNER, True), (roles.APP, False)):
                password = secret(self.data_dir / "secrets" / role)
                roles.ensure_role(connection, role, password, createdb=createdb)
            roles.ensure_database(connection, roles.DATABASE, roles.OWNER)
        with closing(psycopg2.connect(self.urls()["owner"])) as connection:
            connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
            roles.admit_app(connection, roles.APP)

    def _programs(self) -> Path:
        return reachable_postgres(self.account, self.data_dir)

    def _environment(self) -> dict[str, str]:
        """English messages, which are looked into; nothing of the caller's PG* variables."""
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}

    def _explain(self, what: str, said: str) -> str:
        """One line about a failure from what the program has written."""
        if "No space left on device" in said:
            return f"{what}：磁盘已满。请清出空间，或用 DATA_DIR 另指一个目录。"
        if "Permission denied" in said or "wrong ownership" in said:
            return f"{what}：{self.cluster} 属于另一个用户。请用原来的用户运行，或用 DATA_DIR 另指一个目录。"
        lines = [line for line in said.splitlines() if CAUSE.search(line) and "starting up" not in line]
        detail = f"（{lines[-1].strip()}）" if lines else ""
        return f"{what}{detail}：详见 {self.log}。"
