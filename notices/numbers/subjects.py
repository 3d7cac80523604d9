"""Of whom a number speaks: the whole area, one unit, or a part of it such as a sector."""

import re
from collections.abc import Sequence

from notices.numbers.tables_names import same_unit
from reports.snapshot import UnitFiling

_TAILS = "局|镇|乡|街道|街道办|大队|支队|分局|委|安办|委办|园区|公司|中心|鞋服城|管委会|集团|基地|工业园"
_NAME = re.compile(
    rf"[\u4e00-\u9fff]{{1,16}}?(?:{_TAILS})(?![\u4e00-\u9fff]{{0,2}}(?:局|队|委|办|园区|公司))"
)
_LEAD = re.compile(r"^(?:其中|分别是|分别为|是|为|即|如|又如|例如|有|仅|由|全区|和|及|与|而|对)+")
_GENERAL = re.compile(r"各|全部|有关|相关|部分|个别|多数|一些|重点|所有|每个|地方|党委|安委|常委|编委")
_AREA = re.compile("(?:全|我|本)([镇乡区县市省国])")
_LEVELS = {"镇": 1, "乡": 1, "区": 2, "县": 2, "市": 3, "省": 4, "国": 5}
_SECTORS = re.compile(
    r"工贸|危化|化工|道路交通|道路运输|消防|建筑|建设施工|燃气|矿山|特种设备|电力|渔业|农机|旅游|文旅|学校|医疗|养老"
    r"|商贸|粉尘|冶金|有限空间|水利工程|铁路|民爆|烟花|人员密集"
)


def named(text: str) -> str:
    """The unit that a stretch of words names last, empty when it names none."""
    for words in reversed(re.split(r"[、，：（）]", text)):
        chunk = re.sub(r"\d+[年月日号]份?|[^\u4e00-\u9fff]", "", words)
        found = [match for match in _NAME.finditer(_LEAD.sub("", chunk)) if not _GENERAL.search(match[0])]
        if found:
            return found[-1][0]
    return ""


def unit_of(name: str, units: Sequence[UnitFiling]) -> UnitFiling | None:
    """The unit a name stands for; None when none or several could be meant."""
    found = [unit for unit in units if unit.name == name] or [
        unit for unit in units if name and same_unit(name, unit.name)
    ]
    return found[0] if len(found) == 1 else None


def is_part(words: str) -> bool:
    """Whether the words narrow a number down to a sector."""
    return bool(_SECTORS.search(words))


def without_sector(words: str) -> str:
    """The words less the sectors named in them."""
    return _SECTORS.sub("", words)


def area_of(words: str, *, lowest: bool = False) -> int:
    """How large the area is that is named last, or the smallest one: 区 2, 市 3; 0 when none is named."""
    levels = [_LEVELS[match[1]] for match in _AREA.finditer(words)]
    if not levels:
        return 0
    return min(levels) if lowest else levels[-1]
