"""Ledgers in Excel for tests: rows by column, as people would type them."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from hazards.ledger_sheet import BY_NAME, READ
from hazards.models import ImportRow, LedgerImport, RowKind
from hazards.services import import_jobs, importing
from tests.factories import District
from tests.ledgers import FILED_AT, clause
from units.actors import Actor
from units.models import Unit

FIRST = 4
"""The row of the first record below title, groups and headings."""


def typed(**changes: Any) -> dict[str, Any]:
    """A row with everything a record needs to be filed."""
    clause()
    row = {
        "unit": "东关镇",
        "enterprise": "东关机械厂",
        "place": "污水处理站",
        "sector": "工贸",
        "found_by": "部门检查",
        "inspectors": "甲、乙",
        "discovered_at": "2023-09-10 09:30",
        "description": "污水池入口处没有设置有限空间安全警示标志",
        "standard": "工贸企业重大事故隐患判定标准",
        "criterion": "第十三条",
        "answers": "1是：污水池；2是：现场无标志【依据：照片3】",
        "responsible": "丙",
        "measures": "设置警示标志，加锁管理",
        "funds": "0.35",
        "due_on": "2023-09-30",
        "plan": "停止进入，专人看守",
        "halt": "未停产",
    }
    return {**row, **changes}


def several(count: int, **changes: Any) -> list[dict[str, Any]]:
    """So many rows that differ in what they describe."""
    return [typed(description=f"第{number}号污水池没有警示标志", **changes) for number in range(1, count + 1)]


def workbook(rows: Iterable[Mapping[str, Any]], columns: Sequence[str] = READ) -> bytes:
    """A ledger with these rows, written in one go however many they are."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(["重大事故隐患台账"])
    sheet.append([BY_NAME[name].group for name in columns])
    sheet.append([BY_NAME[name].label for name in columns])
    for row in rows:
        sheet.append([row.get(name) for name in columns])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def received(
    district: District,
    *rows: Mapping[str, Any],
    actor: Actor | None = None,
    unit: Unit | None = None,
    columns: Sequence[str] = READ,
) -> LedgerImport:
    """An upload of the first town's filer, not yet checked."""
    return importing.receive(
        actor=actor or district.filer,
        unit=unit or (None if actor and actor.is_tenant_wide else district.town),
        name="台账.xlsx",
        content=workbook(rows, columns),
        at=FILED_AT,
    )


def run(batch: LedgerImport) -> LedgerImport:
    """The import after the worker has done what it waited for."""
    import_jobs.run(tenant_id=batch.tenant_id or 0, batch_id=batch.pk, at=FILED_AT)
    batch.refresh_from_db()
    return batch


def checked(district: District, *rows: Mapping[str, Any], **how: Any) -> LedgerImport:
    """An upload whose rows were checked."""
    return run(received(district, *rows, **how))


def stored(
    district: District, *rows: Mapping[str, Any], files_them: bool = False, **how: Any
) -> LedgerImport:
    """An upload confirmed by who made it, and stored."""
    batch = checked(district, *rows, **how)
    importing.confirm(
        actor=how.get("actor") or district.filer, batch_id=batch.pk, files_them=files_them, at=FILED_AT
    )
    return run(batch)


def rows_of(batch: LedgerImport) -> list[ImportRow]:
    return list(ImportRow.objects.filter(batch=batch).order_by("number"))


def kinds(batch: LedgerImport) -> list[str]:
    return [row.kind for row in rows_of(batch)]


def problems(batch: LedgerImport) -> dict[int, dict[str, str]]:
    """What is wrong, by row of the sheet."""
    return {row.number: row.problems for row in rows_of(batch) if row.kind == RowKind.BAD}
