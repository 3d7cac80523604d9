"""A number of the counts page and where it leads."""

from types import SimpleNamespace

import pytest
from django.template import Context

from reports.selectors.ledger_counts import COLUMNS, Cell, UnitRow
from reports.templatetags.ledger_counts import count
from tests.factories import District


def printed(district: District, cell: Cell, **asked: str) -> str:
    context = Context({"tenant": district.tenant, "asked": SimpleNamespace(records=asked)})
    return str(count(context, cell, UnitRow(district.town, (cell,), "")))


def test_nothing_is_a_faint_zero(district: District) -> None:
    assert printed(district, Cell(COLUMNS[0], 0, {})) == '<span class="count-none">0</span>'


def test_number_without_records_leads_nowhere(district: District) -> None:
    assert printed(district, Cell(COLUMNS[0], 3)) == "3"


@pytest.mark.parametrize(
    ("records", "asked", "query"),
    [
        ({}, {}, ""),
        (
            {"status": "closed"},
            {"sector": "消防&火"},
            "sector=%E6%B6%88%E9%98%B2%26%E7%81%AB&amp;status=closed&amp;",
        ),
    ],
)
def test_number_leads_to_its_records_of_the_unit(
    district: District, records: dict[str, str], asked: dict[str, str], query: str
) -> None:
    found = printed(district, Cell(COLUMNS[0], 3, records), **asked)
    assert found == f'<a href="/licheng/ledger/?{query}unit={district.town.pk}">3</a>'


def test_unit_the_ledger_does_not_offer_is_not_led_to(district: District) -> None:
    district.town.is_active = False
    assert printed(district, Cell(COLUMNS[0], 3, {})) == "3"
