"""Taking in a ledger from Excel: upload, see what it comes to, decide, find the result."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django_htmx.http import HttpResponseClientRefresh

from hazards.forms.imports import LedgerUploadForm
from hazards.models import LedgerImport, RowKind
from hazards.selectors import imports as selectors
from hazards.services import import_jobs
from units.errors import Invalid, NotAllowed
from units.http import TenantRequest
from units.pages import tenant_page

PER_PAGE = 50
INCOMPLETE = "incomplete"
# What a page may be narrowed to, with its words.
TABS = (
    (RowKind.BAD, "有问题"),
    (RowKind.NEW, "新增"),
    (RowKind.CHANGED, "修改"),
    (INCOMPLETE, "还缺内容"),
    (RowKind.UNCHANGED, "无变化"),
)


@tenant_page("GET", "HEAD", "POST")
def imports(request: TenantRequest) -> HttpResponse:
    """The latest imports and the upload form; a file that can be read goes to the worker."""
    form = LedgerUploadForm(request.POST or None, request.FILES or None, actor=request.actor)
    if not form.is_open:
        raise NotAllowed("台账由各单位填报员和安委办导入。您可以在“台账”页查看和导出。")
    if request.method != "POST":
        return _list(request, form)
    if not form.is_valid():
        return _list(request, form, status=Invalid.status)
    upload = form.cleaned_data["ledger"]
    try:
        batch = import_jobs.start(
            actor=request.actor,
            unit=form.chosen,
            name=upload.name,
            content=upload.read(),
            at=timezone.now(),
        )
    except Invalid as refusal:
        form.add_error("ledger", refusal.message)
        return _list(request, form, status=Invalid.status)
    return redirect("hazards:import", request.tenant.slug, batch.pk)


@tenant_page()
def batch(request: TenantRequest, batch: int) -> HttpResponse:
    """One import: how far it is, what its rows come to, what became of them."""
    found = selectors.batch(request.actor, batch)
    context = {"batch": found, "under_way": selectors.is_under_way(found)}
    if not context["under_way"]:
        context |= _result(request, found)
    return render(request, "hazards/import.html", context)


@tenant_page()
def progress(request: TenantRequest, batch: int) -> HttpResponse:
    """The progress bar, asked for each second; at the end the page comes anew."""
    found = selectors.batch(request.actor, batch)
    if not selectors.is_under_way(found):
        return HttpResponseClientRefresh()
    return render(request, "hazards/parts/import_progress.html", {"batch": found})


@tenant_page("POST")
def store(request: TenantRequest, batch: int) -> HttpResponse:
    """Have the good rows stored: as drafts, or filed where they are sound."""
    found = import_jobs.go_on(
        actor=request.actor,
        batch_id=selectors.batch(request.actor, batch).pk,
        files_them=request.POST.get("act") == "file",
        at=timezone.now(),
    )
    messages.success(request, f"已开始导入{found.total}条隐患，可以离开本页，稍后在“导入台账”查看结果。")
    return redirect("hazards:import", request.tenant.slug, found.pk)


def _list(request: TenantRequest, form: LedgerUploadForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "imports": selectors.imports(request.actor)}
    return render(request, "hazards/imports.html", context, status=status)


def _result(request: TenantRequest, found: LedgerImport) -> dict[str, object]:
    """The rows of the tab asked for; without a wish the first that has any."""
    figures = selectors.figures(found)
    tabs = [(str(name), words, getattr(figures, str(name))) for name, words in TABS]
    present = [name for name, _, count in tabs if count]
    asked = request.GET.get("rows", "")
    tab = asked if asked in present else next(iter(present), "")
    kind = RowKind(tab) if tab in RowKind.values else None
    rows = selectors.rows(found, kind, incomplete=tab == INCOMPLETE)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "figures": figures,
        "tabs": tabs,
        "tab": tab,
        "page": page,
        "lines": [selectors.line(found, row) for row in page],
        "may_confirm": selectors.may_confirm(request.actor, found),
    }
