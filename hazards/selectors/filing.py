"""What the page of a record being filled in shows: what is missing, the clause with its answers, advice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, TypeAlias

from hazards import assistant, library, policies, soundness
from hazards.assistant import Advice, Caution, Question
from hazards.entries import LABELS, plain
from hazards.judgment import Answer, Judgment, Value, evaluate
from hazards.life import EDITABLE, MOVES, Status
from hazards.models import Criterion, Hazard
from hazards.outline import NOTHING, Answers, Branch, Node, outline
from hazards.selectors import ledger
from hazards.selectors.standards import standards_in_force
from hazards.selectors.story import net_changes
from units.actors import Actor
from units.errors import Conflict, NotAllowed


@dataclass(frozen=True, slots=True)
class Ask:
    """A condition to answer: the answer with fact and evidence, and what the description seems to say."""

    text: str
    path: str
    answer: Answer
    heard: Value
    is_group: ClassVar[bool] = False

    @property
    def anchor(self) -> str:
        """The path as part of an id on the page."""
        return self.path.replace("/", "-")

    @property
    def clashes(self) -> bool:
        """Whether the description seems to say the opposite of the answer."""
        return self.answer.value.contradicts(self.heard)


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions that belong together, and in words how many of them it takes."""

    words: str
    parts: tuple["Asked", ...]
    is_group: ClassVar[bool] = True


Asked: TypeAlias = Ask | Group


@dataclass(frozen=True, slots=True)
class Clause:
    """The clause chosen with its conditions and what the answers come to.

    `outdated` says why it does not apply on the day of discovery, "" when it does.
    """

    criterion: Criterion
    conditions: Asked
    asks: Sequence[Ask]
    judgment: Judgment
    outdated: str

    @property
    def clashes(self) -> Sequence[Ask]:
        """The answers the description seems to contradict."""
        return [ask for ask in self.asks if ask.clashes]


@dataclass(frozen=True, slots=True)
class Look:
    """What the words and answers come to at this moment; nothing of it is stored.

    `cautions` are the misjudgments at hand, `standing` those that concern the clause chosen.
    """

    question: Question
    advice: Advice | None
    clause: Clause | None
    clauses: Sequence[Criterion]

    @property
    def cautions(self) -> Sequence[Caution]:
        return self.advice.cautions if self.advice else ()

    @property
    def standing(self) -> Sequence[Caution]:
        if self.clause is None:
            return ()
        code = self.clause.criterion.code
        return [each for each in self.cautions if not each.trap.clauses or code in each.trap.clauses]


@dataclass(frozen=True, slots=True)
class Change:
    """A field changed since the record was returned, old and new as shown."""

    label: str
    before: str
    after: str


def editable(actor: Actor, hazard_id: int) -> Hazard:
    """The record for somebody who fills it in; Conflict with its state when it cannot be changed now."""
    hazard = ledger.hazard(actor, hazard_id)
    if not policies.may_report(actor, hazard.unit_id):
        raise NotAllowed(f"您不是{hazard.unit.name}的填报人员，不能修改它的隐患。")
    status = Status(hazard.status)
    if status not in EDITABLE:
        raise Conflict(f"本条现为“{hazard.get_status_display()}”，不能修改。需要改动的，请安委办退回。")
    return hazard


def look(question: Question, code: str, answers: Mapping[str, Answer] = NOTHING) -> Look:
    """Advice on what is typed, and the clause of this code ("" for none) with these answers."""
    advice = assistant.advise(question)
    chosen = _of_code(code) if code else None
    heard = advice.heard(code) if advice else NOTHING
    return Look(
        question=question,
        advice=advice,
        clause=_clause(chosen, question.on, answers, heard) if chosen else None,
        clauses=clauses_on(question.on, question.sector),
    )


def _of_code(code: str) -> Criterion | None:
    return Criterion.objects.published().select_related("standard").filter(code=plain(code)).first()


def clauses_on(on: date, sector: str) -> Sequence[Criterion]:
    """The clauses one may choose on a day: of the sector and of what is found everywhere, or all."""
    standards = standards_in_force(on=on).filter(reference_only=False)
    table = library.sector_table()
    sectors = table.of(sector)
    if sectors:
        standards = standards.filter(sector__in=sectors | table.everywhere)
    found = Criterion.objects.filter(standard__in=standards).select_related("standard")
    return list(found.order_by("standard__sector", "standard_id", "order"))


def problems(hazard: Hazard, *, at: datetime) -> Mapping[str, str]:
    """What keeps the record from being filed, by field in printed order."""
    found = soundness.problems(hazard, at=at)
    return {name: found[name] for name in LABELS if name in found}


def changes_since_return(hazard: Hazard) -> Sequence[Change]:
    """What was changed after the last return, each field once; nothing for a record never returned."""
    verb = MOVES["return"].verb
    events = list(ledger.history(hazard))
    last = max((place for place, event in enumerate(events) if event.verb == verb), default=None)
    if last is None:
        return []
    changed = net_changes(events[last + 1 :])
    return [Change(LABELS.get(name, name), before, after) for name, (before, after) in changed.items()]


def _clause(criterion: Criterion, on: date, answers: Mapping[str, Answer], heard: Answers) -> Clause:
    conditions = _asked(outline(criterion.logic, answers, heard), answers)
    asks = list(_asks(conditions))
    known = {path: answer for path, answer in answers.items() if path in {ask.path for ask in asks}}
    standard = criterion.standard
    return Clause(
        criterion=criterion,
        conditions=conditions,
        asks=asks,
        judgment=evaluate(criterion.logic, known, reference_only=standard.reference_only),
        outdated=soundness.out_of_force(standard, on),
    )


def _asked(node: Node, answers: Mapping[str, Answer]) -> Asked:
    if isinstance(node, Branch):
        return Group(node.words, tuple(_asked(part, answers) for part in node.parts))
    return Ask(node.text, node.path, answers.get(node.path, Answer(Value.UNKNOWN)), node.heard)


def _asks(node: Asked) -> Sequence[Ask]:
    if isinstance(node, Group):
        return [ask for part in node.parts for ask in _asks(part)]
    return [node]
