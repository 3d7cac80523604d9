"""Bringing the database up to date; needs Django set up and the owner's connection."""

from pathlib import Path

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from config.embedded.datadir import locked

OWNER = "owner"


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
