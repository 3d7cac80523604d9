"""What the form's template shows: lines with what is known of them, steps taken, buttons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse

from reports import policies
from reports.carrying import carried
from reports.models import Submission
from reports.selectors import deadlines, locks
from reports.selectors.field_evidence import by_field
from reports.selectors.held import held_values
from reports.selectors.submissions import Field, Filing, last_filed_values
from reports.transitions import State
from reports.views import form_findings, form_lines
from reports.views.standing import standing
from units.http import TenantRequest


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the filing's life: who and when, or whose turn it is."""

    name: str
    who: str
    at: datetime | None
    here: bool
    waiting: str


@dataclass(frozen=True, slots=True)
class Button:
    """A move as a button; the main one is filled with colour."""

    name: str
    verb: str
    main: bool


def context(
    request: TenantRequest,
    filing: Filing,
    *,
    now: datetime,
    typed: Mapping[str, str],
    refused: Mapping[str, str],
) -> dict[str, Any]:
    """Everything `reports/form.html` asks for."""
    submission, period, unit = filing.submission, filing.period, filing.unit
    begun = submission if submission.pk else None
    problems = form_findings.refusals(refused)
    if begun:
        problems += form_findings.shown(filing.findings, submission.reasons)
    held = held_values(request.actor, period, unit) if period.is_open else {}
    parts = form_lines.parts(filing, problems, typed=typed, held=held, evidence=by_field(begun))
    moves = [move.name for move in filing.moves]
    extension = deadlines.extension_of(period, unit.pk)
    # Others than the unit's own people cannot type here anyway; that the period is closed concerns all.
    concerned = unit.pk in request.actor.own_units or not period.is_open
    lock = locks.of(period, unit, begun) if concerned else None
    return {
        **_back(request, filing),
        "filing": filing,
        "period": period,
        "unit": unit,
        "submission": submission,
        "campaign": period.campaign,
        "now": now,
        "standing": standing(period, begun, now, extension.until if extension else None),
        "extension": extension,
        "lock": lock,
        "parts": parts,
        "commented": form_lines.commented(parts),
        "problems": [found for found in problems if found["kind"] != "reason" or not found["reason"]],
        "of_table": [found for found in problems if not found["codes"]],
        "cumulative": all(field.spec.cumulative for field in _fields(filing)),
        "unfilled": sum(field.filled_by_kind and field.value is None for field in _fields(filing)),
        "carries": filing.may_edit and _carries(filing, held),
        "steps": _steps(submission, begun is not None),
        "buttons": _buttons(moves),
        "can_return": "return" in moves,
        "version": submission.version,
        "draft_key": f"{request.tenant.slug}/{period.label}/{unit.pk}/{request.actor.user_id}",
        "findings": problems,
    }


def _fields(filing: Filing) -> list[Field]:
    return [field for section in filing.sections for field in section.fields]


def _carries(filing: Filing, held: Mapping[str, Decimal]) -> bool:
    """Whether some empty field could be filled with what is known."""
    specs = [field.spec for field in _fields(filing)]
    last = last_filed_values(filing.period, filing.unit)
    stored = filing.submission.values
    return bool(carried(specs, filing.unit.kind, stored=stored, last=last, held=held))


def _back(request: TenantRequest, filing: Filing) -> dict[str, str]:
    slug = request.tenant.slug
    if policies.may_see_everything(request.actor):
        return {"back_label": "调度", "back_url": reverse("reports:board", args=[slug, filing.period.label])}
    if filing.unit.pk in request.actor.own_units:
        return {"back_label": "本单位", "back_url": reverse("reports:unit_home", args=[slug])}
    return {"back_label": "看板", "back_url": reverse("reports:ranking", args=[slug])}


def _steps(submission: Submission, begun: bool) -> list[Step]:
    """Filling, signing, filing; the first one not done is where the form stands."""
    state = State(submission.state)
    imported = submission.origin == Submission.Origin.IMPORTED
    filled = state not in {State.DRAFT, State.RETURNED}
    return [
        Step(
            "安委办导入" if imported else "填报",
            submission.filled_by.name if submission.filled_by else "系统",
            submission.filled_at if filled else None,
            not filled,
            "正在填写" if begun else "还没有开始",
        ),
        *(
            []
            if imported and state == State.FILED
            else [
                Step(
                    "负责人审核签字",
                    submission.signed_by.name if submission.signed_by else "",
                    submission.signed_at,
                    state == State.READY,
                    "等待单位负责人",
                )
            ]
        ),
        Step(
            "报送",
            submission.filed_by.name if submission.filed_by else "系统",
            submission.filed_at if state == State.FILED else None,
            state == State.SIGNED,
            "等待报送",
        ),
    ]


def _buttons(moves: list[str]) -> list[Button]:
    """The head signs and files in one step; whoever can sign need not ask for a signature."""
    verbs = {"submit": "提请审核", "sign": "只签字", "file": "报送", "reopen": "撤回修改"}
    offered = [name for name in verbs if name in moves]
    if "sign" in offered:
        offered = [name for name in offered if name != "submit"]
        return [
            *(Button(name, verbs[name], False) for name in offered),
            Button("sign_and_file", "签字并报送", True),
        ]
    main = next((name for name in ("file", "submit") if name in offered), "")
    return [Button(name, verbs[name], name == main) for name in reversed(offered)]
