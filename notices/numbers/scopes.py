"""Which stretch of time a number speaks of: the campaign so far, the month reported, the one before, or another."""

import re
from enum import StrEnum

_RANGE = r"\d{1,2}月?(?:\d{1,2}[日号])?[-—~至]+(?:\d{4}年)?(?P<end>\d{1,2})月"
_SINGLE = r"(?<![\d、])(?P<single>\d{1,2})月(?!\d{1,2}[日号]|底)"
_UNTIL = r"截[至止](?:\d{4}年)?(?P<until>\d{1,2})月"
_MONTHS = re.compile(rf"{_UNTIL}|{_RANGE}|{_SINGLE}")
_NEAR = 10
_NAMED_BEFORE = re.compile(r"上(?:个?月|一?期)[（(](?:\d{4}年)?$")
_OTHER = (
    r"去年|上年|往年|同期|\d{4}期|\d{4}年度?(?!\d)|\d{1,2}月\d{1,2}[日号]|[本上]周|当天|当日|[一二三四]季度|[上下]半年"
    r"|第[一二三四]阶段|(?:国庆|中秋|春节|元旦|五一|节日|假日|汛期|两会)期间"
)
_TIMES = re.compile(
    rf"{_UNTIL}(?:\d{{1,2}}[日号]|底)?|{_RANGE}(?:\d{{1,2}}[日号])?|{_SINGLE}"
    rf"|(?P<before>(?<![比较])上(?:个?月|一?期|季度))|(?P<now>本月|当月|本期)|(?P<other>{_OTHER})|\d{{1,2}}、\d{{1,2}}月"
)
_MODES = re.compile(
    r"(?P<new>新增|单月|当月|增加)|(?P<all>累计|总计|以来|截至)|(?P<sum>共计|总共|共排查|共检查)"
)


class Scope(StrEnum):
    """A stretch of time, as seen from the period reported; OPEN is this month's, new or all is not said."""

    ALL = "all"
    NEW = "new"
    BEFORE = "before"
    OPEN = "open"
    OTHER = "other"


def month_of(text: str) -> int | None:
    """The month a circular reports on: the end of the first stretch of months it names (截至9月26日 ends one too),
    other than the period before in brackets, as in 上期（2023年8月）; None when it names none.
    """
    for match in _MONTHS.finditer(text):
        found = match["until"] or match["end"] or match["single"]
        if _NAMED_BEFORE.search(text[max(0, match.start() - _NEAR) : match.start()]):
            continue
        if found and 1 <= int(found) <= 12:
            return int(found)
    return None


def scope_of(ahead: str, month: int | None) -> Scope:
    """What the words of the sentence before a number tell."""
    if re.search(r"[比较]上(?:个?月|一?期)的?$", ahead):
        return Scope.BEFORE
    time = _last_time(ahead, month)
    modes = [match.lastgroup for match in _MODES.finditer(ahead)]
    mode = modes[-1] if modes else None
    if time is Scope.BEFORE:
        return Scope.BEFORE if mode != "all" else Scope.OTHER
    if time is Scope.OTHER:
        return Scope.OTHER
    if time is Scope.NEW and mode in (None, "sum"):
        return Scope.OPEN
    return Scope.NEW if mode == "new" else Scope.ALL


def _last_time(ahead: str, month: int | None) -> Scope:
    last = Scope.ALL
    for match in _TIMES.finditer(ahead):
        if match["before"]:
            last = Scope.BEFORE
        elif match["other"]:
            last = Scope.OTHER
        elif match["now"]:
            last = Scope.NEW
        elif end := match["end"] or match["until"]:
            last = Scope.ALL if month is None or int(end) == month else Scope.OTHER
        elif match["single"]:
            last = _single(int(match["single"]), month)
    return last


def _single(named: int, month: int | None) -> Scope:
    if month is None or named == month:
        return Scope.NEW
    return Scope.BEFORE if named % 12 + 1 == month else Scope.OTHER
