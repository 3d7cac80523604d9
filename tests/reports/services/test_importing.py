"""Taking in a table of all units: all of it, the good rows, or nothing."""

from collections.abc import Sequence

import pytest

from reports.models import Submission
from reports.services import importing, submissions
from reports.services.importing import Reading
from reports.snapshot import values_json
from reports.transitions import State
from reports.workbook_in import TableRow
from tests import licheng
from tests.factories import (
    BEFORE,
    CODES,
    VALUES,
    District,
    close,
    file_for,
    make_form,
    make_period,
    make_previous,
    make_unit,
    save_draft,
    send_back,
    sign_and_file,
)
from tests.reports.steps import put, stored
from tests.reports.workbooks import csv_bytes
from units import audit
from units.enums import UnitKind
from units.errors import Conflict, Invalid, NotAllowed
from units.models import AuditEntry, Unit

TOWN = ["东关镇", 10, 8, 0, 2, 1.5]
OTHER_TOWN = ["西关街道", 5, 5, 0, 0, 0]
BUREAU = ["区试验局", 7, 1, 3, 0, 0]
ALL = (TOWN, OTHER_TOWN, BUREAU)
BAD = ["西关街道", 5, 6, 0, 0, 0]
"""More put right than found."""


def table(*rows: Sequence[object]) -> bytes:
    return csv_bytes([["unit", *CODES], *rows])


def take_in(district: District, *rows: Sequence[object], accept_good: bool = False) -> Reading:
    return importing.import_table(
        actor=district.reviewer,
        period=district.period,
        content=table(*rows),
        filename="调度表.csv",
        accept_good=accept_good,
        at=BEFORE,
    )


def look_at(district: District, *rows: Sequence[object]) -> Reading:
    return importing.read(
        actor=district.reviewer, period=district.period, content=table(*rows), filename="调度表.csv"
    )


def filed() -> dict[str, dict[str, str]]:
    found = Submission.objects.filter(state=State.FILED)
    return {submission.unit.name: submission.values for submission in found}


def names(rows: Sequence[TableRow]) -> list[str]:
    return [row.unit for row in rows]


def test_good_table_becomes_filings(district: District) -> None:
    reading = take_in(district, *ALL)
    assert reading.all_right
    assert set(filed()) == {"东关镇", "西关街道", "区试验局"}
    assert filed()["东关镇"] == values_json(VALUES)
    entry = AuditEntry.objects.get(action="table.imported")
    assert entry.summary == "从“调度表.csv”导入2023年9月3家单位的调度表"
    assert entry.detail == {"problems": 0, "unchanged": 0}


def test_looking_stores_nothing(district: District) -> None:
    reading = look_at(district, *ALL)
    assert names(reading.ready) == ["东关镇", "西关街道", "区试验局"]
    assert not Submission.objects.exists()
    assert not AuditEntry.objects.exists()


def test_table_of_some_units_files_those(district: District) -> None:
    take_in(district, BUREAU)
    assert set(filed()) == {"区试验局"}


def test_all_problems_are_named_with_their_cells_and_nothing_is_stored(district: District) -> None:
    rows = (
        ["东关镇", 10, "很多", 0, 2, -1],
        ["西关街道", 5, 6, 0, 0, 0],
        ["没有的局", 1, 1, 0, 0, 0],
        ["区试验局", 7, 1, 3, 0, 9],
    )
    with pytest.raises(Invalid, match=r"“调度表\.csv”有 5 处问题，没有存入任何数据"):
        take_in(district, *rows)
    problems = look_at(district, *rows).problems
    assert {problem.cell for problem in problems} == {"C2", "F2", "C3", "A4", "F5"}
    assert not Submission.objects.exists()


def test_good_rows_are_stored_when_that_is_expressly_chosen(district: District) -> None:
    reading = take_in(district, TOWN, BAD, BUREAU, accept_good=True)
    assert set(filed()) == {"东关镇", "区试验局"}
    assert [problem.unit for problem in reading.problems] == ["西关街道"]
    assert AuditEntry.objects.get(action="table.imported").detail == {"problems": 1, "unchanged": 0}


def test_row_filed_alike_is_left_alone(district: District) -> None:
    sign_and_file(district)
    reading = take_in(district, *ALL)
    assert names(reading.unchanged) == ["东关镇"]
    assert names(reading.ready) == ["西关街道", "区试验局"]
    assert (stored(district).origin, stored(district).version) == (Submission.Origin.TYPED, 3)


def test_same_table_taken_in_twice_changes_nothing(district: District) -> None:
    take_in(district, *ALL)
    before = list(Submission.objects.values())
    reading = take_in(district, *ALL)
    assert (len(reading.ready), len(reading.unchanged)) == (0, 3)
    assert list(Submission.objects.values()) == before


