"""Imports as somebody sees them: the list, the figures, the rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hazards.models import RowKind
from hazards.selectors import imports
from hazards.selectors.imports import Figures, Flaw
from tests.factories import District
from tests.ledgers import drafted, standing
from tests.sheets import FIRST, checked, received, rows_of, several, stored, typed
from units.errors import NotFound
from units.scoping import scope


def test_units_are_those_one_may_import_for(district: District) -> None:
    assert list(imports.importing_units(district.filer)) == [district.town]
    assert list(imports.importing_units(district.reviewer)) == list(district.units)
    for nobody in (district.leader, district.admin):
        assert imports.importing_units(nobody) == []


def test_I3_imports_are_seen_by_the_unit_and_the_office(district: District) -> None:
    own = received(district, typed())
    everybodys = received(district, typed(), actor=district.reviewer)
    assert imports.imports(district.filer) == [own]
    assert imports.imports(district.head) == [own]
    assert imports.imports(district.reviewer) == [everybodys, own]
    for nobody in (district.other_filer, district.leader, district.admin):
        assert imports.imports(nobody) == []
        with pytest.raises(NotFound, match="没有这次导入"):
            imports.batch(nobody, own.pk)
    with pytest.raises(NotFound):
        imports.batch(district.filer, everybodys.pk)
    assert imports.batch(district.head, own.pk) == own


def test_I3_import_of_another_tenant_is_not_there(district: District, neighbour: District) -> None:
    batch = received(district, typed())
    with scope(neighbour.tenant.pk):
        assert imports.imports(neighbour.reviewer) == []
        with pytest.raises(NotFound):
            imports.batch(neighbour.reviewer, batch.pk)


def test_rows_are_counted_by_what_they_come_to(district: District) -> None:
    same, other = drafted(district), drafted(district, description="又一处")
    rows = [
        *several(3, enterprise="新厂"),
        typed(description="新二", enterprise="新厂二", funds=""),
        typed(draft=str(same.pk)),
        typed(draft=str(other.pk), description="又一处", responsible=""),
        typed(funds="x", enterprise="不算的厂"),
    ]
    batch = checked(district, *rows)
    expected = Figures(new=4, changed=1, unchanged=1, bad=1, incomplete=2, newcomers=2, stored=0)
    assert imports.figures(batch) == expected
    assert (expected.storable, expected.sound) == (5, 3)


def test_stored_rows_are_counted(district: District) -> None:
    batch = stored(district, *several(2), typed(funds="x"))
    assert imports.figures(batch).stored == 2


def test_rows_come_by_kind_in_their_order(district: District) -> None:
    rows = several(4)
    rows[1]["funds"] = "x"
    rows[3]["funds"] = ""
    batch = checked(district, *rows)

    def numbers(kind: RowKind | None, *, incomplete: bool = False) -> list[int]:
        return [row.number - FIRST for row in imports.rows(batch, kind, incomplete=incomplete)]

    assert numbers(None) == [0, 1, 2, 3]
    assert numbers(RowKind.NEW) == [0, 2, 3]
    assert numbers(RowKind.BAD) == [1]
    assert numbers(None, incomplete=True) == [3]
    assert [row.number - FIRST for row in imports.bad_rows(batch)] == [1]


def test_flaws_name_cells_in_the_order_of_the_columns(district: District) -> None:
    batch = checked(district, typed(funds="x", uscc="1", discovered_at="2023-02-30"))
    (row,) = rows_of(batch)
    flaws = imports.line(batch, row).flaws
    assert [flaw.cell for flaw in flaws] == ["E4", "L4", "S4"]
    assert flaws[1] == Flaw("L4", "没有“2023-02-30”这一天，请核对发现时间。")


def test_flaw_whose_words_do_not_name_the_column_gets_its_name(district: District) -> None:
    hazard = standing(district, "filed")  # type: ignore[arg-type]
    batch = checked(district, typed(number=hazard.number, place="别处"))
    (flaw,) = imports.line(batch, rows_of(batch)[0]).flaws
    assert flaw.words.startswith(f"具体位置：{hazard.number}现为“待审核”")


def test_flaw_of_the_whole_row_or_of_a_missing_column_names_the_row(district: District) -> None:
    batch = checked(district, typed())
    (row,) = rows_of(batch)
    row.problems = {"": "又有变动。", "funds": "整改资金（万元）不对。"}
    batch.columns.pop("funds")
    assert [flaw.cell for flaw in imports.line(batch, row).flaws] == ["第4行", "第4行"]


def test_changes_and_gaps_are_shown_by_their_names(district: District) -> None:
    hazard = drafted(district)
    batch = checked(district, typed(draft=str(hazard.pk), funds="", place="别处"))
    line = imports.line(batch, rows_of(batch)[0])
    assert line.changes == [("具体位置", "污水处理站", "别处"), ("整改资金（万元）", "0.35", "")]
    assert line.gaps == ["整改资金（万元）还没有填。"]
    assert line.newcomer == ""


def test_newcomer_is_told_of_new_rows_only(district: District) -> None:
    hazard = drafted(district)
    batch = checked(
        district, typed(description="新", enterprise="新厂"), typed(draft=str(hazard.pk), enterprise="别厂")
    )
    assert [imports.line(batch, row).newcomer for row in rows_of(batch)] == ["新厂", ""]


def test_only_who_uploaded_may_confirm_what_is_checked(district: District) -> None:
    waiting, ready = received(district, typed()), checked(district, typed(description="又一处"))
    assert imports.is_under_way(waiting)
    assert not imports.is_under_way(ready)
    assert not imports.may_confirm(district.filer, waiting)
    assert imports.may_confirm(district.filer, ready)
    assert not imports.may_confirm(district.head, ready)


def test_figures_need_one_query(district: District) -> None:
    batch = checked(district, *several(5))
    with CaptureQueriesContext(connection) as captured:
        imports.figures(batch)
    assert len(captured) == 1
