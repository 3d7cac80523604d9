"""Conditions as an indented outline that people type (条件写法), and back to the logic tree.

    同时满足：
      未对有限空间进行辨识
      至少满足2项：
        未建立管理台账
        …

A line is a fact, or it says how many of the lines indented below it are needed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hazards.standards import LONG, MAX_DEPTH, Logic

STEP = 2
"""Blanks by which a line stands further in than the one it belongs to."""

_ALL, _ANY = "同时满足", "满足其一"
_HEAD = re.compile(rf"({_ALL}|{_ANY}|至少满足\s*(?P<count>\S{{0,8}}?)\s*项)\s*[：:]")
_WIDTHS = {"\t": 4, "\u3000": 2}
_NUMERALS = {numeral: count for count, numeral in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}


class BadOutline(Exception):
    """An outline that cannot be read; the Chinese message names the line, counted from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"第{line}行：{reason}")
        self.line = line


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    indent: int
    text: str


def parse(outline: str) -> Logic:
    """The logic tree of an outline; BadOutline where a line does not fit."""
    lines = _lines(outline)
    if not lines:
        raise BadOutline(1, "还没有写条件。")
    logic, end = _node(lines, 0, 1)
    if end < len(lines):
        raise BadOutline(
            lines[end].number,
            f"“{_cut(lines[end].text)}”不在任何一组里。几个条件并列的，先写一行“{_ALL}：”或“{_ANY}：”，"
            "再把它们写在下面，行首各空两格。",
        )
    return logic


def written(logic: Logic, indent: int = 0) -> str:
    """The outline of a logic tree; `parse` reads it back to the same tree."""
    margin = " " * indent
    if "condition" in logic:
        return margin + " ".join(logic["condition"].split("\n")).strip()
    head, parts = _headed(logic)
    return "\n".join([f"{margin}{head}：", *(written(part, indent + STEP) for part in parts)])


def _headed(logic: Logic) -> tuple[str, Sequence[Logic]]:
    if "all" in logic:
        return _ALL, logic["all"]
    if "any" in logic:
        return _ANY, logic["any"]
    return f"至少满足{logic['at_least']}项", logic["of"]


def _lines(outline: str) -> list[_Line]:
    """The lines that are not blank, with the width of the blanks before them."""
    found = []
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", outline), start=1):
        text = raw.strip()
        if text:
            margin = raw[: len(raw) - len(raw.lstrip())]
            found.append(_Line(number, sum(_WIDTHS.get(blank, 1) for blank in margin), text))
    return found


def _node(lines: Sequence[_Line], place: int, depth: int) -> tuple[Logic, int]:
    """The tree that begins at a place, and the place after it."""
    line = lines[place]
    if depth > MAX_DEPTH:
        raise BadOutline(line.number, f"一层套一层超过{MAX_DEPTH}层，请拆成几条。")
    head = _HEAD.fullmatch(line.text)
    if head is None:
        return _fact(lines, place), place + 1
    parts, end = _parts(lines, place, depth)
    if len(parts) < 2:
        raise BadOutline(line.number, f"“{line.text}”下面至少要有两项；只有一项的，直接写那一项。")
    return _branch(line, head, parts), end


def _parts(lines: Sequence[_Line], head: int, depth: int) -> tuple[list[Logic], int]:
    """What stands further in below a head."""
    place, parts = head + 1, list[Logic]()
    if place == len(lines) or lines[place].indent <= lines[head].indent:
        raise BadOutline(
            lines[head].number, f"“{lines[head].text}”下面还没有条件。条件写在它下面各行，行首比它多空两格。"
        )
    inner = lines[place].indent
    while place < len(lines) and lines[place].indent > lines[head].indent:
        if lines[place].indent != inner:
            raise BadOutline(lines[place].number, "行首的空格和上面同组的各行对不齐。")
        part, place = _node(lines, place, depth + 1)
        parts.append(part)
    return parts, place


def _branch(line: _Line, head: re.Match[str], parts: list[Logic]) -> Logic:
    if head["count"] is None:
        return {"all" if head[1] == _ALL else "any": parts}
    count = _count(head["count"])
    if count is None:
        raise BadOutline(line.number, "“至少满足”后面要写几项，例如“至少满足2项：”。")
    if not 1 <= count <= len(parts):
        raise BadOutline(line.number, f"要求至少满足{count}项，下面列了{len(parts)}项，应为1到{len(parts)}。")
    return {"at_least": count, "of": parts}


def _count(said: str) -> int | None:
    if said.isdecimal():
        return int(said)
    return _NUMERALS.get(said)


def _fact(lines: Sequence[_Line], place: int) -> Logic:
    line = lines[place]
    if place + 1 < len(lines) and lines[place + 1].indent > line.indent:
        raise BadOutline(
            lines[place + 1].number,
            f"比上一行多空了几格，可是上一行“{_cut(line.text)}”是一个条件。"
            f"上一行要领起一组的，写成“{_ALL}：”“{_ANY}：”或“至少满足2项：”；不是的，与它对齐。",
        )
    if "\0" in line.text:
        raise BadOutline(line.number, "含有看不见的空字符，请重新输入这一行。")
    if len(line.text) > LONG:
        raise BadOutline(line.number, f"一个条件最多{LONG}字，现有{len(line.text)}字。")
    return {"condition": line.text}


def _cut(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}……"