@pytest.mark.parametrize(
    ("state", "words"),
    [(State.FILED, "该单位已经报送，且数据与本表不同"), (State.SIGNED, "该单位负责人已签字")],
)
def test_I8_row_that_differs_from_what_the_unit_signed_is_refused(
    district: District, state: State, words: str
) -> None:
    put(district, state)
    changed = ["东关镇", 11, 8, 0, 2, 1.5]
    (problem,) = look_at(district, changed, BUREAU).problems
    assert (problem.cell, problem.unit) == ("A2", "东关镇")
    assert problem.message.startswith(words)
    take_in(district, changed, BUREAU, accept_good=True)
    assert stored(district).values == values_json(VALUES)
    assert "区试验局" in filed()


def test_I8_row_like_a_signed_filing_does_not_erase_the_signature(district: District) -> None:
    put(district, State.SIGNED)
    assert look_at(district, TOWN).problems
    assert stored(district).signed_at == BEFORE


def test_returned_filing_is_filed_anew_from_the_table(district: District) -> None:
    send_back(district, sign_and_file(district))
    take_in(district, ["东关镇", 11, 8, 0, 2, 1.5])
    assert filed()["东关镇"]["general_found"] == "11"
    assert stored(district).first_filed_at == BEFORE


def test_draft_of_the_unit_gives_way_to_the_table(district: District) -> None:
    save_draft(district, {"general_found": "1"})
    take_in(district, TOWN)
    assert filed()["东关镇"] == values_json(VALUES)


def test_failing_row_leaves_nothing_half_stored(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    real = submissions.file_imported

    def overtaken(**row: object) -> Submission:
        if row["unit"] == district.bureau:
            raise Conflict("区试验局刚刚报送了。")
        return real(**row)  # type: ignore[arg-type]

    monkeypatch.setattr(submissions, "file_imported", overtaken)
    with pytest.raises(Conflict):
        take_in(district, *ALL, accept_good=True)
    assert not Submission.objects.exists()
    assert not AuditEntry.objects.exists()


def test_I8_import_and_its_line_are_written_together_or_not_at_all(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(ZeroDivisionError):
        take_in(district, *ALL)
    assert not Submission.objects.exists()


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_only_the_office_imports(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="整表导入由安委办办理"):
        importing.import_table(
            actor=getattr(district, who),
            period=district.period,
            content=table(*ALL),
            filename="调度表.csv",
            accept_good=True,
            at=BEFORE,
        )
    assert not Submission.objects.exists()


def test_I4_closed_period_takes_no_table(district: District) -> None:
    close(district)
    district.period.refresh_from_db()
    with pytest.raises(Conflict, match="关账，数据已冻结"):
        take_in(district, *ALL)


def test_I4_period_closed_since_the_page_was_loaded_takes_no_table(district: District) -> None:
    close(district)
    with pytest.raises(Conflict, match="关账，数据已冻结"):
        take_in(district, *ALL)
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        (b"", "t.csv"),
        (b"\x00\x01", "t.xlsx"),
        (b"a,b\n1,2\n", "t.csv"),
        (b"PK\x03\x04cut", "t.xlsx"),
        (b"x", "t.pdf"),
    ],
)
def test_unreadable_file_is_refused_by_name(district: District, content: bytes, filename: str) -> None:
    with pytest.raises(Invalid, match=f"“{filename}”读不了"):
        importing.read(actor=district.reviewer, period=district.period, content=content, filename=filename)


def test_I12_blank_row_is_silence(district: District) -> None:
    reading = take_in(district, TOWN, ["西关街道", "", "", "", "", ""])
    assert set(filed()) == {"东关镇"}
    assert reading.all_right
    assert {note.unit for note in reading.notes} == {"西关街道", "区试验局"}


def test_unit_that_owes_nothing_is_not_taken_in(district: District) -> None:
    Unit.objects.filter(pk=district.bureau.pk).update(obliged=False)
    assert [problem.cell for problem in look_at(district, TOWN, BUREAU).problems] == ["A3"]


def test_values_far_from_the_period_before_are_no_obstacle(district: District) -> None:
    """Such hints ask a person to look again; they stop nothing."""
    august = make_previous(district)
    file_for(district, district.town, period=august)
    assert look_at(district, ["东关镇", 1, 1, 0, 2, 1.5]).all_right


def test_the_real_table_is_taken_in_whole(district: District) -> None:
    for order, (name, kind) in enumerate(licheng.unit_kinds().items(), start=10):
        make_unit(name, order=order, kind=UnitKind(kind))
    period = make_period(district.campaign, make_form((), version=2), "真表", title="真表")
    content = (licheng.DATA / "dispatch-2023-09.csv").read_bytes()
    reading = importing.import_table(
        actor=district.reviewer,
        period=period,
        content=content,
        filename="dispatch-2023-09.csv",
        accept_good=False,
        at=BEFORE,
    )
    assert len(reading.ready) == 27
    expected = {name: values_json(row) for name, row in licheng.september().items()}
    assert filed() == expected
