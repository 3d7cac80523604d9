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
STANDARDS = ROOT / "hazards" / "data" / "criteria"
STEPS_TABLE = """
    CREATE TABLE IF NOT EXISTS qinghuan_steps (
        step text PRIMARY KEY, version text NOT NULL, done_at timestamptz
    )
"""
BEGIN_STEP = """
    INSERT INTO qinghuan_steps (step, version) VALUES (%s, %s)
    ON CONFLICT (step) DO UPDATE SET version = excluded.version, done_at = NULL
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


def fingerprint(*folders: Path) -> str:
    """Changes whenever a file in the folders may have changed, or the packages installed."""
    seen = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            status = path.stat()
            seen.update(f"{path}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def collect_static(data_dir: Path) -> bool:
    """Copies and compresses the static files if they have changed; whether they had."""
    stamp, wanted = data_dir / "run" / "static-files", fingerprint(*map(Path, settings.STATICFILES_DIRS))
    if stamp.exists() and stamp.read_text() == wanted and Path(settings.STATIC_ROOT).is_dir():
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    write_whole(stamp, wanted)
    return True


def run_once(command: str, *, version: str = "", in_use_too: bool = True) -> bool:
    """Runs a management command unless this database has had this version of it; whether it ran.

    With `in_use_too=False` it is not run either where there were tenants before it was first begun: real
    data get no demonstration added.
    """
    with connections[OWNER].cursor() as cursor:
        cursor.execute(STEPS_TABLE)
        cursor.execute("SELECT version, done_at IS NOT NULL FROM qinghuan_steps WHERE step = %s", [command])
        before = cursor.fetchone()
        if before == (version, True):
            return False
        if before is None and not in_use_too:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM units_tenant)")
            if cursor.fetchone() == (True,):
                return False
        cursor.execute(BEGIN_STEP, [command, version])
        call_command(command, verbosity=0)
        cursor.execute("UPDATE qinghuan_steps SET done_at = now() WHERE step = %s", [command])
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
        timed("判定标准", lambda: run_once("load_standards", version=fingerprint(STANDARDS)))
        if settings.DEMO:
            timed("演示数据", lambda: run_once("load_demo", in_use_too=False))
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
