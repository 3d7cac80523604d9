"""Doing several things at once, each in a thread with a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

from django.db import connection

from units.errors import DomainError

T = TypeVar("T")
PATIENCE = 30
"""Seconds after which a wait counts as a deadlock."""


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Start all jobs at the same moment; what each returned, or how it was refused."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        barrier.wait(PATIENCE)
        return outcome(job)

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(PATIENCE) for future in [pool.submit(run, job) for job in jobs]]


def outcome(job: Callable[[], T]) -> T | DomainError:
    """What a job returned or how it was refused; its thread's connection is closed."""
    try:
        return job()
    except DomainError as refusal:
        return refusal
    finally:
        connection.close()
