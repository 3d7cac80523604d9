"""A ledger of ten thousand rows, five hundred of them faulty: exactly those come back, in little memory."""

from io import BytesIO

import openpyxl
import psutil
import pytest
from django.utils import timezone

from benchmarks.ledger_import import FAULTS, UNITS, synthetic
from hazards import library
from hazards.ledger_workbook_out import HEADER, faulty
from hazards.models import Hazard, ImportState
from hazards.selectors import imports, sheets
from hazards.services import import_jobs, importing
from hazards.services.standards import load_standards
from tests.factories import District
from units.enums import UnitKind
from units.models import Unit

ROWS, BAD = 10_000, 500
MEGABYTE = 1 << 20
SPACING = ROWS // BAD


@pytest.mark.timeout(900)
def test_ten_thousand_rows_with_five_hundred_faulty_ones(district: District) -> None:
    load_standards(standards=library.criteria())
    named = set(Unit.objects.values_list("name", flat=True))
    for order, name in enumerate(set(UNITS) - named, start=9):
        Unit.objects.create(name=name, order=order, kind=UnitKind.TOWN)
    content = synthetic(ROWS, BAD)
    process = psutil.Process()
    before, most = process.memory_info().rss, 0

    def look(done: int, total: int) -> None:
        nonlocal most
        most = max(most, process.memory_info().rss)

    now, actor = timezone.now(), district.reviewer
    batch = importing.receive(actor=actor, unit=None, name="台账.xlsx", content=content, at=now)
    job = {"tenant_id": district.tenant.pk, "batch_id": batch.pk, "at": now}
    import_jobs.run(**job, told=look)  # type: ignore[arg-type]
    importing.confirm(actor=actor, batch_id=batch.pk, files_them=False, at=now)
    import_jobs.run(**job, told=look)  # type: ignore[arg-type]
    batch.refresh_from_db()
    assert (batch.state, batch.done) == (ImportState.DONE, ROWS - BAD)
    assert Hazard.objects.count() == ROWS - BAD
    assert most - before < 150 * MEGABYTE

    options = sheets.options(actor, on=now.date())
    book = openpyxl.load_workbook(BytesIO(faulty(sheets.faulty(batch), options, "")), read_only=True)
    returned = [row[12] for row in book.worksheets[0].iter_rows(min_row=HEADER + 1, values_only=True)]
    expected = [number for number in range(ROWS) if number % SPACING == SPACING - 1]
    assert [str(said).partition("号")[0] for said in returned] == [f"第{number}" for number in expected]
    named_columns = [set(row.problems) for row in imports.bad_rows(batch)]
    assert all(FAULTS[place % len(FAULTS)][0] in names for place, names in enumerate(named_columns))
