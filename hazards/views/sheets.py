"""Workbooks of the ledger to take away: records as listed, the blank, the faulty rows of an import."""

from django.http import HttpResponse
from django.utils import timezone

from hazards import ledger_workbook_out as workbooks
from hazards.forms.ledger_filters import LedgerFiltersForm
from hazards.selectors import imports, sheets
from units.downloads import workbook
from units.errors import Invalid, NotFound
from units.http import TenantRequest
from units.pages import tenant_page


@tenant_page()
def export(request: TenantRequest) -> HttpResponse:
    """Exactly the records the list shows for this address."""
    form = LedgerFiltersForm(request.GET, actor=request.actor)
    if not form.is_valid():
        words = "".join(str(error) for errors in form.errors.values() for error in errors)
        raise Invalid(f"筛选条件有误，没有导出：{words}")
    now = timezone.localtime(timezone=request.tenant.zone)
    found = sheets.records(request.actor, form.filters(today=now.date()))
    invented = f"　其中合成数据{found.synthetic}条" if found.synthetic else ""
    subtitle = f"{request.tenant.name}　共{found.count}条{invented}　导出时间：{now:%Y-%m-%d %H:%M}"
    offered = sheets.options(request.actor, on=now.date())
    return workbook(workbooks.export(found.rows, offered, subtitle), f"重大事故隐患台账{now:%Y%m%d}.xlsx")


@tenant_page()
def template(request: TenantRequest) -> HttpResponse:
    """The blank to fill in."""
    today = timezone.localdate(timezone=request.tenant.zone)
    content = workbooks.template(sheets.options(request.actor, on=today), request.tenant.office)
    return workbook(content, "重大事故隐患台账（模板）.xlsx")


@tenant_page()
def errors(request: TenantRequest, batch: int) -> HttpResponse:
    """The rows of an import that could not be taken, marked, to be corrected and uploaded again."""
    found = imports.batch(request.actor, batch)
    count = imports.figures(found).bad
    if not count:
        raise NotFound(f"“{found.name}”没有有问题的行，不用改。")
    subtitle = f"“{found.name}”中有问题的{count}行。红色单元格旁的批注写明原因，改好后直接上传本文件。"
    today = timezone.localdate(timezone=request.tenant.zone)
    content = workbooks.faulty(sheets.faulty(found), sheets.options(request.actor, on=today), subtitle)
    stem = found.name.removesuffix(".xlsx")
    return workbook(content, f"{stem}（{count}行待改）.xlsx")
