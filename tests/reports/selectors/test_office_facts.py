"""What only 安委办 may be told: copied rows, ledgers made up at the last moment."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from hazards.life import Status
from hazards.models import Hazard
from reports.facts import Facts
from reports.selectors.office_facts import LAST_HOURS, office_facts
from tests import licheng
from tests.factories import CUTOFF, INSTANT, District
from tests.ledgers import standing

FORM = licheng.indicators()
ZEROS = dict.fromkeys((spec.code for spec in FORM), Decimal(0))


def filing(*columns: int, before: int = 0) -> Facts:
    """A filing whose first columns have these values, on top of `before` in each."""
    values = {spec.code: Decimal(value + before) for spec, value in zip(FORM, columns, strict=False)}
    past = {code: Decimal(before) for code in values}
    return Facts(FORM, "bureau", {**ZEROS, **values}, [{**ZEROS, **past}] if before else [])


def same(district: District, filings: dict[int, Facts], filed: set[int]) -> dict[int, int]:
    found = office_facts(district.period, filings, filed)
    return {unit: int(values["same_as_others"]) for unit, values in found.items()}


@pytest.mark.parametrize(("columns", "alike"), [((1, 2), 0), ((1, 2, 3), 1), ((1, 2, 3, 4), 1)])
def test_rows_alike_need_three_columns_with_something_new(
    district: District, columns: tuple[int, ...], alike: int
) -> None:
    filings = {1: filing(*columns), 2: filing(*columns), 3: filing(9, 9, 9)}
    assert same(district, filings, {1, 2, 3}) == {1: alike, 2: alike, 3: 0}


def test_rows_are_compared_by_what_is_new(district: District) -> None:
    assert same(district, {1: filing(1, 2, 3), 2: filing(1, 2, 3, before=7)}, {1, 2}) == {1: 1, 2: 1}
    assert same(district, {1: filing(8, 9, 10), 2: filing(1, 2, 3, before=7)}, {1, 2}) == {1: 0, 2: 0}


def test_only_filed_rows_are_there_to_copy_from(district: District) -> None:
    filings = {unit: filing(1, 2, 3) for unit in (1, 2, 3)}
    assert same(district, filings, {1}) == {1: 0, 2: 1, 3: 1}


def ledger(district: District, filed_at: datetime, **fields: object) -> tuple[int, int]:
    """How many new records, and how many in the last hours, of a record first filed at this time."""
    hazard = standing(district, Status.FILED)
    Hazard.objects.filter(pk=hazard.pk).update(first_filed_at=filed_at, **fields)
    found = office_facts(district.period, {district.town.pk: filing()}, set())[district.town.pk]
    return int(found["ledger_new"]), int(found["ledger_last_hours"])


@pytest.mark.parametrize(
    ("filed_at", "counts"),
    [
        (CUTOFF - LAST_HOURS - INSTANT, (1, 0)),
        (CUTOFF - LAST_HOURS, (1, 1)),
        (CUTOFF - INSTANT, (1, 1)),
        (CUTOFF, (0, 0)),
    ],
)
def test_last_hours_begin_six_hours_before_the_cutoff(
    district: District, filed_at: datetime, counts: tuple[int, int]
) -> None:
    assert ledger(district, filed_at) == counts


def test_records_of_other_days_are_not_of_the_period(district: District) -> None:
    early = date(2023, 5, 2)
    assert ledger(district, CUTOFF - timedelta(hours=1), discovered_on=early) == (0, 0)
