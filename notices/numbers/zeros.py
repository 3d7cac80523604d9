"""Units and sectors listed as having nothing: 甲镇、乙局等单位有效排查量为0条；教育、商务等领域重大隐患为0."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from notices.numbers.against import Held, codes_of, settled, value_of
from notices.numbers.lexicon import FOUND, HAZARDS
from notices.numbers.naming import topic_of
from notices.numbers.scopes import Scope, month_of, scope_of
from notices.numbers.script import COUNT, Script
from notices.numbers.sectors import amounts, sector_of
from notices.numbers.subjects import named, unit_of
from reports.figures import Figure
from reports.snapshot import IndicatorSpec, UnitFiling

_AMOUNT = (
    rf"(?:(?:一般|重大){HAZARDS})?(?:的)?(?:有效)?(?:排查|上报|报送|发现)*(?:出)?(?:的)?(?:(?:一般|重大){HAZARDS})?"
    r"(?:总数|个数|条数|数量|总量|数|量)?(?:均|都|仍|全部)*(?:为|是)$"
)
_DAYS = r"(?:截至|在)?[\d年月日号\-—~至]*(?:本月|当月|本期)?(?:单月|累计|新增)*"
_UNITS = re.compile(rf"(?P<names>.+?)(?:等(?:镇街|部门|单位|乡镇|街道|地)*)?(?:单位)?{_DAYS}{_AMOUNT}")
_SECTORS = re.compile(rf"(?P<names>.+?)(?:等)?(?:重点)?(?:行业领域|行业|领域){_DAYS}{_AMOUNT}")
_BETWEEN = re.compile("[、和及与]|以及")
_SHOWN = 3


def held(
    script: Script, figures: Mapping[str, Figure], units: Sequence[UnitFiling], specs: Sequence[IndicatorSpec]
) -> Iterator[tuple[int, Held]]:
    """A number said of every item of a list: each of them has it, as far as known."""
    month, topics = month_of(script.text), set(re.findall(f"(一般|重大){HAZARDS}", script.text))
    sectors = amounts(figures)
    for index, numeral in enumerate(script.numbers):
        ahead = script.ahead(index)
        if not ahead.endswith(("为", "是")) or script.text[script.positions[index]] != COUNT:
            continue
        if numeral.unit not in ("条", "个", "项", "处", ""):
            continue
        topic = topic_of(ahead) or (
            topic_of("".join(f"{each}隐患" for each in topics)) if len(topics) == 1 else ""
        )
        scope = scope_of(ahead, month)
        if (match := _SECTORS.fullmatch(ahead)) and topic == "major" and scope is Scope.ALL:
            yield from _held(index, script, "sectors.major.none", list(_of_sectors(match["names"], sectors)))
        elif (match := _UNITS.fullmatch(ahead)) and topic:
            codes = codes_of(FOUND[topic, ""], specs)
            known = list(_of_units(match["names"], units, codes, scope)) if codes else []
            yield from _held(index, script, f"units.{topic}.none", known)


def _of_units(
    names: str, units: Sequence[UnitFiling], codes: Sequence[str], scope: Scope
) -> Iterator[tuple[str, Decimal]]:
    for chunk in _BETWEEN.split(_list(names)):
        unit = unit_of(named(chunk), units)
        value = value_of(unit, tuple(codes), scope) if unit else None
        if unit and value is not None:
            yield unit.name, value


def _of_sectors(names: str, known: Mapping[str, Decimal]) -> Iterator[tuple[str, Decimal]]:
    for chunk in _BETWEEN.split(_list(names)):
        sector = sector_of(chunk)
        # Sectors of no standard are counted together: nought of all is nought of each.
        if sector in known and (sector != sector_of("其他") or not known[sector]):
            yield chunk, known[sector]


def _list(words: str) -> str:
    """The clause the names stand in."""
    return re.split("[，：]", words.rstrip("，"))[-1]


def _held(
    index: int, script: Script, key: str, known: Sequence[tuple[str, Decimal]]
) -> Iterator[tuple[int, Held]]:
    """One item alone is no list: others judge it."""
    if len(known) < 2:
        return
    said = script.numbers[index]
    others = [f"{name}{value}{said.unit}" for name, value in known if value != said.value]
    values = {value for _, value in known}
    expected = f"{values.pop()}{said.unit}" if len(values) == 1 else ""
    agrees = f"列出的{len(known)}个名称，数据中都是{said.text}。"
    more = "等" if len(others) > _SHOWN else ""
    wrong = f"文中写都是{said.text}，数据中{'、'.join(others[:_SHOWN])}{more}。"
    yield index, settled(not others, key, expected, agrees, wrong)
