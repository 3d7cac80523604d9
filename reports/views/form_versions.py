"""Versions of the dispatch form: the list, one of them, the editor of a draft, and putting it in force."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports import form_rows, form_sheet
from reports.form_changes import texts
from reports.form_design import MAX_DECIMALS, NAMES, mark
from reports.form_header import header_rows
from reports.form_rows import Row
from reports.models import DispatchForm
from reports.selectors import form_plan, form_rules, forms, periods
from reports.services import form_publishing
from reports.services import forms as services
from reports.snapshot import SOURCE_LABELS
from reports.workbook_problems import UnreadableFile
from units.downloads import workbook
from units.errors import Conflict, Invalid
from units.http import TenantRequest
from units.pages import tenant_page
from units.policies import may_administer

LATER = "later"
"""What the page sends instead of a period's label: for periods to come only."""


@tenant_page()
def version_list(request: TenantRequest) -> HttpResponse:
    """All versions with the periods that use them."""
    context = {"versions": forms.versions(request.actor)}
    return render(request, "reports/form_versions.html", context)


@tenant_page()
def version_page(request: TenantRequest, version: int) -> HttpResponse:
    """One version: its printed header, its columns, what it changes."""
    forms.require_may_see(request.actor)
    form = forms.form_of(version)
    columns = form.specs()
    older = forms.before(form)
    names = _names(request)
    context = {
        "form": form,
        "is_draft": forms.is_draft(form),
        "draft": forms.draft(),
        "header": header_rows(columns),
        "names": names.values(),
        "columns": [[(part, texts(column, forms.KINDS)[part]) for part in names] for column in columns],
        "older": older,
        "comparison": forms.difference(older, form) if older else None,
    }
    return render(request, "reports/form_version.html", context)


@tenant_page("POST")
def start(request: TenantRequest, version: int) -> HttpResponse:
    """Begin a draft as a copy of this version."""
    draft = services.start_draft(actor=request.actor, version=version, at=timezone.now())
    messages.success(request, f"已照第{version}版建立第{draft.version}版草稿；发布以前，各期照用原来的表式。")
    return redirect("reports:form_version_edit", request.tenant.slug, draft.version)


@tenant_page("GET", "HEAD", "POST")
def edit(request: TenantRequest, version: int) -> HttpResponse:
    """The columns of a draft. Buttons that move and add only change the page; it is stored as a whole."""
    services.require_set_up(request.actor)
    form = forms.draft_of(version)
    if request.method != "POST":
        columns = form.specs()
        return _editor(request, form, form_rows.rows_of(columns), mark(form.name, columns))
    rows, seen = form_rows.typed_rows(request.POST), request.POST.get("seen", "")
    form.name = request.POST.get("name", "")
    if (act := request.POST.get("act", "")) != "save":
        return _editor(request, form, form_rows.acted(rows, act), seen, unsaved=True)
    return _saved(request, form, rows, seen)


@tenant_page()
def sheet(request: TenantRequest, version: int) -> HttpResponse:
    """The columns of a version as a list in Excel."""
    forms.require_may_see(request.actor)
    form = forms.form_of(version)
    content = form_sheet.write_columns(
        str(form), form.specs(), forms.KINDS, codes=may_administer(request.actor)
    )
    return workbook(content, f"{form}的列.xlsx")


@tenant_page("POST")
def load(request: TenantRequest, version: int) -> HttpResponse:
    """A list from Excel put into the editor of a draft; nothing is stored before it is saved there."""
    services.require_set_up(request.actor)
    form = forms.draft_of(version)
    columns, seen = form.specs(), request.POST.get("seen", "")
    upload = request.FILES.get("sheet")
    try:
        if upload is None or (upload.size or 0) > form_sheet.MAX_BYTES:
            raise Invalid("没有收到列表文件，或者它超过1MB。请选择下载后改好的那一份。")
        read = form_sheet.read_columns(upload.read(), upload.name or "", forms.KINDS, columns)
    except UnreadableFile as error:
        refusal = Invalid(f"{error.message}。")
        return _editor(request, form, form_rows.rows_of(columns), seen, refusal=refusal)
    except Invalid as refusal:
        return _editor(request, form, form_rows.rows_of(columns), seen, refusal=refusal)
    return _editor(request, form, form_rows.read_rows(read), seen, unsaved=True)


