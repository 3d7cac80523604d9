"""Which records the tables ask for, and when each step is made."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest

from config.demo import cases
from config.demo.ledger_plan import CLOSED, FOUND, OPEN_TERM, Slot, Table, Times, dice, slots, times
from hazards import library
from reports.demo_series import synthetic_series
from tests import licheng
from tests.factories import ZONE

SEPTEMBER = licheng.september()
TABLES = (*synthetic_series(SEPTEMBER), SEPTEMBER)
SLOTS = slots(TABLES, cases.read("sectors"))
PUBLISHED = {"工贸": 98, "危化品": 12, "道路交通": 8, "消防": 6}
"""条 by sector as the circular names them; the other 31 are printed there as 30."""


def column(found_by: str, what: str) -> str:
    return f"major_{found_by}_{what}"


def totals(counts: Mapping[tuple[str, str], int], table: Table, what: str) -> None:
    """The counts by unit and finder are those of the table's column."""
    for unit, row in table.items():
        for finder in ("enterprise", "department"):
            assert counts.get((unit, finder), 0) == row[column(finder, what)], (unit, finder)


@pytest.mark.parametrize("period", [0, 1, 2])
def test_found_by_the_end_of_a_period_are_as_many_as_its_table_says(period: int) -> None:
    last_day = FOUND[period][1]
    totals(
        Counter((slot.unit, slot.found_by) for slot in SLOTS if slot.found_on <= last_day),
        TABLES[period],
        "found",
    )


@pytest.mark.parametrize("period", [0, 1, 2])
def test_closed_by_the_end_of_a_period_are_as_many_as_its_table_says(period: int) -> None:
    done = [slot for slot in SLOTS if slot.closed_in is not None and slot.closed_in <= period]
    totals(Counter((slot.unit, slot.found_by) for slot in done), TABLES[period], "rectified")


def test_I9_sectors_come_to_the_published_numbers() -> None:
    counted = Counter(slot.sector for slot in SLOTS)
    named = {name: library.sector_table().of(name) for name in PUBLISHED}
    assert {name: counted[next(iter(sectors))] for name, sectors in named.items()} == PUBLISHED
    assert sum(counted.values()) - sum(PUBLISHED.values()) == 31


def test_what_is_new_in_september_is_all_of_the_usual_sector() -> None:
    new = [slot for slot in SLOTS if slot.found_on >= FOUND[2][0]]
    assert len(new) == 6
    assert {slot.sector for slot in new} == {"工贸"}


def test_I2_some_situation_of_the_sector_is_under_a_standard_in_force_that_day() -> None:
    for slot in SLOTS:
        assert any(
            each.sector == slot.sector and each.in_force(slot.found_on) for each in cases.situations()
        ), slot


def test_days_of_discovery_are_working_days_within_their_period() -> None:
    for slot in SLOTS:
        assert slot.found_on.weekday() < 5
        assert any(first <= slot.found_on <= last for first, last in FOUND)


def test_units_do_not_all_find_on_the_same_days() -> None:
    assert max(Counter(slot.found_on for slot in SLOTS).values()) <= 8


@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: f"{slot.unit}-{slot.found_by}-{slot.order}")
def test_steps_follow_each_other_within_the_period(slot: Slot) -> None:
    made = times(slot, ZONE)
    assert made.found.date() == slot.found_on
    assert made.found < made.filed < made.accepted
    assert made.filed.date() <= next(CLOSED[i][1] for i, span in enumerate(FOUND) if slot.found_on <= span[1])
    assert made.due_on >= slot.found_on
    if slot.closed_in is None:
        assert (made.done, made.closed, made.due_on) == (None, None, slot.found_on + OPEN_TERM)
        return
    assert made.done
    assert made.closed
    assert made.accepted < made.done < made.closed
    first, last = CLOSED[slot.closed_in]
    assert first <= made.closed.date() <= last


def test_people_work_by_day() -> None:
    for slot in SLOTS:
        made = times(slot, ZONE)
        hours = {
            each.hour for each in (made.found, made.filed, made.accepted, made.done, made.closed) if each
        }
        assert hours <= set(range(9, 18)), slot


def test_some_closed_late_most_in_time() -> None:
    made = [times(slot, ZONE) for slot in SLOTS if slot.closed_in is not None]
    late = [each for each in made if each.closed and each.closed.date() > each.due_on]
    assert 1 <= len(late) <= len(made) / 4


def test_same_slot_has_the_same_times() -> None:
    again: list[Times] = [times(slot, ZONE) for slot in SLOTS]
    assert again == [times(slot, ZONE) for slot in SLOTS]
    assert dice("one").random() == dice("one").random()
    assert dice("one").random() != dice("other").random()


def test_one_record_of_one_unit_is_found_and_closed_where_the_tables_rise() -> None:
    def table(found: int, rectified: int) -> Table:
        row = {"major_enterprise_found": Decimal(0), "major_enterprise_rectified": Decimal(0)}
        return {
            "甲镇": {
                **row,
                "major_department_found": Decimal(found),
                "major_department_rectified": Decimal(rectified),
            }
        }

    (slot,) = slots((table(0, 0), table(1, 0), table(1, 1)), {"甲镇": {"department": [("养老机构", 1)]}})
    assert (slot.found_by, slot.order, slot.sector, slot.closed_in) == ("department", 0, "养老机构", 2)
    assert FOUND[1][0] <= slot.found_on <= FOUND[1][1]
    made = times(slot, ZONE)
    assert made.closed
    assert date(2023, 8, 25) < made.closed.date() <= date(2023, 9, 24)
    assert made.closed - made.accepted > timedelta(days=5)
