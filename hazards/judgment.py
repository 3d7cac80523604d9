"""Judgment of a clause (判定): its logic tree over answers that are yes, no or not known yet.

Three-valued after Kleene, by counting: `all` and `any` are `at_least` n of n and 1 of n. A tree holds no
negation, so an answer to an open question can only settle the verdict, never turn a settled one (I2).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from hazards.standards import Logic

ROOT = "/"
# More conditions than this are not all read out.
_READ_OUT = 8


class Value(StrEnum):
    """What is known of one condition; `unknown` is the same as no answer."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def contradicts(self, other: "Value") -> bool:
        """Whether one says yes and the other no."""
        return {self, other} == {Value.YES, Value.NO}


class Verdict(StrEnum):
    """Whether the facts make a major hazard under the clause: they do, they cannot, it is not known yet."""

    QUALIFIES = "qualifies"
    NOT = "not"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one condition, the fact found on site and where it can be looked up (photo, document)."""

    value: Value
    fact: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact a clause asks for. `path` names its place in the tree: "/" alone, "/1/0" first of the second."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Judgment:
    """A verdict and the conditions that decide it, in the order of the clause.

    `deciding` holds conditions met when it qualifies, not met when it cannot, and open ones while undecided.
    `words` says the same in Chinese.
    """

    verdict: Verdict
    deciding: tuple[Condition, ...]
    words: str


class UnknownCondition(Exception):
    """An answer to a condition the clause does not have; the Chinese message names its path."""

    def __init__(self, path: str) -> None:
        super().__init__(f"本条没有编号为“{path}”的条件，请按本条的条件逐项回答")


def conditions(logic: Logic, path: str = ROOT) -> Iterator[Condition]:
    """Every condition of a tree, in the order of the text."""
    if "condition" in logic:
        yield Condition(path, logic["condition"])
        return
    for below, part in paths_below(path, branch(logic)[1]):
        yield from conditions(part, below)


def branch(logic: Logic) -> tuple[int, Sequence[Logic]]:
    """How many of which parts a branch asks for: `all` and `any` are counts too."""
    if "all" in logic:
        return len(logic["all"]), logic["all"]
    if "any" in logic:
        return 1, logic["any"]
    return logic["at_least"], logic["of"]


def counts(logic: Logic) -> bool:
    """Whether the tree asks for a number of conditions (综合判定)."""
    return "at_least" in logic or ("condition" not in logic and any(map(counts, branch(logic)[1])))


def paths_below(path: str, parts: Sequence[Logic]) -> Iterator[tuple[str, Logic]]:
    """The parts of a branch, each with its path."""
    return ((f"{path.rstrip('/')}/{index}", part) for index, part in enumerate(parts))


def evaluate(logic: Logic, answers: Mapping[str, Answer], *, reference_only: bool = False) -> Judgment:
    """Judge a clause by the answers to its conditions, by path.

    A clause of a reference list (检查事项清单) never makes a major hazard by itself, whatever the answers.
    UnknownCondition when an answer belongs to no condition of the clause.
    """
    unknown = sorted(set(answers) - {condition.path for condition in conditions(logic)})
    if unknown:
        raise UnknownCondition(unknown[0])
    if reference_only:
        return Judgment(Verdict.NOT, (), "检查事项清单只提示查什么，本身不构成重大事故隐患")
    reduced = _reduce(logic, ROOT, answers)
    if isinstance(reduced, _Settled):
        verdict = Verdict.QUALIFIES if reduced.met else Verdict.NOT
        head = "构成，已满足：" if reduced.met else "不构成，下列条件不满足："
        return Judgment(verdict, reduced.because, head + _listed([met.text for met in reduced.because]))
    return Judgment(Verdict.UNDECIDED, tuple(_leaves(reduced)), _needed(reduced))


@dataclass(frozen=True, slots=True)
class _Settled:
    """A part that no further answer can change, and the fewest conditions that make it so."""

    met: bool
    because: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class _Open:
    """A part that still needs `need` of its open parts; 1 ≤ need ≤ number of parts, which is at least 2."""

    need: int
    parts: tuple["_Open | Condition", ...]


_Reduced: TypeAlias = _Settled | _Open | Condition


def _reduce(logic: Logic, path: str, answers: Mapping[str, Answer]) -> _Reduced:
    """The tree without what the answers have settled."""
    if "condition" in logic:
        condition = Condition(path, logic["condition"])
        value = answers[path].value if path in answers else Value.UNKNOWN
        return condition if value is Value.UNKNOWN else _Settled(value is Value.YES, (condition,))
    need, children = branch(logic)
    parts = [_reduce(child, below, answers) for below, child in paths_below(path, children)]
    met = [part for part in parts if isinstance(part, _Settled) and part.met]
    unmet = [part for part in parts if isinstance(part, _Settled) and not part.met]
    if len(met) >= need:
        return _Settled(True, _fewest(met, need))
    if len(parts) - len(unmet) < need:
        return _Settled(False, _fewest(unmet, len(parts) - need + 1))
    pending = tuple(part for part in parts if not isinstance(part, _Settled))
    return pending[0] if len(pending) == 1 else _flat(need - len(met), pending)


def _flat(need: int, parts: Sequence["_Open | Condition"]) -> _Open:
    """Any of any, and all of all, are said as one list."""
    quantity = _quantity(_Open(need, tuple(parts)))
    if 1 < need < len(parts):
        return _Open(need, tuple(parts))
    spread: list[_Open | Condition] = []
    for part in parts:
        spread.extend(part.parts if isinstance(part, _Open) and _quantity(part) == quantity else [part])
    return _Open(1 if need == 1 else len(spread), tuple(spread))


def _fewest(settled: Sequence[_Settled], count: int) -> tuple[Condition, ...]:
    """The conditions of the `count` parts that take the fewest, in the order of the text."""
    chosen = sorted(range(len(settled)), key=lambda index: len(settled[index].because))[:count]
    return tuple(condition for index in sorted(chosen) for condition in settled[index].because)


def _leaves(reduced: _Open | Condition) -> Iterator[Condition]:
    if isinstance(reduced, Condition):
        yield reduced
    else:
        for part in reduced.parts:
            yield from _leaves(part)


def _listed(texts: Sequence[str]) -> str:
    more = f"……等 {len(texts)} 项" if len(texts) > _READ_OUT else ""
    return "；".join(texts[:_READ_OUT]) + more


def _needed(reduced: _Open | Condition) -> str:
    """What must still be established, as one line: 还需同时满足：甲；乙（下列之一：丙；丁）."""
    if isinstance(reduced, Condition):
        return f"还需同时满足：{reduced.text}"
    return f"还需{_quantity(reduced)}：{_inner(reduced)}"


def _quantity(reduced: _Open) -> str:
    if reduced.need == len(reduced.parts):
        return "同时满足"
    return "满足下列之一" if reduced.need == 1 else f"至少满足下列 {reduced.need} 项"


def _inner(reduced: _Open) -> str:
    return _listed(
        [
            part.text if isinstance(part, Condition) else f"（{_quantity(part)}：{_inner(part)}）"
            for part in reduced.parts
        ]
    )