@tenant_page("POST")
def discard(request: TenantRequest, version: int) -> HttpResponse:
    """Give a draft up."""
    services.discard_draft(actor=request.actor, version=version, at=timezone.now())
    messages.success(request, f"第{version}版草稿已放弃，各期的表式没有变动。")
    return redirect("reports:form_versions", request.tenant.slug)


@tenant_page("GET", "HEAD", "POST")
def publish(request: TenantRequest, version: int) -> HttpResponse:
    """What putting a draft in force comes to, and doing it."""
    services.require_set_up(request.actor)
    form = forms.draft_of(version)
    if request.method != "POST":
        return _publish_page(request, form, request.GET.get("from"))
    chosen = request.POST.get("from", "")
    try:
        done = form_publishing.publish(
            actor=request.actor,
            version=version,
            seen=request.POST.get("seen", ""),
            from_period=None if chosen == LATER else chosen,
            at=timezone.now(),
        )
    except Conflict as refusal:
        return _publish_page(request, form, chosen, refusal=refusal)
    messages.success(request, f"{done}已发布。它不能再改；要改时照它新建一版。")
    return redirect("reports:form_version", request.tenant.slug, version)


def _saved(request: TenantRequest, form: DispatchForm, rows: tuple[Row, ...], seen: str) -> HttpResponse:
    try:
        stored = services.save_draft(
            actor=request.actor,
            version=form.version,
            seen=seen,
            name=form.name,
            columns=[row.column for row in rows],
            at=timezone.now(),
        )
    except services.UnsoundForm as refusal:
        return _editor(request, form, form_rows.with_flaws(rows, refusal.flaws), seen, refusal=refusal)
    except (Conflict, Invalid) as refusal:
        return _editor(request, form, rows, seen, refusal=refusal)
    messages.success(request, f"第{stored.version}版草稿已保存，共{len(rows)}列。")
    return redirect("reports:form_version_edit", request.tenant.slug, stored.version)


def _editor(
    request: TenantRequest,
    form: DispatchForm,
    rows: tuple[Row, ...],
    seen: str,
    *,
    unsaved: bool = False,
    refusal: Conflict | Invalid | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "rows": rows,
        "seen": seen,
        "unsaved": unsaved or refusal is not None,
        "refusal": refusal,
        "header": header_rows([row.column for row in rows]),
        "kinds": forms.KINDS,
        "sources": SOURCE_LABELS,
        "countable": forms.allowed().countable,
        "places": range(MAX_DECIMALS + 1),
        "shows_codes": may_administer(request.actor),
    }
    return render(
        request, "reports/form_version_edit.html", context, status=refusal.status if refusal else 200
    )


def _publish_page(
    request: TenantRequest, form: DispatchForm, chosen: str | None, *, refusal: Conflict | None = None
) -> HttpResponse:
    """`chosen` is a period's label, None for the first that nobody has signed or filed for."""
    offered = form_plan.open_periods()
    if chosen is None:
        free = form_plan.first_free(form, offered)
        chosen = free.label if free else LATER
    first = None if chosen == LATER else periods.period_by_label(chosen)
    older = first.form if first else forms.before(form)
    plan = form_plan.affected(form, first) if first else ()
    context = {
        "form": form,
        "offered": offered,
        "chosen": chosen,
        "later": LATER,
        "plan": plan,
        "blocked": any(each.is_held for each in plan),
        "older": older,
        "comparison": forms.difference(older, form) if older else None,
        "silent": form_rules.silent(form, older) if older else (),
        "mark": mark(form.name, form.specs()),
        "refusal": refusal,
    }
    return render(request, "reports/form_publish.html", context, status=refusal.status if refusal else 200)


def _names(request: TenantRequest) -> dict[str, str]:
    """The parts of a column to show; what identifies it means something to administrators only."""
    return {part: name for part, name in NAMES.items() if part != "code" or may_administer(request.actor)}
