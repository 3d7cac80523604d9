"""The words around a number → the total it belongs to."""

import re
from dataclasses import dataclass

from notices.numbers.lexicon import (
    CALLED,
    FOUND,
    HAZARDS,
    OUTSTANDING,
    PREFIX,
    RATED,
    RECTIFIED,
    SUFFIX,
    Called,
)
from notices.numbers.script import COUNT, PERCENT

_SEVERITY = rf"(?:(?P<severity>一般|重大){HAZARDS})?"
_VERBS = "(?:自查|排查|检查|执法|发现|查出|上报|自改|检出)*"
_FINDER = f"(?P<finder>企业|部门)?{_VERBS}(?:出)?(?:的)?"
_FOUND = re.compile(f"{PREFIX}{_FINDER}{_SEVERITY}{SUFFIX}")
_DONE = re.compile(
    f"{PREFIX}{_FINDER}{_SEVERITY}{PREFIX}(?:完成)?整改(?P<rate>率)?(?:到位|完成|销号)?{SUFFIX}"
)
_UNDONE = "(?:尚|还|仍)?(?:未|待|没有)(?:完成)?整改(?:到位|完成|销号)?"
_LEFT = re.compile(f"{PREFIX}{_SEVERITY}{_UNDONE}(?:的)?(?:重大{HAZARDS})?{SUFFIX}")
_LEFT_BEHIND = re.compile(f"重大{HAZARDS}{_UNDONE}")
_TURN = r"(?P<turn>上升|增长|增加|提高|下降|减少|降低|回落|下滑)"
_CHANGE = re.compile(rf"(?P<what>[^{COUNT}]*?)(?:环比|[比较]上(?:个?月|一?期))?(?:均|约)*{_TURN}了?约?")
_OF_BEFORE = re.compile(r"[比较]上(?:个?月|一?期)的?")
_HAZARD_UNITS = {"条", "个", "项", "处", "件", "起", "宗", ""}


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around a number: `label` directly before it, `ahead` its sentence so far, `behind` what follows.

    `mark` is its sign, `unit` its unit of measure, `topic` the severity its sentence speaks of, `before` the total of
    the number before it. `further` are names of figures beside the common ones.
    """

    label: str
    ahead: str
    behind: str
    mark: str
    unit: str
    topic: str
    before: str
    further: tuple[Called, ...] = ()

    def base(self) -> tuple[str, str]:
        """The total the words call, empty when none; and the direction word when they tell of a change."""
        if self.mark == PERCENT and (match := _CHANGE.fullmatch(self.label)):
            return self._changed(match["what"]), match["turn"]
        for called in (*CALLED, *self.further):
            if called.fits(self.label, self.mark, self.unit, self.ahead):
                return called.key, ""
        if self.mark == COUNT and self.unit in _HAZARD_UNITS:
            return self._hazards(), ""
        match = _DONE.fullmatch(self.label)
        return (RATED.get(self._owner(match), "") if match and match["rate"] else ""), ""

    @property
    def borrows(self) -> bool:
        """Whether the words tell what was done (已整改) but not of what: that stands before."""
        match = _DONE.fullmatch(self.label)
        return bool(match and not match["severity"] and not match["finder"] and not match["rate"])

    def _hazards(self) -> str:
        if _OF_BEFORE.fullmatch(self.label):
            return self.before
        if _LEFT_BEHIND.match(self.behind):
            return OUTSTANDING[FOUND["major", ""]]
        if match := _DONE.fullmatch(self.label):
            return "" if match["rate"] else RECTIFIED.get(self._owner(match), "")
        if _LEFT.fullmatch(self.label):
            return OUTSTANDING.get(FOUND.get((self.topic, ""), self.before), "")
        match = _FOUND.fullmatch(self.label)
        if match is None or not re.search("隐患|排查|检查|发现|查出|自查", self.label):
            return ""
        return FOUND.get((topic_of(self.label) or self.topic, match["finder"] or ""), "")

    def _owner(self, match: re.Match[str]) -> str:
        """The total that was rectified: named by the words themselves, else told before."""
        if match["severity"] or match["finder"]:
            return FOUND.get((topic_of(self.label) or self.topic, match["finder"] or ""), "")
        return self.before

    def _changed(self, what: str) -> str:
        """The total whose change is told."""
        if re.search("处罚|罚款", what):
            return "penalty.amount" if re.search("金额|罚款", what) else "penalty.count"
        if (severity := topic_of(what)) and not re.search("整改|督办|率", what):
            return FOUND[severity, ""]
        other = re.search(r"[\u4e00-\u9fff]{2,}", re.sub("环比|总数|数|[比较]上.?[月期]的?", "", what))
        return "" if other else self.before


def topic_of(words: str) -> str:
    """The severity last named: general or major, empty when none is."""
    found = re.findall(f"(一般|重大){HAZARDS}", words)
    return {"一般": "general", "重大": "major"}[found[-1]] if found else ""
