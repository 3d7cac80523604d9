"""Bringing the database, the static files and the demonstration data up to date before anything serves.

Needs Django set up and the owner's connection. As a program (`python -m config.preparation`) it does all of
it and tells what it did; each step can be repeated and a half-finished one is resumed.
"""

import hashlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from config.embedded.datadir import locked, write_whole

OWNER = "owner"
ROOT = Path(__file__).resolve().parent.parent
SETUP_TABLE = """
    CREATE TABLE IF NOT EXISTS qinghuan_setup (
        step text PRIMARY KEY, begun_at timestamptz NOT NULL DEFAULT now(), done_at timestamptz
    )
"""


def unapplied() -> int:
    """How many migrations the database lacks."""
    executor = MigrationExecutor(connections[OWNER])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate(data_dir: Path) -> int:
    """Applies what is missing, one process at a time; returns the number applied."""
    with locked(data_dir / "run" / "migrate.lock"):
        missing = unapplied()
        if missing:
            call_command("migrate", database=OWNER, interactive=False, verbosity=0)
    return missing


def static_fingerprint() -> str:
    """Changes whenever a file to be served may have changed."""
    seen = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            status = path.stat()
            seen.update(f"{path}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def collect_static(data_dir: Path) -> bool:
    """Copies and compresses the static files if they have changed; whether they had."""
    stamp, fingerprint = data_dir / "run" / "static-files", static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint and Path(settings.STATIC_ROOT).is_dir():
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    write_whole(stamp, fingerprint)
    return True


def run_once(command: str) -> bool:
    """Runs a management command unless this database says that it has been done; whether it ran.

    Not run either on a database that was in use before anybody began: real data get no demonstration added.
    """
    with connections[OWNER].cursor() as cursor:
        cursor.execute(SETUP_TABLE)
        cursor.execute("SELECT done_at FROM qinghuan_setup WHERE step = %s", [command])
        begun = cursor.fetchone()
        if begun is not None and begun[0] is not None:
            return False
        if begun is None:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM units_tenant)")
            in_use = cursor.fetchone()
            if in_use == (True,):
                return False
            cursor.execute("INSERT INTO qinghuan_setup (step) VALUES (%s)", [command])
        call_command(command, verbosity=0)
        cursor.execute("UPDATE qinghuan_setup SET done_at = now() WHERE step = %s", [command])
    return True


def timed(title: str, action: Callable[[], object]) -> None:
    """Runs one step and prints a line about it if it had anything to do."""
    begun = time.monotonic()
    done = action()
    if done:
        count = f"{done} 项，" if isinstance(done, int) and not isinstance(done, bool) else ""
        print(f"{title}：完成（{count}{time.monotonic() - begun:.1f} 秒）", flush=True)


def main() -> int:
    """All steps in turn; the exit status, with one line on standard error if a step fails."""
    django.setup()
    data_dir = settings.DATA_DIR
    try:
        timed("数据库结构", lambda: migrate(data_dir))
        timed("网页静态文件", lambda: collect_static(data_dir))
        if settings.DEMO:
            timed("演示数据", lambda: run_once("load_demo"))
    except (CommandError, OSError, DatabaseError) as error:
        print(f"错误：{first_line(error)}", file=sys.stderr)
        return 1
    return 0


def first_line(error: Exception) -> str:
    """What went wrong, in one line; databases say more than that."""
    said = str(error)
    return "磁盘已满，请清出空间。" if "No space left on device" in said else said.strip().split("\n")[0]


if __name__ == "__main__":
    sys.exit(main())
