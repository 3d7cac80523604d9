"""The embedded Redis-compatible server (Valkey): a foreground child of this process, on a loopback port."""

import signal
import socket
import subprocess
import time
from pathlib import Path

from .account import choose
from .binaries import reachable_valkey, valkey_server
from .datadir import read_json, secret, write_json, write_whole
from .errors import ServiceError
from .process import LOOPBACK, end_stray, free_port, open_log, port_is_free, spawn, stop, tail, wait_until

PROGRAM = "valkey-server"
START_SECONDS = 60.0
STOP_SECONDS = 10.0
DATABASES = 64
SETTINGS = """\
bind {host}
port {port}
protected-mode yes
requirepass {password}
dir {folder}
daemonize no
databases {databases}
maxmemory-policy noeviction
save ""
appendonly {appendonly}
appendfsync everysec
loglevel warning
"""


class Valkey:
    """One server on `data_dir`/valkey. Only one process may use a data directory at a time."""

    name = "valkey"

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = data_dir
        self.durable = durable
        self.folder = data_dir / "valkey"
        self.log = data_dir / "logs" / "valkey.log"
        self.state = data_dir / "run" / "valkey.json"
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the server and returns once it answers; ServiceError with one line if it cannot."""
        account = choose(self.data_dir, valkey_server().parent)
        last = read_json(self.state)
        if isinstance(last.get("pid"), int):
            end_stray(last["pid"], PROGRAM, self.folder, number=signal.SIGTERM)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        port = last.get("port")
        self.port = port if isinstance(port, int) and port_is_free(port) else free_port()
        self._write_settings()
        account.own(self.folder)
        with open_log(self.log) as output:
            self.process = spawn(
                [reachable_valkey(account, self.data_dir), self.folder / "valkey.conf"],
                death_signal=signal.SIGTERM,
                output=output,
                account=account,
                cwd=self.data_dir,
            )
        self._wait()
        write_json(self.state, {"port": self.port, "pid": self.process.pid})

    def running(self) -> bool:
        """Whether the server process lives."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Stops the server after it has written what it holds."""
        if self.process is not None:
            stop(self.process, signal.SIGTERM, STOP_SECONDS)
            self.process = None

    def urls(self) -> dict[str, str]:
        """The `redis` URL of the running server."""
        return {"redis": f"redis://:{self._password()}@{LOOPBACK}:{self.port}/0"}

    def _password(self) -> str:
        return secret(self.data_dir / "secrets" / "valkey")

    def _write_settings(self) -> None:
        """In a file, not on the command line, which everybody on the machine can read."""
        content = SETTINGS.format(
            host=LOOPBACK,
            port=self.port,
            password=self._password(),
            folder=f'"{self.folder}"',
            databases=DATABASES,
            appendonly="yes" if self.durable else "no",
        )
        write_whole(self.folder / "valkey.conf", content)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self.running():
            if self._answers():
                return
            if not wait_until(deadline):
                self.stop()
                raise ServiceError(f"Valkey 在 {START_SECONDS:.0f} 秒内没有启动完成：详见 {self.log}。")
        said = tail(self.log)
        if "No space left on device" in said:
            raise ServiceError("Valkey 启动失败：磁盘已满。请清出空间，或用 DATA_DIR 另指一个目录。")
        raise ServiceError(f"Valkey 启动失败：详见 {self.log}。")

    def _answers(self) -> bool:
        """Whether it answers PING with PONG; while reading its data back in it answers otherwise."""
        question = f"AUTH {self._password()}\r\nPING\r\n".encode()
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=2) as connection:
                connection.sendall(question)
                with connection.makefile("rb") as answers:
                    return (answers.readline(), answers.readline()) == (b"+OK\r\n", b"+PONG\r\n")
        except OSError:
            return False
