"""The measuring of imports: the made-up ledger, what is counted, how it is shown."""

from io import BytesIO

import pytest

from benchmarks import ledger_measuring
from benchmarks.ledger_import import FAULTS, _spread, synthetic
from benchmarks.ledger_measuring import Measured, read_only, table
from hazards import library
from hazards.ledger_workbook_in import open_ledger
from hazards.models import Hazard, Standard
from hazards.services.standards import load_standards
from units.models import Tenant
from units.scoping import scope


@pytest.mark.parametrize(("rows", "bad"), [(10, 0), (10, 3), (10, 10), (10_000, 500)])
def test_faulty_rows_are_as_many_as_asked(rows: int, bad: int) -> None:
    assert sum(_spread(rows, bad)) == bad


def test_made_up_ledger_can_be_read_and_differs_in_every_row() -> None:
    with open_ledger(BytesIO(synthetic(40, 4)), "台账.xlsx") as ledger:
        rows = list(ledger.rows())
    assert len({row.texts["description"] for row in rows}) == 40
    assert sum(any(row.texts[name] == text for name, text in FAULTS) for row in rows) == 4


def test_reading_counts_every_row() -> None:
    assert read_only(synthetic(40, 4)) == 42


def test_measuring_imports_into_a_tenant_of_its_own(db: None) -> None:
    load_standards(standards=library.criteria())
    measured = ledger_measuring.measure(synthetic(40, 4), "bench")
    assert (measured.stored, measured.bad) == (36, 4)
    assert min(measured.reading, measured.checking, measured.storing, measured.clock) > 0
    with scope(Tenant.objects.get(slug="bench").pk):
        assert Hazard.objects.filter(status="filed").count() == 36


def test_library_is_loaded_if_there_is_none(db: None) -> None:
    ledger_measuring.measure(synthetic(5, 0), "bench")
    assert Standard.objects.count() > 10


def test_best_round_of_each_kind_is_told() -> None:
    rounds = [Measured(2.0, 3.0, 4.0, 9.0, 1.5, 95, 5), Measured(4.0, 2.0, 6.0, 9.0, 1.5, 95, 5)]
    assert [each.ratio for each in rounds] == [3.5, 2.0]
    said = table(rounds).splitlines()
    assert said[-1] == "各取最快：3.00 倍"
    assert said[1].split() == ["2.00", "3.00", "4.00", "3.50", "9.0", "1.5", "95", "5"]
