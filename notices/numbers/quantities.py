"""What each number of a text is: which figure it claims to be, of whom, of which stretch of time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from notices.numbers.lexicon import BEFORE, CHANGE, NEW, PREFIX, RATED, RECTIFIED, SUFFIX, Called
from notices.numbers.naming import Words, topic_of
from notices.numbers.scopes import Scope, month_of, scope_of
from notices.numbers.script import ANY, FAR, PERCENT, Script, sign
from notices.numbers.subjects import area_of, is_part, named, without_sector

_CAMPAIGN = re.compile(r"重大(?:安全|事故)*隐患(?:专项)?(?:排查|整治)+(?:专项)?(?:\d{4})?(?:专项)?行动")
_DATE = re.compile(r"(?<!\d)\d+(?:[-—~至、年月日]+\d+)*(?:年度?|个?月份?|日|底|号)+(?:底|以来|期间|末)?")
_ALL_AREA = re.compile("全[区市县省]|[本我]区|各单位")
_BASE = {rect: found for found, rect in RECTIFIED.items()} | {rate: found for found, rate in RATED.items()}
_ELSEWHERE = {Scope.OTHER, Scope.BEFORE}
_BEHIND = 24
# 专家组检查企业A家，发现隐患B条: what is found belongs to those who checked.
_FOUND_THERE = re.compile("、?(?:共)?(?:发现|查出|检出)")
_CHECKED = re.compile("检查|执法|督查|抽查|对$")
_CHECKED_BY_ALL = re.compile(f"{PREFIX}(?:执法|检查|抽查|督查)+(?:企业|次数)?{SUFFIX}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a number claims to be.

    `key` is the figure, `total` the same whatever the stretch of time, `base` what was found of it (of 已整改: 排查);
    empty when the words leave it open. `subject` names the unit it speaks of, `part` tells that it is of a sector or
    the like. `topic` is the severity spoken of. `turn` is the direction word of a change. `narrow` tells that the
    sentence speaks of what some checked, so that numbers after it are no totals.
    """

    key: str = ""
    base: str = ""
    subject: str = ""
    part: bool = False
    topic: str = ""
    turn: str = ""
    scope: Scope = Scope.ALL
    total: str = ""
    narrow: bool = False

    @property
    def of_all(self) -> bool:
        """Whether it is said of the whole area."""
        return not self.subject and not self.part


def quantities(script: Script, further: tuple[Called, ...] = ()) -> tuple[Quantity, ...]:
    """What every number of a script claims to be, in order; `further` are names beside the common ones."""
    month, area = month_of(script.text), area_of(script.text, lowest=True)
    known: list[Quantity] = []
    for index in range(len(script.numbers)):
        known.append(_quantity(script, index, known, month, area, further))
    return tuple(known)


def visible(script: Script, index: int) -> list[int]:
    """Numbers before this one in its sentence, nearest first, but for those in brackets closed again."""
    found: list[int] = []
    depth = 0
    position = script.positions[index]
    for place in range(position - 1, max(-1, position - FAR), -1):
        mark = script.text[place]
        if mark in "。；\n":
            break
        depth = max(depth + (mark == "）") - (mark == "（"), 0)
        if place in script.at and depth == 0:
            found.append(script.at[place])
    return found


def label_of(ahead: str) -> str:
    """The words that stand directly before a number, without dates."""
    text = ahead.removesuffix("（")
    return _DATE.sub("", re.split(rf"[，；（）]|{ANY}", text)[-1])


