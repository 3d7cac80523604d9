"""A record as 安委办 looks into it: the clause beside the facts, and everything that speaks against it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hazards import assistant, policies
from hazards.assistant import Caution, Question
from hazards.differences import Pieces, differences
from hazards.entries import LABELS
from hazards.judgment import Answer, Condition, Judgment, conditions
from hazards.life import MOVES, Status
from hazards.models import Hazard, HazardEvent, Stage
from hazards.outline import Node, outline
from hazards.selectors import evidence, ledger
from hazards.selectors.evidence import Gallery
from hazards.selectors.ledger import Double
from hazards.soundness import answers_of
from hazards.suggestion import COMPARABLE, RELEVANT, Suggestion
from units.actors import Actor
from units.errors import NotAllowed

SHOWN = 8
"""Earlier records of the enterprise shown; the rest is counted."""
_EVIDENCE = frozenset(f"{stage.label}佐证" for stage in Stage)
"""How the trail calls a record's files; each step names one."""
_SENT_BACK = frozenset(MOVES[name].verb for name in ("return", "exclude"))


@dataclass(frozen=True, slots=True)
class Clause:
    """The clause as it was handed in (I2), its conditions with the answers, and what the description says of them.

    `against` are conditions whose answer the description contradicts.
    """

    kept: Mapping[str, str]
    conditions: Node
    answers: Mapping[str, Answer]
    judgment: Judgment
    against: Sequence[Condition]


@dataclass(frozen=True, slots=True)
class Compared:
    """A likely duplicate, both wordings with what differs marked."""

    double: Double
    here: Pieces
    there: Pieces


@dataclass(frozen=True, slots=True)
class Change:
    """A field that was changed, in people's words, old and new with what differs marked."""

    label: str
    old: Pieces
    new: Pieces


@dataclass(frozen=True, slots=True)
class Resubmission:
    """A record filed again: who sent it back, why, and what has changed since; further steps by their verbs."""

    sent_back: HazardEvent
    changes: Sequence[Change]
    others: Sequence[HazardEvent]


@dataclass(frozen=True, slots=True)
class Scrutiny:
    """All there is to see of a record. `better` is a clause that fits the description clearly better than the
    chosen one."""

    hazard: Hazard
    clause: Clause | None
    gallery: Gallery
    cautions: Sequence[Caution]
    better: Suggestion | None
    doubles: Sequence[Compared]
    earlier: Sequence[Hazard]
    earlier_more: int
    resubmission: Resubmission | None
    last: HazardEvent | None

    @property
    def waits(self) -> bool:
        """Whether it is still to be decided."""
        return Status(self.hazard.status) is Status.FILED


def scrutiny(actor: Actor, hazard_id: int) -> Scrutiny:
    """The record; NotAllowed unless this person reviews, NotFound if it is not there for them."""
    if not policies.may_review(actor):
        raise NotAllowed("审核由安委办办理。您可以在“台账”页查看本单位的隐患。")
    hazard = ledger.hazard(actor, hazard_id)
    events = ledger.history(hazard)
    advice = assistant.advise(Question(hazard.discovered_on, hazard.sector, hazard.description))
    top = advice.assessment.top if advice else ()
    # One more than is shown tells whether there is more; only then they are counted.
    earlier = list(ledger.same_enterprise(actor, hazard)[: SHOWN + 1])
    total = ledger.same_enterprise(actor, hazard).count() if len(earlier) > SHOWN else len(earlier)
    return Scrutiny(
        hazard=hazard,
        clause=_clause(hazard, top),
        gallery=evidence.gallery(hazard),
        cautions=advice.cautions if advice else (),
        better=_better(hazard, top),
        doubles=[_compared(hazard, double) for double in ledger.likely_duplicates(actor, hazard)],
        earlier=earlier[:SHOWN],
        earlier_more=max(total - SHOWN, 0),
        resubmission=resubmission(events),
        last=events[-1] if events else None,
    )


def resubmission(events: Sequence[HazardEvent]) -> Resubmission | None:
    """What has happened since the record was last sent back; None if it never was.

    Of a field changed several times the first old and the last new value are compared; one changed back
    is no change.
    """
    places = [place for place, event in enumerate(events) if event.verb in _SENT_BACK]
    if not places:
        return None
    since = events[places[-1] + 1 :]
    changes = [
        Change(LABELS.get(name, name), *differences(old, new))
        for name, (old, new) in _ends(since).items()
        if old != new
    ]
    others = [event for event in since if not event.changes and event.verb != MOVES["file"].verb]
    return Resubmission(events[places[-1]], changes, others)


def _ends(events: Sequence[HazardEvent]) -> Mapping[str, tuple[str, str]]:
    """What each field said first and last; of files, which were taken out and which were added."""
    pairs: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for event in events:
        for name, (old, new) in event.changes.items():
            pairs[name].append((old, new))
    return {
        name: _files(steps) if name in _EVIDENCE else (steps[0][0], steps[-1][1])
        for name, steps in pairs.items()
    }


def _files(steps: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Files taken out, and files added; one added and taken out again is neither."""
    taken_out: list[str] = []
    added: list[str] = []
    for old, new in steps:
        if new:
            added.append(new)
        elif old in added:
            added.remove(old)
        else:
            taken_out.append(old)
    return "、".join(taken_out), "、".join(added)


def _clause(hazard: Hazard, top: Sequence[Suggestion]) -> Clause | None:
    judgment = ledger.judgment_of(hazard)
    if judgment is None or not hazard.clause:
        return None
    logic = hazard.clause["logic"]
    answers = answers_of(hazard, logic)
    # What the description says is known for the library's clause; only of the same conditions it tells anything.
    same = (each for each in top if each.criterion.code == hazard.clause["code"])
    heard = next((each.answers for each in same if each.criterion.logic == logic), {})
    return Clause(
        kept=hazard.clause,
        conditions=outline(logic, answers, heard),
        answers=answers,
        judgment=judgment,
        against=[each for each in conditions(logic) if _contradict(answers, heard, each.path)],
    )


def _better(hazard: Hazard, top: Sequence[Suggestion]) -> Suggestion | None:
    """The clause that fits the description best, if it fits well and clearly better than the chosen one."""
    scores = {each.criterion.code: each.score for each in top}
    own = scores.get(hazard.clause.get("code", ""), 0.0)
    fits = top and top[0].score >= RELEVANT and own < COMPARABLE * top[0].score
    return top[0] if fits else None


def _contradict(answers: Mapping[str, Answer], heard: Mapping[str, Answer], path: str) -> bool:
    return path in answers and path in heard and answers[path].value.contradicts(heard[path].value)


def _compared(hazard: Hazard, double: Double) -> Compared:
    return Compared(double, *differences(hazard.description, double.hazard.description))
