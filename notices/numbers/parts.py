"""Parts told in brackets behind their whole, or after 其中: they make it up, or at least do not exceed it."""

import re
from collections.abc import Iterator

from notices.numbers.relations import Relation, at_most, same, total
from notices.numbers.script import ANY, COUNT, MONEY, PERCENT, Script, alike

_BRACKET = re.compile(rf"(?P<whole>[{COUNT}{MONEY}])（(?P<content>[^（）\n]*)）")
_OPENED = re.compile(r"^(?:其中|含|包括|其中包括)[：，]?")
_OF_WHICH = re.compile(rf"(?P<whole>[{COUNT}{MONEY}])(?:（[^（）]*）)?，?其中(?P<content>[^。；（）\n]*)")
_LED = re.compile(rf"（(?P<content>[^（）{COUNT}{MONEY}{PERCENT}]{{1,12}}{COUNT}，[^（）]*)）")
_RESTATED = re.compile(
    rf"(?P<whole>{COUNT})（(?!其中)[^（）{COUNT}]*(?:纳入|录入|符合|满足)[^（）{COUNT}]*(?P<again>{COUNT})，其余"
)
_LEFT_OVER = re.compile(
    rf"(?P<whole>{COUNT})[^{COUNT}。；\n]{{0,16}}(?:已|完成)[^{COUNT}。；\n]{{0,8}}(?P<part>{COUNT})"
    rf"，(?:其余|剩余|余下)(?P<rest>{COUNT})"
)
_REST = re.compile("其他|其余|其它")
_NO_PART = re.compile("整改|罚|率|占|销号|督办")
_ELSEWHERE = re.compile("去年|同期|上月|上期|累计|全区|全市|全县|新增")


def relations(script: Script) -> Iterator[Relation]:
    """Every list of parts behind a whole."""
    for match in _BRACKET.finditer(script.text):
        yield from _listed(script, script.at[match.start()], match.start("content"), match["content"])
    for match in _OF_WHICH.finditer(script.text):
        yield from _among(script, script.at[match.start()], match.start("content"), match["content"])
    for match in _LED.finditer(script.text):
        yield from _split(script, match.start("content"), match["content"])
    for match in _RESTATED.finditer(script.text):
        yield same(script, script.at[match.start("whole")], script.at[match.start("again")], "符合条件的数")
    for match in _LEFT_OVER.finditer(script.text):
        whole, part, rest = (script.at[match.start(name)] for name in ("whole", "part", "rest"))
        if _same_kind(script, whole, part) and _same_kind(script, whole, rest):
            yield total(script, whole, [part, rest], rest)


def _listed(script: Script, whole: int, start: int, content: str) -> Iterator[Relation]:
    """Parts in a bracket directly behind the whole."""
    parts = _parts(script, whole, start, content)
    if parts is None:
        return
    if len(parts) > 1 and _complete(content, opened=bool(_OPENED.match(content))):
        rest = next((part for part in parts if _REST.search(_label(script, part, start))), None)
        yield total(script, whole, parts, rest)
    elif _OPENED.match(content):
        yield from (at_most(script, part, whole) for part in parts)


def _among(script: Script, whole: int, start: int, content: str) -> Iterator[Relation]:
    """Parts behind 其中: they end where something else is counted."""
    for place in range(start, start + len(content)):
        if place not in script.at:
            continue
        part = script.at[place]
        label = _label(script, part, start)
        if not _same_kind(script, whole, part) or _NO_PART.search(label) or _ELSEWHERE.search(label):
            return
        yield at_most(script, part, whole)


def _split(script: Script, start: int, content: str) -> Iterator[Relation]:
    """报送A条，B条…，C条…: numbers at the head of a clause split the one before them."""
    indices = script.inside(start, start + len(content))
    first, *others = indices
    heads = all(script.text[script.positions[index] - 1] in "，、" for index in others)
    if len(others) > 1 and heads and all(_same_kind(script, first, index) for index in others):
        yield total(script, first, others)


def _parts(script: Script, whole: int, start: int, content: str) -> list[int] | None:
    """The numbers of a bracket if all of them are parts; None when something else is told there."""
    indices = script.inside(start, start + len(content))
    labels = [_label(script, index, start) for index in indices]
    if not indices or not all(_same_kind(script, whole, index) for index in indices):
        return None
    return None if any(not label or _NO_PART.search(label) for label in labels) else indices


def _complete(content: str, *, opened: bool) -> bool:
    """Whether the parts are all there are."""
    if _REST.search(content) or ("企业" in content and "部门" in content):
        return True
    return not opened and not re.search(r"等|主要|以上|超过", content) and _is_list(content)


def _is_list(content: str) -> bool:
    """Name, number, name, number: nothing else between them."""
    return re.fullmatch(rf"(?:[^，、{COUNT}{MONEY}{PERCENT}]{{2,14}}{ANY}[，、和]?)+", content) is not None


def _same_kind(script: Script, one: int, other: int) -> bool:
    first, second = script.numbers[one], script.numbers[other]
    signs = {script.text[script.positions[index]] for index in (one, other)}
    return len(signs) == 1 and PERCENT not in signs and alike((first.unit, second.unit))


def _label(script: Script, index: int, start: int) -> str:
    """The words before a number, back to the number or mark before it."""
    place = script.positions[index]
    return _OPENED.sub("", re.split(rf"[，、]|{ANY}", script.text[start:place])[-1])