def _quantity(
    script: Script,
    index: int,
    known: Sequence[Quantity],
    month: int | None,
    area: int,
    further: tuple[Called, ...],
) -> Quantity:
    ahead = _CAMPAIGN.sub("", script.ahead(index))
    before = next((known[each] for each in visible(script, index)), Quantity())
    subject = named(_ALL_AREA.split(ahead)[-1])
    part = not subject and is_part(_clause(ahead))
    words = _words(script, index, known, ahead, _bare(label_of(ahead), subject, part=part), further)
    base, turn = words.base()
    scope = scope_of(ahead, month)
    if not base and subject and before.base and not words.label:
        base, scope = before.base, before.scope
    if base.startswith("penalty.top3."):
        return Quantity(base, base, scope=scope)
    key = _timed(base, scope)
    if turn:
        key = CHANGE.get(NEW.get(base, ""), "") if "同比" not in ahead and scope not in _ELSEWHERE else ""
    if script.numbers[index].approximate and "超过" in words.label:
        key = ""
    if area_of(ahead) > area or before.narrow or re.search("分别(?!是|为)", _clause(ahead)):
        key = ""
    if visible(script, index) and not before.key and _FOUND_THERE.match(words.label):
        key = ""
    narrow = before.narrow or (not base and _narrows(words.label))
    return Quantity(key, _BASE.get(base, base), subject, part, words.topic, turn, scope, base, narrow)


def _words(
    script: Script,
    index: int,
    known: Sequence[Quantity],
    ahead: str,
    label: str,
    further: tuple[Called, ...],
) -> Words:
    numeral = script.numbers[index]
    place = script.positions[index] + 1
    before = visible(script, index)
    nearest = known[before[0]].base if before else ""
    behind = script.text[place : place + _BEHIND]
    words = Words(label, ahead, behind, sign(numeral.unit), numeral.unit, topic_of(ahead), nearest, further)
    if not words.borrows or label.startswith("、"):
        return words
    return replace(words, before=_owner(script, index, known, before))


def _owner(script: Script, index: int, known: Sequence[Quantity], before: Sequence[int]) -> str:
    """Of what 已整改 tells after 排查A条，其中甲B条、乙C条，: the rate that follows decides, else the whole."""
    choices = [each for each in before if known[each].base in RECTIFIED]
    whole = [
        each for each in choices[1:]
        if "其中" in script.text[script.positions[each] : script.positions[choices[0]]]
        and known[each].topic == known[choices[0]].topic
    ]  # fmt: skip
    if choices and _among_others(script, known, before, choices[0]):
        return ""
    if not whole:
        return known[before[0]].base if before else ""
    following = index + 1
    if following < len(script.numbers) and sign(script.numbers[following].unit) == PERCENT:
        rate = script.numbers[following].value
        done = script.numbers[index].value * 100
        gaps = {each: abs(done - rate * script.numbers[each].value) for each in (whole[-1], choices[0])}
        return known[min(gaps, key=lambda each: gaps[each])].base
    return known[whole[-1]].base


def _among_others(script: Script, known: Sequence[Quantity], before: Sequence[int], nearest: int) -> bool:
    """Whether the nearest total is itself only part (其中) of a number that is no figure."""
    return any(
        not known[each].base and "其中" in script.text[script.positions[each] : script.positions[nearest]]
        for each in before[before.index(nearest) + 1 :]
    )


def _narrows(label: str) -> bool:
    """Whether the words tell of checks by some (执法人员检查, 对10家检查), not by all."""
    return bool(_CHECKED.search(label)) and not _CHECKED_BY_ALL.fullmatch(label)


def _clause(ahead: str) -> str:
    """The bracket a number stands in, else its clause."""
    near = ahead.removesuffix("（")
    clause = near.rpartition("（")[2] if "（" in near else re.split("[，：]", near)[-1]
    return re.sub(ANY, "", clause)


def _bare(label: str, subject: str, *, part: bool) -> str:
    """A label without the unit or sector it names."""
    if subject and subject in label:
        return label.rpartition(subject)[2]
    if subject and subject[-2:] in label:
        return label.partition(subject[-2:])[2]
    return without_sector(label) if part else label


def _timed(base: str, scope: Scope) -> str:
    """The figure of a total for a stretch of time; empty where the catalogue has none."""
    if scope is Scope.ALL:
        return base
    new = NEW.get(base, "")
    return {Scope.NEW: new, Scope.BEFORE: BEFORE.get(new, "")}.get(scope, "")
