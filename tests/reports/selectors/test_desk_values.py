"""The values of all units side by side."""

from decimal import Decimal

import pytest

from reports.selectors import desk_values
from reports.selectors.desk import desk
from reports.selectors.desk_values import ValueMatrix, ValueRow
from tests.factories import (
    BEFORE,
    CODES,
    VALUES,
    District,
    close,
    file_for,
    save_draft,
    send_back,
    sign_and_file,
)
from units.errors import NotAllowed, NotFound

LARGER = {**VALUES, "general_found": Decimal("25.5"), "general_rectified": Decimal(30)}


def seen(district: District) -> ValueMatrix:
    rows = desk(district.reviewer, district.period, now=BEFORE).rows
    return desk_values.matrix(district.period, rows)


def town(district: District) -> ValueRow:
    return seen(district).rows[0]


def total(found: ValueMatrix, code: str) -> Decimal:
    return found.totals[[spec.code for spec in found.specs].index(code)]


def test_columns_are_the_forms(district: District) -> None:
    assert [spec.code for spec in seen(district).specs] == list(CODES)


def test_I12_only_what_is_filed_is_shown_and_counted(district: District) -> None:
    save_draft(district)
    file_for(district, district.bureau)
    found = seen(district)
    assert [bool(row.cells) for row in found.rows] == [False, False, True]
    assert (found.counted, total(found, "general_found")) == (1, Decimal(10))


def test_returned_table_is_not_counted(district: District) -> None:
    send_back(district, sign_and_file(district))
    assert seen(district).counted == 0


def test_I9_total_is_the_sum_of_the_rows_shown(district: District) -> None:
    file_for(district, district.town)
    file_for(district, district.bureau, LARGER)
    rows = desk(district.reviewer, district.period, now=BEFORE).rows
    assert total(seen(district), "general_found") == Decimal("35.5")
    shown = desk_values.matrix(district.period, rows[:1])
    assert total(shown, "general_found") == Decimal(10)


def test_cells_carry_their_findings(district: District) -> None:
    file_for(district, district.town, LARGER)
    cells = {cell.spec.code: cell for cell in town(district).cells}
    assert cells["general_rectified"].severity == "block"
    assert "大于" in cells["general_rectified"].words
    assert (cells["penalty_count"].severity, cells["penalty_count"].words) == ("", "")


def test_cells_carry_the_offices_comments(district: District) -> None:
    filed = file_for(district, district.town)
    filed.comments = {"penalty_count": "请核对"}
    filed.save()
    cells = {cell.spec.code: cell for cell in town(district).cells}
    assert cells["penalty_count"].comment == "请核对"
    assert "安委办批注：请核对" in cells["penalty_count"].words


def test_I4_closed_period_is_read_from_its_snapshot(district: District) -> None:
    file_for(district, district.town)
    snapshot = close(district)
    district.period.refresh_from_db()
    filed = district.period.submissions.get()
    filed.values = {**filed.values, "general_found": "99"}
    filed.save()
    found = seen(district)
    assert found.snapshot == snapshot
    assert total(found, "general_found") == Decimal(10)


def test_history_names_every_change_of_the_cell(district: District) -> None:
    saved = save_draft(district)
    save_draft(district, {"general_found": "12"}, version=saved.version)
    found = desk_values.history(district.reviewer, district.period, district.town.pk, "general_found")
    assert [(line.old, line.new) for line in found.lines] == [("", "10"), ("10", "12")]
    assert (found.unit, found.spec.code) == (district.town, "general_found")


def test_history_of_a_table_not_begun_is_empty(district: District) -> None:
    found = desk_values.history(district.reviewer, district.period, district.town.pk, "general_found")
    assert (found.submission, list(found.lines)) == (None, [])


def test_history_of_an_unknown_column_is_not_found(district: District) -> None:
    with pytest.raises(NotFound, match="没有这一项"):
        desk_values.history(district.reviewer, district.period, district.town.pk, "nonsense")


def test_history_of_an_unknown_unit_is_not_found(district: District) -> None:
    with pytest.raises(NotFound):
        desk_values.history(district.reviewer, district.period, 0, "general_found")


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_I3_history_denied_to_everybody_else(district: District, who: str) -> None:
    with pytest.raises(NotAllowed):
        desk_values.history(getattr(district, who), district.period, district.town.pk, "general_found")
