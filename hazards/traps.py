"""Misjudgment traps (误判提示): wordings that are often taken for a major hazard and are not one, or not yet.

The cases come from the reference data; when one is at hand is told by rules over the words of a description
and over what is known of the clause's conditions.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from hazards.judgment import Answer, Judgment, Value, Verdict
from hazards.reading import Said

Known: TypeAlias = tuple[Mapping[str, Answer], Judgment]
"""What is known of a clause: answers by path, and the judgment they come to."""

Look: TypeAlias = Callable[[str], Known | None]
"""Gives what is known of a clause by its code; None for a clause that does not apply."""


@dataclass(frozen=True, slots=True)
class Misjudgment:
    """One case of the reference data: what is written, why it does not hold, what to write instead."""

    number: int
    criterion: str | None
    wrong: str
    why: str
    right: str
    source: str


@dataclass(frozen=True, slots=True)
class Rule:
    """When a case is at hand. `when` are patterns that must all be found, `unless` ones that must not.

    `about` must all be spoken of, and one of `about_any`. A `partial` rule needs a clause of which some
    conditions are met but which does not qualify. `clauses` are those it concerns; a rule without any is
    about the way of judging itself, in the sectors given.
    """

    clauses: frozenset[str]
    sectors: frozenset[str]
    not_sectors: frozenset[str]
    about: frozenset[str]
    about_any: frozenset[str]
    partial: bool
    when: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Trap:
    """A case at hand, the clauses it concerns (empty: any), and what can be said of them: not, or undecided."""

    case: Misjudgment
    clauses: frozenset[str]
    verdict: Verdict


class Traps:
    """All known cases with the rules that catch them."""

    def __init__(self, cases: Sequence[Misjudgment], rules: Sequence[tuple[int, Rule]]) -> None:
        self.cases = tuple(cases)
        self._rules = tuple(rules)

    @classmethod
    def parse(cls, cases: Iterable[Mapping[str, Any]], rules: Iterable[Mapping[str, Any]]) -> "Traps":
        """From the reference data and the rules; a rule names its case by its place, from 1."""
        return cls(
            [Misjudgment(number, **case) for number, case in enumerate(cases, start=1)],
            [(rule["case"], _rule(rule)) for rule in rules],
        )

    def inherited(self, follows: Mapping[str, str]) -> "Traps":
        """The same cases, each also for the clauses that follow those it concerns; `follows` by code."""
        heirs: dict[str, set[str]] = {}
        for code in follows:
            for ancestor in _ancestors(code, follows):
                heirs.setdefault(ancestor, set()).add(code)
        rules = [
            (
                number,
                replace(rule, clauses=rule.clauses.union(*(heirs.get(code, ()) for code in rule.clauses))),
            )
            for number, rule in self._rules
        ]
        return Traps(self.cases, rules)

    def caught(self, description: Said, sectors: frozenset[str], look: Look) -> tuple[Trap, ...]:
        """The cases at hand, in their order; of several rules for one case the first that holds.

        `sectors` are those of the enterprise, none when not known.
        """
        text = _folded(description.text)
        found: dict[int, Trap] = {}
        for number, rule in self._rules:
            if number not in found and _said(rule, description, text) and _applies(rule, sectors, look):
                found[number] = Trap(self.cases[number - 1], rule.clauses, rule.verdict)
        return tuple(found[number] for number in sorted(found))


def _ancestors(code: str, follows: Mapping[str, str]) -> Iterator[str]:
    """The clauses before a clause, the nearest first; ends even where data run in a circle."""
    seen = {code}
    while (code := follows.get(code, "")) and code not in seen:
        seen.add(code)
        yield code


def _rule(data: Mapping[str, Any]) -> Rule:
    return Rule(
        clauses=frozenset(data["clauses"]),
        sectors=frozenset(data.get("sectors", ())),
        not_sectors=frozenset(data.get("not_sectors", ())),
        about=frozenset(data.get("about", ())),
        about_any=frozenset(data.get("about_any", ())),
        partial=data.get("partial", False),
        when=tuple(map(re.compile, data.get("when", ()))),
        unless=tuple(map(re.compile, data.get("unless", ()))),
        verdict=Verdict(data["verdict"]),
    )


def _said(rule: Rule, description: Said, text: str) -> bool:
    spoken_of = description.senses.keys()
    return (
        rule.about <= spoken_of
        and (not rule.about_any or not rule.about_any.isdisjoint(spoken_of))
        and all(pattern.search(text) for pattern in rule.when)
        and not any(pattern.search(text) for pattern in rule.unless)
    )


def _applies(rule: Rule, sectors: frozenset[str], look: Look) -> bool:
    if not rule.clauses:
        return not (sectors and rule.sectors and rule.sectors.isdisjoint(sectors)) and not (
            rule.not_sectors and (not sectors or rule.not_sectors & sectors)
        )
    known = [found for code in rule.clauses if (found := look(code)) is not None]
    return any(_partly(*one) for one in known) if rule.partial else bool(known)


def _partly(answers: Mapping[str, Answer], judgment: Judgment) -> bool:
    """Some conditions are met, and yet the clause does not qualify."""
    met = any(answer.value is Value.YES for answer in answers.values())
    return met and judgment.verdict is not Verdict.QUALIFIES


def _folded(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text).lower())
