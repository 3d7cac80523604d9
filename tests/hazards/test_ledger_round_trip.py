"""What is exported can be imported: unchanged if nothing was changed, and exactly what was changed."""

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from hazards.entries import InvalidFields
from hazards.judgment import Answer, Value
from hazards.ledger_sheet import COLUMNS
from hazards.ledger_workbook_out import HEADER, export, faulty
from hazards.life import Status
from hazards.models import Hazard, LedgerImport, RowKind
from hazards.selectors import sheets
from hazards.selectors.ledger import EVERYTHING
from hazards.services import importing, ledger
from tests.factories import District
from tests.ledgers import FILED_AT, FOUND_AT, USCC, drafted, make_enterprise, standing
from tests.sheets import checked, kinds, rows_of, run, several
from units.actors import Actor

PLACES = {column.name: place for place, column in enumerate(COLUMNS, start=1)}
STRANGE = "=1+1\n“甲”<乙>&丙\t＋－@"


def exported(district: District, actor: Actor | None = None) -> bytes:
    by = actor or district.filer
    rows = sheets.records(by, EVERYTHING).rows
    return export(rows, sheets.options(by, on=date(2023, 9, 10)), "")


def changed(content: bytes, changes: dict[tuple[int, str], Any]) -> bytes:
    """The workbook as Excel saves it, with other values in some cells, by row from 0 and column."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for (row, name), value in changes.items():
        book.worksheets[0].cell(HEADER + 1 + row, PLACES[name]).value = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def taken_in(district: District, content: bytes, actor: Actor | None = None) -> LedgerImport:
    by = actor or district.filer
    unit = None if by.is_tenant_wide else district.town
    return run(importing.receive(actor=by, unit=unit, name="台账.xlsx", content=content, at=FILED_AT))


def every_kind(district: District) -> list[Hazard]:
    """Records at every point of their life, with every sort of content."""
    make_enterprise("东关机械厂", USCC, address="一路1号", kind="sole_trader")
    records = [standing(district, status, description=f"{status}处") for status in Status]
    records.append(drafted(district, funds=Decimal("114.438"), description=STRANGE, place="'单引号"))
    records.append(drafted(district, funds=Decimal("0.000001"), halt="whole", coordination="-"))
    records.append(drafted(district, enterprise=None, criterion=None, due_on=None, funds=None, plan=""))
    records.append(drafted(district, discovered_at=FOUND_AT + timedelta(seconds=59), description="秒"))
    return records


@pytest.mark.parametrize("saved_by_excel", [False, True])
def test_export_comes_back_unchanged(district: District, saved_by_excel: bool) -> None:
    records = every_kind(district)
    content = exported(district)
    batch = taken_in(district, changed(content, {}) if saved_by_excel else content)
    assert [(row.kind, row.changes, row.problems) for row in rows_of(batch)] == [
        (RowKind.UNCHANGED, {}, {})
    ] * len(records)
    assert {row.hazard_id for row in rows_of(batch)} == {record.pk for record in records}


def test_offices_export_comes_back_unchanged(district: District) -> None:
    for status in (Status.FILED, Status.RETURNED, Status.CLOSED):
        standing(district, status)
    batch = taken_in(district, exported(district, district.reviewer), district.reviewer)
    assert set(kinds(batch)) == {RowKind.UNCHANGED}


@pytest.mark.parametrize(
    ("name", "typed", "shown"),
    [
        ("place", STRANGE[1:], STRANGE[1:]),
        ("funds", 114.438, "114.438"),
        ("funds", None, ""),
        ("due_on", date(2023, 10, 7), "2023-10-07"),
        ("due_on", "2023年10月7日", "2023-10-07"),
        ("discovered_at", "2023-09-09", "2023-09-09 00:00"),
        ("found_by", "企业自查", "企业自查"),
        ("halt", "局部停产", "局部停产"),
        ("plan", None, ""),
        ("answers", "1否：没有水池", "1否：没有水池"),
    ],
)
def test_exactly_the_change_is_found_and_stored(
    district: District, name: str, typed: Any, shown: str
) -> None:
    hazard = drafted(district)
    batch = taken_in(district, changed(exported(district), {(0, name): typed}))
    (row,) = rows_of(batch)
    assert (row.kind, row.hazard) == (RowKind.CHANGED, hazard)
    assert {column: new for column, (_, new) in row.changes.items()} == {name: shown}
    importing.confirm(actor=district.filer, batch_id=batch.pk, files_them=False, at=FILED_AT)
    run(batch)
    again = taken_in(district, changed(exported(district), {(0, name): typed}))
    assert kinds(again) == [RowKind.UNCHANGED]


def test_status_and_times_of_the_office_are_not_read(district: District) -> None:
    standing(district, Status.FILED)
    edits = {(0, "status"): "已销号", (0, "first_filed_at"): "2020-01-01", (0, "closed_at"): "x"}
    assert kinds(taken_in(district, changed(exported(district), edits))) == [RowKind.UNCHANGED]


def test_row_copied_in_excel_is_found_out(district: District) -> None:
    drafted(district)
    content = exported(district)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    for place in PLACES.values():
        sheet.cell(HEADER + 2, place).value = sheet.cell(HEADER + 1, place).value
    buffer = io.BytesIO()
    book.save(buffer)
    batch = taken_in(district, buffer.getvalue())
    assert kinds(batch) == [RowKind.BAD, RowKind.BAD]
    assert all("是同一条隐患" in row.problems["draft"] for row in rows_of(batch))


def test_faulty_rows_are_corrected_and_taken_in_until_none_is_left(district: District) -> None:
    rows = several(6)
    rows[1]["discovered_at"], rows[4]["funds"] = "2023-02-30", "三万"
    batch = checked(district, *rows)
    offered = sheets.options(district.filer, on=date(2023, 9, 10))
    returned = faulty(sheets.faulty(batch), offered, "")
    half = taken_in(district, changed(returned, {(0, "discovered_at"): date(2023, 9, 10)}))
    assert kinds(half) == [RowKind.NEW, RowKind.BAD]
    rest = faulty(sheets.faulty(half), offered, "")
    assert kinds(taken_in(district, changed(rest, {(0, "funds"): 3}))) == [RowKind.NEW]


def test_what_the_sheet_files_the_page_would_file(district: District) -> None:
    """The gaps named at an import are those that keep a record from being filed on its page."""
    for changes in (
        {},
        {"funds": ""},
        {"answers": "1否"},
        {"due_on": "2023-09-01"},
        {"plan": "", "measures": ""},
    ):
        (row,) = rows_of(checked(district, several(1, place=str(changes))[0] | changes))
        hazard = drafted(district, description=f"另一处{changes}")
        entries: Any = {name: None if name == "funds" else "" for name in changes}
        if "due_on" in changes:
            entries["due_on"] = date(2023, 9, 1)
        entries.pop("answers", None)
        hazard = ledger.edit_hazard(
            actor=district.filer, hazard_id=hazard.pk, version=hazard.version, entries=entries, at=FILED_AT
        )
        if "answers" in changes:
            no = {"/0": Answer(Value.NO), "/1": Answer(Value.UNKNOWN)}
            hazard = ledger.answer(
                actor=district.filer, hazard_id=hazard.pk, version=hazard.version, answers=no, at=FILED_AT
            )
        refused: dict[str, str] = {}
        try:
            ledger.move(
                actor=district.filer, hazard_id=hazard.pk, name="file", version=hazard.version, at=FILED_AT
            )
        except InvalidFields as problems:
            refused = dict(problems.problems)
        assert row.gaps == refused, changes
