"""Whether a record may be filed: complete, judged a major hazard, by law in force on its day (I2)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from hazards.entries import LABELS
from hazards.judgment import Answer, Judgment, Value, Verdict, conditions, evaluate
from hazards.life import EDITABLE, Status
from hazards.models import Criterion, Hazard, Standard
from hazards.standards import Logic
from units.days import full_day

REQUIRED = (
    "enterprise", "sector", "inspectors", "description", "criterion",
    "responsible", "measures", "funds", "due_on", "plan",
)  # fmt: skip
"""What a filed record must hold, 五落实 (责任人、措施、资金、时限、预案) included."""


def problems(hazard: Hazard, *, at: datetime) -> Mapping[str, str]:
    """What keeps the record from being filed at this instant, by field; empty when nothing does."""
    return {
        **{name: f"{LABELS[name]}还没有填。" for name in REQUIRED if getattr(hazard, name) in (None, "")},
        **dict(_date_problems(hazard, at)),
        **dict(_law_problems(hazard)),
    }


def judgment_of(hazard: Hazard) -> Judgment | None:
    """The record's judgment; None while no clause is chosen."""
    clause = clause_of(hazard)
    if not clause:
        return None
    logic = clause["logic"]
    return evaluate(logic, answers_of(hazard, logic), reference_only=clause["reference_only"])


def clause_of(hazard: Hazard) -> Mapping[str, Any]:
    """The clause a record is judged by; empty while none is chosen.

    Once handed in, as it is kept on the record (I2); while it is edited, as it stands in the library.
    """
    clause: Mapping[str, Any] = {} if Status(hazard.status) in EDITABLE else hazard.clause
    if not clause and hazard.criterion is not None:
        return frozen_clause(hazard.criterion)
    return clause


def answers_of(hazard: Hazard, logic: Logic) -> dict[str, Answer]:
    """The stored answers by path; those to conditions the clause has no longer are left out."""
    known = {condition.path for condition in conditions(logic)}
    return {
        path: Answer(Value(answer["value"]), answer["fact"], answer["evidence"])
        for path, answer in hazard.answers.items()
        if path in known
    }


def frozen_clause(criterion: Criterion) -> dict[str, Any]:
    """The clause as a filed record keeps it."""
    standard = criterion.standard
    return {
        "code": criterion.code,
        "article": criterion.article,
        "text": criterion.text,
        "logic": criterion.logic,
        "standard": standard.title,
        "reference_only": standard.reference_only,
        "number": standard.number,
        "effective_from": standard.effective_from.isoformat(),
        "effective_to": standard.effective_to.isoformat() if standard.effective_to else None,
    }


def out_of_force(standard: Standard, on: date) -> str:
    """Why a standard does not apply on a day, with its dates; empty when it does. Both dates belong to it."""
    if on < standard.effective_from:
        return f"{standard}自{full_day(standard.effective_from)}起施行，本条发现于{full_day(on)}，当时还没有施行。"
    if standard.effective_to is not None and on > standard.effective_to:
        return (
            f"{standard}施行到{full_day(standard.effective_to)}为止，本条发现于{full_day(on)}，当时已经失效。"
        )
    return ""


def _date_problems(hazard: Hazard, at: datetime) -> Iterator[tuple[str, str]]:
    if hazard.discovered_at > at:
        yield "discovered_at", "发现时间在将来，请核对日期和时间。"
    if hazard.due_on is not None and hazard.due_on < hazard.discovered_on:
        yield (
            "due_on",
            f"整改时限{full_day(hazard.due_on)}早于发现日期{full_day(hazard.discovered_on)}，请核对。",
        )


def _law_problems(hazard: Hazard) -> Iterator[tuple[str, str]]:
    if hazard.criterion is None:
        return
    if out := out_of_force(hazard.criterion.standard, hazard.discovered_on):
        yield "criterion", f"{out}请改选当日有效的条款。"
        return
    judgment = judgment_of(hazard)
    if judgment is not None and judgment.verdict is not Verdict.QUALIFIES:
        yield "criterion", f"按{hazard.criterion.article}还不能认定为重大事故隐患（{judgment.words}）。"
