"""The judgment assistant (判定助手): what is shown for a description, and for a clause chosen. Stores nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hazards import advising
from hazards.advising import Law
from hazards.judgment import Judgment, UnknownCondition, evaluate
from hazards.outline import NOTHING, Answers, Node, answers_given, outline
from hazards.standards import Confidence, CriterionData, StandardData
from hazards.suggestion import RELATED, Assessment, Suggestion
from hazards.traps import Trap
from units.days import full_day
from units.errors import Invalid, NotFound


@dataclass(frozen=True, slots=True)
class Question:
    """What was found, on which day and in which sector (empty: not known)."""

    on: date
    sector: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Caution:
    """A misjudgment at hand. `standard`, `criterion` are the clause it is about, if in force on the day."""

    trap: Trap
    standard: StandardData | None = None
    criterion: CriterionData | None = None

    @property
    def wording(self) -> str:
        """The standard's own wording to write instead; empty where it may not be given or is a summary."""
        if self.standard is None or self.criterion is None:
            return ""
        return self.criterion.text if self.standard.confidence is Confidence.VERBATIM else ""


@dataclass(frozen=True, slots=True)
class Advice:
    """What a description comes to; `likely` clauses are worth asking about, `others` only sound alike."""

    assessment: Assessment
    cautions: tuple[Caution, ...]
    likely: tuple[Suggestion, ...]
    others: tuple[Suggestion, ...]

    def heard(self, code: str) -> Answers:
        """What the description seems to say of this clause's conditions; nothing where it sounds like others."""
        return next((each.answers for each in self.assessment.top if each.criterion.code == code), NOTHING)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A clause to check: its conditions with the answers so far, and the verdict they come to."""

    standard: StandardData
    criterion: CriterionData
    conditions: Node
    judgment: Judgment
    cautions: tuple[Caution, ...]


def advise(question: Question) -> Advice | None:
    """Clauses and warnings for a description; None while nothing is written."""
    return _advice(question, advising.law()) if question.description else None


def _advice(question: Question, law: Law) -> Advice:
    assessment = law.adviser.assess(question.description, on=question.on, sector=question.sector)
    return Advice(
        assessment=assessment,
        cautions=tuple(_caution(trap, question.on, law) for trap in assessment.traps),
        likely=tuple(each for each in assessment.top if each.score >= RELATED),
        others=tuple(each for each in assessment.top if each.score < RELATED),
    )


def choose(code: str, question: Question, fields: Mapping[str, str]) -> Chosen:
    """A clause with the answers among the fields of a form.

    NotFound for a clause the library does not have, Invalid for one not in force on the day or an answer
    that is none.
    """
    law = advising.law()
    standard, criterion = _clause_on(code, question.on, law)
    advice = _advice(question, law) if question.description else None
    try:
        given = answers_given(fields)
        judgment = evaluate(criterion.logic, given, reference_only=standard.reference_only)
    except UnknownCondition as refusal:
        raise Invalid(f"{refusal}。") from None
    return Chosen(
        standard=standard,
        criterion=criterion,
        conditions=outline(criterion.logic, given, advice.heard(code) if advice else NOTHING),
        judgment=judgment,
        cautions=tuple(each for each in advice.cautions if _concerns(each.trap, code)) if advice else (),
    )


def _in_force(standard: StandardData, on: date) -> bool:
    return standard.effective_from <= on <= (standard.effective_to or date.max)


def _clause_on(code: str, on: date, law: Law) -> tuple[StandardData, CriterionData]:
    if code not in law.clauses:
        raise NotFound("标准库里没有这一条，请从建议的条款里选。")
    standard, criterion = law.clauses[code]
    if not _in_force(standard, on):
        until = f"至{full_day(standard.effective_to)}" if standard.effective_to else "起"
        raise Invalid(
            f"《{standard.title}》（{standard.number}）{full_day(standard.effective_from)}{until}施行，"
            f"{full_day(on)}不能引用。请核对发现日期，或者另选一条。"
        )
    return standard, criterion


def _caution(trap: Trap, on: date, law: Law) -> Caution:
    """With the clause named by the case or, where that is of another version, one the warning concerns."""
    for code in (trap.case.criterion or "", *sorted(trap.clauses)):
        if code in law.clauses and _in_force(law.clauses[code][0], on):
            return Caution(trap, *law.clauses[code])
    return Caution(trap)


def _concerns(trap: Trap, code: str) -> bool:
    return code in trap.clauses or not trap.clauses
