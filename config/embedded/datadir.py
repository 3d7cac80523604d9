"""The data directory: whether it can be used, and the small files of state and secrets in it.

- postgres, valkey: the servers' own data
- secrets/NAME: passwords, and secret-key: Django's signing key, readable by their owner only
- run: locks, chosen ports, state of the running services
- logs: one log for each process
"""

import errno
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .errors import ServiceError

# A fresh PostgreSQL data directory takes some 40 MB and its first write-ahead files 32 MB more; one that
# exists needs room to write at all.
NEEDED_MB, NEEDED_MB_LATER = 150, 20


def explain(error: OSError, path: Path) -> str:
    """One Chinese line for a file error while using the data directory `path`: what to do about it."""
    where = Path(error.filename) if error.filename else path
    if not where.is_relative_to(path) and not path.is_relative_to(where):
        return f"用不了 {where}（{error.strerror}）。"
    if error.errno == errno.ENOSPC:
        return f"磁盘已满，写不进 {where}：请清出空间，或用 DATA_DIR 另指一个目录。"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"数据目录 {path} 不可写（{where}）：请改正权限，或用 DATA_DIR 另指一个可写的目录。"
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return f"{where} 不是目录：请用 DATA_DIR 另指一个目录。"
    return f"数据目录 {path} 无法使用（{error.strerror}）：请用 DATA_DIR 另指一个目录。"


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns a file error inside into a ServiceError about the data directory `path`."""
    try:
        yield
    except OSError as error:
        raise ServiceError(explain(error, path)) from error


def prepare(data_dir: Path) -> Path:
    """Makes the data directory ready for use and returns it as an absolute path.

    ServiceError when it cannot be written or the disk has less than NEEDED_MB left (NEEDED_MB_LATER once it
    holds a database).
    """
    with explained(data_dir):
        if not data_dir.exists():
            data_dir.mkdir(parents=True, exist_ok=True)
            # Root's servers run as another account, which must be able to pass through.
            data_dir.chmod(0o711 if os.geteuid() == 0 else 0o700)
        data_dir = data_dir.resolve()
        for name in ("run", "secrets", "logs"):
            (data_dir / name).mkdir(mode=0o700, exist_ok=True)
        probe = data_dir / "run" / f"probe.{os.getpid()}"
        probe.write_bytes(b"x")
        probe.unlink()
        free = shutil.disk_usage(data_dir).free // 1_000_000
    needed = NEEDED_MB_LATER if (data_dir / "postgres").exists() else NEEDED_MB
    if free < needed:
        raise ServiceError(
            f"数据目录 {data_dir} 所在磁盘只剩 {free} MB，至少要 {needed} MB："
            "请清出空间，或用 DATA_DIR 另指一个目录。"
        )
    return data_dir


def write_whole(path: Path, content: str, *, mode: int = 0o600) -> None:
    """Replaces the file in one step, so that a reader or a crash never sees half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Replaces a file of state in one step."""
    write_whole(path, json.dumps(content, ensure_ascii=False))


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file; empty when the file is missing or damaged (it is rewritten then)."""
    try:
        found = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


class FileLock:
    """A lock on a file, let go by the kernel when its process ends in whatever way."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def share(self) -> None:
        """Waits until nobody holds the lock alone, then holds it together with others."""
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def take(self) -> None:
        """Waits until nobody else holds the lock, then holds it alone."""
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def try_take(self) -> bool:
        """Holds the lock alone if that is possible at once."""
        return self._attempt(fcntl.LOCK_EX)

    def try_share(self) -> bool:
        """Holds the lock with others if nobody holds it alone."""
        return self._attempt(fcntl.LOCK_SH)

    def _attempt(self, how: int) -> bool:
        try:
            fcntl.flock(self._descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Lets go; the lock can be taken again."""
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Lets go for good."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock at `path` alone for the duration of the block, waiting for it if need be."""
    lock = FileLock(path)
    try:
        lock.take()
        yield
    finally:
        lock.close()


def secret(path: Path) -> str:
    """The secret kept in `path`: 256 random bits as text, made once, file mode 0600."""
    with locked(path.with_name(f".{path.name}.lock")):
        kept = path.read_text().strip() if path.exists() else ""
        if not kept:  # also after a disk that was full on the first attempt
            kept = secrets.token_urlsafe(32)
            write_whole(path, kept)
    return kept
