"""The table on paper, to be signed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reports.selectors import periods, submissions
from reports.selectors.field_evidence import by_field
from reports.selectors.submissions import Filing
from reports.transitions import LABELS, State
from reports.views import form_findings, form_lines
from units.http import TenantRequest
from units.pages import tenant_page


@tenant_page()
def print_form(request: TenantRequest, label: str, unit_id: int) -> HttpResponse:
    """One unit's table as it stands, on A4, with lines for signatures; whoever may see the filing may print it."""
    period = periods.period_by_label(label)
    unit = submissions.visible_unit(request.actor, unit_id)
    filing = submissions.filing(request.actor, period, unit)
    submission = filing.submission
    context = {
        "filing": filing,
        "period": period,
        "unit": unit,
        "campaign": period.campaign,
        "submission": submission,
        "state": LABELS[State(submission.state)] if submission.pk else "还没有开始填报",
        "parts": form_lines.parts(
            filing, (), typed={}, held={}, evidence=by_field(submission if submission.pk else None)
        ),
        "given": [
            found for found in form_findings.shown(filing.findings, submission.reasons) if found["reason"]
        ],
        "cumulative": _is_cumulative(filing),
        "now": timezone.now(),
    }
    return render(request, "reports/print_form.html", context)


def _is_cumulative(filing: Filing) -> bool:
    """Whether all fields are totals since the campaign began."""
    return all(field.spec.cumulative for section in filing.sections for field in section.fields)
