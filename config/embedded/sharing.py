"""Using the embedded servers together with every other process on the same data directory."""

import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from .datadir import FileLock, explained, locked, prepare, read_json
from .errors import ServiceError
from .process import open_log, tail, wait_until

POSTGRES, VALKEY = "postgres", "valkey"
START_SECONDS = 240.0
# The keeper is started without the package `config`, whose import would bring Celery in.
RUN_KEEPER = "import sys; sys.path.append(sys.argv.pop()); from embedded.keeper import main; main()"
PACKAGE_HOME = Path(__file__).resolve().parents[1]


class Hold:
    """A claim on the servers of one data directory; they run at least until it is released."""

    def __init__(self, data_dir: Path, names: Collection[str], *, durable: bool = True) -> None:
        self.data_dir = data_dir
        self.run_dir = data_dir / "run"
        self.durable = durable
        self.names = frozenset(names)
        self._locks = {name: FileLock(self.run_dir / f"{name}.users") for name in names}
        self._urls: dict[str, str] = {}

    def __enter__(self) -> Self:
        try:
            # Waits out a keeper that is just stopping the server.
            for lock in self._locks.values():
                lock.share()
            self.renew()
        except BaseException:
            self.release(*self._locks)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.release(*self._locks)

    def url(self, role: str) -> str:
        """The URL for `app`, `owner` (PostgreSQL) or `redis`."""
        return self._urls[role]

    def renew(self) -> bool:
        """Makes sure that the servers run, also after their keeper was killed; whether a URL has changed.

        ServiceError with one line in Chinese if they cannot be started.
        """
        if not self._locks:
            return False
        before = self._urls
        asked = time.time()
        deadline = time.monotonic() + START_SECONDS
        while True:
            self._ensure_keeper()
            state = read_json(self.run_dir / "services.json")
            if all("urls" in state.get(name, {}) for name in self._locks):
                self._urls = {role: url for name in self._locks for role, url in state[name]["urls"].items()}
                return self._urls != before
            for name in self._locks:
                if state.get(name, {}).get("at", 0) >= asked:
                    raise ServiceError(state[name]["error"])
            if not wait_until(deadline):
                raise ServiceError(
                    f"数据库没有在 {START_SECONDS:.0f} 秒内启动：详见 {self.data_dir / 'logs'}。"
                )

    def keeper_runs(self) -> bool:
        """Whether some process is keeping the servers."""
        lock = FileLock(self.run_dir / "keeper.lock")
        try:
            return not lock.try_share()
        finally:
            lock.close()

    def release(self, *names: str, wait_seconds: float = 0.0) -> bool:
        """Lets go of these servers; waits so long for them to stop. False if they run on, for others."""
        for name in names:
            self._locks[name].close()
        deadline = time.monotonic() + wait_seconds
        while any(self._runs(name) for name in names):
            if not wait_until(deadline):
                return False
        return True

    def _runs(self, name: str) -> bool:
        return self.keeper_runs() and name in read_json(self.run_dir / "services.json")

    def _ensure_keeper(self) -> None:
        if self.keeper_runs():
            return
        with locked(self.run_dir / "keeper-start.lock"):
            if not self.keeper_runs():
                (self.run_dir / "services.json").unlink(missing_ok=True)
                self._start_keeper()

    def _start_keeper(self) -> None:
        """Starts a keeper that outlives this process if others need it to; returns once it is in charge."""
        log = self.data_dir / "logs" / "keeper.log"
        mode = "durable" if self.durable else "careless"
        with open_log(log) as output:
            begun = subprocess.run(
                [sys.executable, "-I", "-c", RUN_KEEPER, str(self.data_dir), mode, str(PACKAGE_HOME)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.data_dir,
                start_new_session=True,
                check=False,
            )
        if begun.returncode != 0:
            said = tail(log).strip().rsplit("\n", 1)[-1]
            raise ServiceError(f"后台服务没能启动（{said}）：详见 {log}。")


@contextmanager
def hold(
    data_dir: Path, names: Collection[str] = (POSTGRES, VALKEY), *, durable: bool = True
) -> Iterator[Hold]:
    """The embedded servers `names`, running for the duration of the block, shared with other processes.

    ServiceError with one line in Chinese when the data directory or a server cannot be used.
    """
    data_dir = prepare(data_dir)
    with explained(data_dir):
        claim = Hold(data_dir, names, durable=durable)
    with claim:
        yield claim
