"""What is told in brackets of the records a unit filed (报送3条，均不符合判定标准), against the ledger."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from notices.numbers.against import Held, settled
from notices.numbers.scopes import Scope, month_of, scope_of
from notices.numbers.script import COUNT, Script
from notices.numbers.subjects import named, unit_of
from reports.figures import Figure
from reports.snapshot import UnitFiling

_TOLD = re.compile(rf"（(?:共|累计|本期|本月|仅)*(?:报送|上报|报)了?(?P<content>{COUNT}[^（）]{{0,200}})）")
_SAID = re.compile(r"报送(\d+)条")
_WORDED = ("units.major.none_reasons", "excluded.units")
_COUNTED = "reported.total"
_WHY = (
    ("不符合判定标准", r"标准|不构成|不满足"),
    ("专项行动开展前发现", r"(?:行动|开展|专项).*[以之]?前"),
    ("超过规定报送时限", r"时限|超时|超期|逾期|迟"),
    ("重复报送", "重复"),
    ("不是生产经营单位", "不是生产经营|非生产经营"),
    ("报送单位撤回", "撤回"),
    ("纳入统计", "^[^不未]*纳入"),
)
"""How the ledger calls what became of a record, and how circulars do."""


def held(
    script: Script, figures: Mapping[str, Figure], units: Sequence[UnitFiling]
) -> Iterator[tuple[int, Held]]:
    """The number reported, and of it what counts and what does not and why.

    A unit's whole record is known where nothing of it counts; of others what the period brought, so that of those
    only a sentence on the period can be wrong. Of units the ledger says nothing of, nothing is held.
    """
    month = month_of(script.text)
    for match in _TOLD.finditer(script.text):
        ahead = script.ahead(script.at[match.start("content")]).rpartition("（")[0]
        unit = unit_of(named(ahead), units)
        scope = scope_of(ahead, month)
        if unit is None or scope in (Scope.OTHER, Scope.BEFORE):
            continue
        whole, stories = _stories(figures, unit.name)
        strict = whole or scope is not Scope.ALL
        start, end = match.span("content")
        for index in script.inside(start, end):
            word = _word(script, index, start, end)
            known = {story[word] for story in stories if word in story}
            said = script.numbers[index]
            if known and said.unit in ("条", "个", "项") and (strict or said.value in known):
                expected = f"{max(known)}{said.unit}"
                agrees = f"与台账中{unit.name}{word}{said.text}相符。"
                wrong = f"文中写{unit.name}{word}{said.text}，台账中是{expected}。"
                yield index, settled(said.value in known, _COUNTED, expected, agrees, wrong)


def _stories(figures: Mapping[str, Figure], unit: str) -> tuple[bool, Sequence[Mapping[str, Decimal]]]:
    """What the figures tell of a unit's records, and whether that is all of them.

    A story maps 报送, 纳入统计 and every reason to how many.
    """
    told = {key: dict(figures[key].rows).get(unit, "") for key in (*_WORDED, _COUNTED) if key in figures}
    found = [
        _story(Decimal(match[1]), told[key]) for key in _WORDED if (match := _SAID.search(told.get(key, "")))
    ]
    if told.get(_COUNTED):
        found.append({"报送": Decimal(told[_COUNTED].removesuffix("条"))})
    return bool(_SAID.search(told.get(_WORDED[0], ""))), found


def _story(reported: Decimal, words: str) -> Mapping[str, Decimal]:
    story = {"报送": reported}
    for word, _ in _WHY:
        if match := re.search(rf"{word}(\d+)条", words):
            story[word] = Decimal(match[1])
        elif re.search(rf"，均?{word}$", words):
            story[word] = reported
    return story


def _word(script: Script, index: int, start: int, end: int) -> str:
    """What a number of the bracket tells; empty when it is not known how the ledger calls that."""
    place = script.positions[index]
    if place == start:
        return "报送"
    clause = (
        re.split("[，、；]", script.text[start:place])[-1] + re.split("[，、；]", script.text[place:end])[0]
    )
    return next((word for word, called in _WHY if re.search(called, clause)), "")
