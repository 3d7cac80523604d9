"""Checking a template before it is kept: every name in it must be known, every number must be a figure."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from notices.numbers.numerals import Kind, find
from notices.templating import conditions
from notices.templating.parts import ANY_POINT, NO_POINT, PLACE, Clause, ItemKind, Problem, Template
from notices.templating.reading import read
from reports.expressions import InvalidExpression

_NEUTRAL = "〓"
_SHOWN = 60
# 两个平台, 三项制度 are wording; 三十家 is a number that nobody would ever check.
_WORDING_UNITS = ("个", "项")


def problems(source: str, *, figures: Mapping[str, str], facts: Mapping[str, str]) -> Sequence[Problem]:
    """Everything wrong with a template, in the order of its lines; nothing when it can be kept.

    `figures` and `facts` are labels by name: all that there may be.
    """
    template, found = read(source)
    if template.clauses:
        found += _missing(template)
    elif not found:
        found.append(Problem(1, "模板是空的。请写上标题和正文，或恢复自带的模板。"))
    for clause in template.clauses:
        found += _of_clause(clause, template, figures, facts)
    for item in template.items:
        if item.kind is ItemKind.POINT:
            found += _asking_points([clause for clause in item.clauses if clause.when], template)
    return sorted(dict.fromkeys(found), key=lambda each: each.line)


def _missing(template: Template) -> Iterator[Problem]:
    if not template.title:
        yield Problem(1, "没有标题。请在开头写一行“标题：……”。")
    if not template.items:
        yield Problem(1, "没有正文。请在标题、主送后面写正文。")


def _of_clause(
    clause: Clause, template: Template, figures: Mapping[str, str], facts: Mapping[str, str]
) -> Iterator[Problem]:
    yield from _of_places(clause, figures, facts)
    yield from _of_numbers(clause)
    if clause.when:
        yield from _of_condition(clause, template, figures)


def _of_places(clause: Clause, figures: Mapping[str, str], facts: Mapping[str, str]) -> Iterator[Problem]:
    if set(PLACE.sub("", clause.text)) & set("{}"):
        yield Problem(clause.line, "花括号没有成对，或者套在一起。指标写作 {指标编号}，事项写作 {@名称}。")
        return
    for place in clause.places:
        if not place.startswith("@") and place not in figures:
            yield Problem(clause.line, f"没有“{place[:_SHOWN]}”这个指标，{_advice(place, figures, '')}")
        elif place.startswith("@") and place[1:] not in facts:
            yield Problem(clause.line, f"没有“{place[:_SHOWN]}”这个事项，{_advice(place[1:], facts, '@')}")


def _of_numbers(clause: Clause) -> Iterator[Problem]:
    for numeral in find(PLACE.sub(_NEUTRAL, clause.text)):
        said = not any(char.isdigit() for char in numeral.text)
        if numeral.kind is Kind.DATA and not (said and numeral.unit in _WORDING_UNITS):
            yield Problem(
                clause.line,
                f"“{numeral.text}”是手写的数字，以后每期都不会变。请换成指标，从右边的指标里选一个插入。",
            )


def _of_condition(clause: Clause, template: Template, figures: Mapping[str, str]) -> Iterator[Problem]:
    if clause.when in {ANY_POINT, NO_POINT, *template.points}:
        return
    try:
        names = conditions.names(clause.when)
    except InvalidExpression as wrong:
        points = "、".join(template.points)
        hint = f"要按要点判断的，写要点的名称（{points}）。" if points else ""
        yield Problem(clause.line, f"条件“{clause.when[:_SHOWN]}”不能用：{wrong}{hint}")
        return
    for name in names:
        if name not in figures:
            yield Problem(
                clause.line,
                f"条件里没有“{name[:_SHOWN]}”这个指标，{_advice(name, figures, '', template.points)}",
            )


def _asking_points(clauses: Sequence[Clause], template: Template) -> Iterator[Problem]:
    for clause in clauses:
        if clause.when in {ANY_POINT, NO_POINT, *template.points}:
            yield Problem(
                clause.line, f"要点里的句子不能以要点作条件（{clause.when}）。请改用指标，或移到别的段落。"
            )


def _advice(name: str, known: Mapping[str, str], mark: str, more: Sequence[str] = ()) -> str:
    """The nearest name, by its label too: a clerk may type what the page shows."""
    by_label = {label: key for key, label in known.items()}
    near = get_close_matches(name, [*known, *by_label, *more], n=1, cutoff=0.5)
    if not near:
        return "请从右边的列表里选。"
    key = by_label.get(near[0], near[0])
    label = f"（{known[key]}）" if key in known else ""
    return f"是不是“{mark}{key}”{label}？"
