"""A clause's conditions as people read them (条件结构): branches in words, facts with the name of their answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from hazards.judgment import ROOT, Answer, UnknownCondition, Value, branch, paths_below
from hazards.standards import Logic

# What the names of answers in an address begin with; the path of the condition follows.
ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Fact:
    """One condition; `name` is what its answer is called in a form.

    `given` is the person's answer, `heard` what a description seems to say: a hint, never an answer.
    """

    text: str
    path: str
    given: Value
    heard: Value

    @property
    def name(self) -> str:
        return f"{ANSWER}{self.path}"


@dataclass(frozen=True, slots=True)
class Branch:
    """Conditions that belong together, and in words how many of them it takes."""

    words: str
    parts: tuple["Node", ...]


Node: TypeAlias = Fact | Branch
Answers: TypeAlias = Mapping[str, Answer]
NOTHING: Answers = MappingProxyType({})


def outline(logic: Logic, given: Answers = NOTHING, heard: Answers = NOTHING, path: str = ROOT) -> Node:
    """The tree with every branch in words and every condition with its answer and hint, by path."""
    if "condition" in logic:
        return Fact(logic["condition"], path, _value(given, path), _value(heard, path))
    need, parts = branch(logic)
    below = tuple(outline(part, given, heard, place) for place, part in paths_below(path, parts))
    return Branch(_quantity(need, len(parts)), below)


def answers_given(fields: Mapping[str, str]) -> dict[str, Answer]:
    """The answers of a form by path; other fields are left alone, and so is what is not known.

    UnknownCondition for an answer that is neither yes, no nor unknown.
    """
    given: dict[str, Answer] = {}
    for name, value in fields.items():
        path = name.removeprefix(ANSWER)
        if not name.startswith(f"{ANSWER}{ROOT}"):
            continue
        if value not in set(Value):
            raise UnknownCondition(path)
        if value != Value.UNKNOWN:
            given[path] = Answer(Value(value))
    return given


def _value(answers: Answers, path: str) -> Value:
    return answers[path].value if path in answers else Value.UNKNOWN


def _quantity(need: int, parts: int) -> str:
    if need == parts:
        return f"同时满足以下 {parts} 项"
    return f"满足以下 {parts} 项之一" if need == 1 else f"以下 {parts} 项中至少满足 {need} 项"
