"""What the form's template shows: lines with their findings, steps taken, buttons, rules for the browser."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.urls import reverse

from reports import policies
from reports.models import Submission
from reports.selectors.submissions import Field, Filing
from reports.transitions import State
from reports.validation import Finding, Severity
from reports.views.standing import standing
from units.http import TenantRequest

EMPTY = "empty"
"""The finding for a field not filled in yet: a count while one is filling, not an alarm."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field as shown: its text (as typed, after a refusal) and what is wrong with it."""

    field: Field
    text: str
    problems: tuple[str, ...]
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one inner header; `name` is empty for those directly under the section."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """An outermost header group with its lines."""

    order: int
    name: str
    groups: tuple[Group, ...]


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
    serious = [finding for finding in filing.findings if finding.code != EMPTY]
    moves = [move.name for move in filing.moves]
    return {
        **_back(request, filing),
        "filing": filing,
        "period": period,
        "unit": unit,
        "submission": submission,
        "campaign": period.campaign,
        "now": now,
        "standing": standing(period, begun, now),
        "parts": _parts(filing, serious if begun else [], typed, refused),
        "problems": [*_refusals(refused), *findings_json(serious)] if begun else _refusals(refused),
        "unfilled": filing.total - filing.filled,
        "steps": _steps(submission, begun is not None),
        "buttons": _buttons(moves),
        "can_return": "return" in moves,
        "version": submission.version,
        "draft_key": f"{request.tenant.slug}/{period.label}/{unit.pk}/{request.actor.user_id}",
        "rules": [],
        "findings": findings_json(serious),
    }


def findings_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as the browser shows them."""
    return [
        {
            "code": finding.code,
            "codes": list(finding.fields),
            "message": finding.message,
            "blocking": finding.severity is Severity.BLOCK,
        }
        for finding in findings
        if finding.code != EMPTY
    ]


def _refusals(refused: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"code": "unreadable", "codes": [code], "message": message, "blocking": True}
        for code, message in refused.items()
    ]


def _back(request: TenantRequest, filing: Filing) -> dict[str, str]:
    slug = request.tenant.slug
    if policies.may_see_everything(request.actor):
        return {"back_label": "调度", "back_url": reverse("reports:board", args=[slug, filing.period.label])}
    if filing.unit.pk in request.actor.own_units:
        return {"back_label": "本单位", "back_url": reverse("reports:unit_home", args=[slug])}
    return {"back_label": "看板", "back_url": reverse("reports:ranking", args=[slug])}


def _parts(
    filing: Filing, findings: Iterable[Finding], typed: Mapping[str, str], refused: Mapping[str, str]
) -> list[Part]:
    blocks: dict[str, list[str]] = defaultdict(list)
    hints: dict[str, list[str]] = defaultdict(list)
    for code, message in refused.items():
        blocks[code].append(message)
    for finding in findings:
        (blocks if finding.severity is Severity.BLOCK else hints)[finding.fields[0]].append(finding.message)

    def line(field: Field) -> Line:
        code = field.spec.code
        return Line(field, typed.get(code, field.text), tuple(blocks[code]), tuple(hints[code]))

    return [
        Part(
            order,
            section.title,
            tuple(
                Group(name, tuple(line(field) for field in members))
                for name, members in groupby(section.fields, key=lambda field: "·".join(field.spec.group[1:]))
            ),
        )
        for order, section in enumerate(filing.sections, start=1)
    ]


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
