"""What goes into workbooks: exactly the records listed, rows as typed, lists that may be chosen from."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hazards.life import Status
from hazards.selectors import ledger, sheets
from hazards.selectors.ledger import EVERYTHING, Filters
from tests.factories import District
from tests.ledgers import drafted, make_criterion, standing
from tests.sheets import checked, several
from units.errors import Invalid

ON = date(2023, 9, 10)


def test_lists_offer_units_sectors_and_standards_in_force(district: District) -> None:
    make_criterion()
    make_criterion("gm-2017-1", date(2018, 1, 1), date(2023, 5, 14))
    offered = sheets.options(district.reviewer, on=ON)
    assert offered.units == [unit.name for unit in district.units]
    assert "工贸" in offered.sectors
    assert offered.standards == ["工贸企业重大事故隐患判定标准（应急管理部令第10号）"]
    assert sheets.options(district.filer, on=ON).units == ["东关镇"]


def test_records_are_those_of_the_list_in_its_order(district: District) -> None:
    for status in (Status.FILED, Status.CLOSED, Status.DRAFT):
        standing(district, status)
    for filters in (EVERYTHING, Filters(status=Status.FILED)):
        found = sheets.records(district.filer, filters)
        listed = [hazard.number for hazard in ledger.ledger(district.filer, filters)]
        assert [row["number"] for row in found.rows] == listed
        assert (found.count, found.synthetic) == (len(listed), 0)


def test_I3_drafts_of_a_unit_are_not_in_the_offices_workbook(district: District) -> None:
    drafted(district)
    assert sheets.records(district.reviewer, EVERYTHING).count == 0


def test_too_many_records_ask_for_a_narrower_list(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted(district)
    monkeypatch.setattr(sheets, "LAST_ROW", 1)
    sheets.records(district.filer, EVERYTHING)
    drafted(district)
    with pytest.raises(Invalid, match="共2条，超过一次导出的1条"):
        sheets.records(district.filer, EVERYTHING)


def test_queries_do_not_grow_with_the_records(district: District) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            list(sheets.records(district.filer, EVERYTHING).rows)
        return len(captured)

    standing(district, Status.FILED)
    few = queries()
    for status in Status:
        standing(district, status)
    assert queries() == few


def test_faulty_rows_come_as_they_were_typed(district: District) -> None:
    rows = several(3, discovered_at="2023年9月10日 9:30", funds=" １.5 ", found_by="企业自查")
    rows[1] |= {"due_on": "2023-02-30", "enterprise": "+厂"}
    (marked,) = sheets.faulty(checked(district, *rows))
    assert marked.values["due_on"] == "2023-02-30"
    assert marked.values["enterprise"] == "+厂"
    assert marked.values["found_by"] == "企业自查"
    assert marked.values["funds"] == Decimal("1.5")
    assert marked.values["discovered_at"].date() == ON
    assert "place" in marked.values
    assert "uscc" not in marked.values
    assert list(marked.flaws) == ["due_on"]


def test_faulty_rows_can_be_corrected_and_taken_in(district: District) -> None:
    rows = several(4)
    rows[2]["funds"] = "x"
    (marked,) = sheets.faulty(checked(district, *rows))
    corrected = {**marked.values, "funds": "1", "due_on": marked.values["due_on"] + timedelta(days=1)}
    batch = checked(district, {name: str(value) for name, value in corrected.items()})
    assert [row.values["due_on"] for row in batch.rows.all()] == ["2023-10-01"]
    assert list(sheets.faulty(batch)) == []
