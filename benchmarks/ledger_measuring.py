"""The measuring part of `benchmarks.ledger_import`, which needs a database.

What counts is the time of the processor, ours and the database's: it hardly depends on who else is busy.
"""

import io
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import openpyxl
import psutil
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from benchmarks.ledger_import import UNITS
from hazards.models import LedgerImport, Standard
from hazards.selectors import imports
from hazards.services import import_jobs, importing
from units.actors import Actor
from units.enums import UnitKind
from units.models import Tenant, Unit
from units.scoping import scope


@dataclass(frozen=True, slots=True)
class Measured:
    """One round: seconds of processor for reading with openpyxl and for our steps, seconds by the clock for
    the latter, memory grown by (MB), rows stored, faulty.
    """

    reading: float
    checking: float
    storing: float
    clock: float
    grown: float
    stored: int
    bad: int

    @property
    def ratio(self) -> float:
        return (self.checking + self.storing) / self.reading


def measure(content: bytes, slug: str) -> Measured:
    """Import the ledger into a new tenant and file it; compare with reading it."""
    reading = _timed(lambda: read_only(content))
    tenant = _tenant(slug)
    actor = Actor.system(tenant.pk)
    with scope(tenant.pk):
        batch = importing.receive(
            actor=actor, unit=None, name="台账.xlsx", content=content, at=timezone.now()
        )
    memory = _Memory()
    started = time.perf_counter()
    checking = _timed(lambda: _work(tenant, batch, memory))
    with scope(tenant.pk):
        importing.confirm(actor=actor, batch_id=batch.pk, files_them=True, at=timezone.now())
    storing = _timed(lambda: _work(tenant, batch, memory))
    clock = time.perf_counter() - started
    with scope(tenant.pk):
        figures = imports.figures(batch)
    return Measured(reading, checking, storing, clock, memory.grown, figures.stored, figures.bad)


def warm_up(content: bytes) -> None:
    """Bring the database into the state it has in operation: not empty, and its tables analysed.

    On tables it knows nothing of, PostgreSQL looks up foreign keys by the tenant alone, ever more slowly.
    """
    measure(content, "warm-up")
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def read_only(content: bytes) -> int:
    """What openpyxl does with the file if asked for nothing but its values; the rows."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))


def table(rounds: Sequence[Measured]) -> str:
    """Every round in a line, and the best of each kind."""
    head = "openpyxl 读取  核对   导入   倍数  钟表秒  内存增加 MB  导入行  有问题"
    lines = [
        f"{each.reading:13.2f}{each.checking:6.2f}{each.storing:7.2f}{each.ratio:7.2f}"
        f"{each.clock:8.1f}{each.grown:13.1f}{each.stored:8}{each.bad:8}"
        for each in rounds
    ]
    best = min(each.checking for each in rounds) + min(each.storing for each in rounds)
    ratio = best / min(each.reading for each in rounds)
    return "\n".join([head, *lines, f"各取最快：{ratio:.2f} 倍"])


class _Memory:
    """The most memory this process was seen to hold above what it held at first."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._first = self._most = self._process.memory_info().rss

    def look(self, *_: int) -> None:
        self._most = max(self._most, self._process.memory_info().rss)

    @property
    def grown(self) -> float:
        return float(self._most - self._first) / 1048576


def _timed(job: Callable[[], object]) -> float:
    """Seconds of processor a job takes, here and in our session of the database."""
    started = _spent()
    job()
    return _spent() - started


def _spent() -> float:
    connection.ensure_connection()
    times = psutil.Process(int(connection.connection.info.backend_pid)).cpu_times()
    return time.process_time() + float(times.user + times.system)


def _tenant(slug: str) -> Tenant:
    if not Standard.objects.exists():
        call_command("load_standards", verbosity=0)
    tenant = Tenant.objects.create(slug=slug, name=slug, office=slug)
    with scope(tenant.pk):
        Unit.objects.bulk_create(
            Unit(name=name, order=order, kind=UnitKind.TOWN) for order, name in enumerate(UNITS, start=1)
        )
    return tenant


def _work(tenant: Tenant, batch: LedgerImport, memory: _Memory) -> None:
    import_jobs.run(tenant_id=tenant.pk, batch_id=batch.pk, at=timezone.now(), told=memory.look)
    memory.look()
