"""The desk as workbooks: exactly the units and columns that the page shows."""

from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.utils import timezone

from reports.models import Period
from reports.selectors import desk as reads
from reports.selectors import desk_values, periods
from reports.selectors.desk import LEDGER_LABELS, DeskRow
from reports.selectors.desk_values import ValueMatrix
from reports.standing import STATUS_LABELS
from reports.views import desk_asked
from reports.workbook_plain import Column, PlainTable, Value, write_plain
from units.downloads import workbook
from units.http import TenantRequest
from units.pages import tenant_page
from units.templatetags.ui import deadline, moment

DUTY_COLUMNS = (
    Column("序号", 6),
    Column("单位", 24),
    Column("类型"),
    Column("台账"),
    Column("台账报送时间", 20),
    Column("台账条数", 10),
    Column("调度表"),
    Column("调度表报送时间", 20),
    Column("签字人"),
    Column("报送人"),
    Column("必须改正", 10),
    Column("待说明", 10),
    Column("提示", 10),
    Column("还没有报", 30),
    Column("延期", 40),
)


@tenant_page()
def duties(request: TenantRequest, label: str) -> HttpResponse:
    """Units × duties, filtered and sorted as the address says."""
    period = periods.period_by_label(label)
    desk = reads.desk(request.actor, period, now=timezone.now())
    rows = desk_asked.asked_for(request.GET).rows(desk)
    table = PlainTable(
        f"{period.title}报送情况", DUTY_COLUMNS, map(_duties, rows), _notes(period, []), frozen=2
    )
    return _download(table)


@tenant_page()
def values(request: TenantRequest, label: str) -> HttpResponse:
    """Units × indicators with their sums, filtered and sorted as the address says."""
    period = periods.period_by_label(label)
    desk = reads.desk(request.actor, period, now=timezone.now())
    matrix = desk_values.matrix(period, desk_asked.asked_for(request.GET).rows(desk))
    columns = [Column("单位", 24), *(Column(f"{spec.full_label}（{spec.measure}）") for spec in matrix.specs)]
    silent = [each.row.unit.name for each in matrix.rows if not each.cells]
    notes = [f"没有报的{len(silent)}家不计入合计：{'、'.join(silent)}。"] if silent else []
    return _download(PlainTable(f"{period.title}调度数据", columns, _values(matrix), _notes(period, notes)))


def _duties(row: DeskRow) -> Sequence[Value]:
    submission, statement, extension = row.submission, row.duties.statement, row.duties.extension
    people = (submission.signed_by, submission.filed_by) if submission and row.is_filed else (None, None)
    return (
        row.unit.order,
        row.unit.name,
        row.unit.get_kind_display(),
        LEDGER_LABELS[row.ledger],
        moment(statement.first_stated_at if statement else None),
        row.duties.ledger_records,
        STATUS_LABELS[row.form],
        moment(submission.first_filed_at if submission and row.is_filed else None),
        *(person.name if person else "" for person in people),
        row.flags.blocks,
        row.flags.wanted,
        row.flags.hints,
        "、".join(each.name for each in row.owes),
        f"延至{deadline(extension.until)}：{extension.reason}" if extension else "",
    )


def _values(matrix: ValueMatrix) -> Iterator[Sequence[Value]]:
    yield ("合计", *matrix.totals)
    for each in matrix.rows:
        yield (each.row.unit.name, *(cell.value for cell in each.cells))


def _notes(period: Period, found: list[str]) -> list[str]:
    return ["【合成数据】演示用，不是真实填报。", *found] if period.synthetic else found


def _download(table: PlainTable) -> HttpResponse:
    return workbook(write_plain(table), f"{table.title}.xlsx")
