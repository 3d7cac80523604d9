"""The counted ledger as a workbook."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.http import HttpResponse
from django.utils import timezone

from hazards import life
from reports.selectors.ledger_counts import COLUMNS, Matrix
from reports.snapshot import IndicatorSpec
from reports.views import counts_asked
from reports.views.counts_asked import Asked
from reports.workbook_out import Matrix as Sheet
from reports.workbook_out import MatrixRow, write_matrix
from units.downloads import workbook
from units.errors import NotFound
from units.http import TenantRequest
from units.pages import tenant_page


@tenant_page()
def export(request: TenantRequest) -> HttpResponse:
    """The same table as a workbook."""
    now = timezone.localtime()
    asked = counts_asked.asked_for(request.GET, now.date())
    if asked is None:
        raise NotFound("还没有专项行动，没有可以导出的统计。请管理员先建立专项行动。")
    content = write_matrix(_sheet(request, asked, now))
    return workbook(content, f"{request.tenant.name}{asked.campaign.name}台账统计.xlsx")


def _sheet(request: TenantRequest, asked: Asked, now: datetime) -> Sheet:
    """The matrix to print."""
    matrix = counts_asked.matrix(request.actor, asked)
    indicators = [
        IndicatorSpec(column.key, at, (column.group,) if column.group else (), column.label, "条")
        for at, column in enumerate(COLUMNS, start=1)
    ]
    rows = [
        MatrixRow(row.unit.name, {cell.column.key: Decimal(cell.value) for cell in row.cells})
        for row in matrix.rows
    ]
    return Sheet(
        title=f"{request.tenant.name}重大事故隐患台账统计表",
        subtitle=_subtitle(asked, now),
        indicators=indicators,
        rows=rows,
        total_name="合计",
        notes=_notes(request, asked, matrix),
        sheet="台账统计",
    )


def _subtitle(asked: Asked, now: datetime) -> str:
    """Campaign, period and filters, and when it was counted."""
    status = asked.narrowed.status
    parts = (
        asked.campaign.name,
        asked.period.title if asked.period else "各期合计",
        asked.narrowed.sector,
        life.LABELS[status] if status else None,
        f"{now:%Y年%-m月%-d日} 统计，单位：条",
    )
    return "，".join(part for part in parts if part)


def _notes(request: TenantRequest, asked: Asked, matrix: Matrix) -> Sequence[str]:
    """The units' standing in sentences, unless the table shows a part only."""
    notes = ["【合成数据】本表为演示用的合成数据，不是真实填报。"] if request.tenant.is_demo else []
    if not asked.narrowed.is_partial:
        notes += [f"{row.unit.name}：{row.words}。" for row in matrix.rows if row.cells[0].value]
    return notes
