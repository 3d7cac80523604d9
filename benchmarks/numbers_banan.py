"""Rows made up for 巴南, whose circular was published without its table.

They take the place of what the office itself has: its units' rows, its ledger, a column of its own. They are made
from what its circular says, so that they agree with it by their making: what is found against them is whether a number
is held against the right one, not whether the office counted well.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from benchmarks.numbers_known import NOTHING, Known, known, snapshot
from hazards.counting import Reason
from reports.demo_series import Table
from reports.ledger_part import LedgerCount
from reports.snapshot import IndicatorSpec

ROWS = (
    "巴南各单位的数据、台账和“执法检查”一列都是合成的，按改正后的通报自己的数字编成（只有580余次的零头是随意定的），"
    "不是独立来源：这里量的是数字改错后能不能认出来，不是原文可不可信。"
)
"""Where the rows come from, as the benchmark tells it."""

_INSPECTIONS = IndicatorSpec("law_inspections", 99, ("部门检查",), "执法检查", "次")
_LED = {"区应急局": 46, "区住房城乡建委": 24}
_THIRD, _NAMED_THIRD = 12, re.compile(r"、([^、【】]+)【12个】")
_UNITS, _MIDDLE, _TOTAL, _ENTERPRISE = 50, 10, 156, 62
_FOUND, _DEPARTMENT = "major_enterprise_found", "major_department_found"
_RECTIFIED = {"major_enterprise_rectified": 59, "major_department_rectified": 64}
_TOTALS = {
    "enterprises_assisted": "736",
    "production_halted": "13",
    "judicial_transfer": "6",
    "penalty_amount": "109.33",
    "law_inspections": "583",
}
_SECTORS = {"工贸": 72, "建筑施工": 52, "消防": 20, "道路交通": 12}
_NONE = re.compile(r"(?:其中|；)(?P<names>[^。；]+?)(?:等单位)?(?:5-10月重大事故隐患)?有效排查量为")
_PERIOD = "2023-10"
_REPORTED = re.compile(r"报送(\d+)条")
_REASONS = {"标准": Reason.CRITERION_NOT_MET, "时限": Reason.AFTER_CUTOFF, "前": Reason.BEFORE_CAMPAIGN}


def banan(text: str) -> tuple[Known, ...]:
    """Nothing; synthetic rows and ledger with the published totals, for October and the two months before.

    `text` is the circular put right: units are called as it calls them.
    """
    nothing = _nothing(text)
    third = _NAMED_THIRD.search(text)
    october = _table(third[1] if third else "区建设公司", nothing)
    september, august = _less(october, 156 - 112), _less(october, 156 - 69)
    now = snapshot(october, september, (_INSPECTIONS,))
    ledger = (*_counted(october), *_excluded(nothing))
    return NOTHING, known(
        "加本单位数据（合成）",
        replace(now, period=_PERIOD, ledger=ledger),
        snapshot(september, august, (_INSPECTIONS,)),
    )


def _nothing(text: str) -> Mapping[str, str]:
    """The units the text lists as having none, with what it tells of their records in brackets."""
    match = _NONE.search("".join(text.split()))
    listed = re.findall(r"([^、（）]+)(?:（([^（）]*)）)?", match["names"]) if match else []
    return {name: told for name, told in listed if name}


def _table(third: str, nothing: Mapping[str, str]) -> Table:
    """Rows that add up to the published totals, with three units above ten and 37 below the mean."""
    counts = _LED | {third: _THIRD} | {f"合成单位{number}": 5 for number in range(1, _MIDDLE + 1)}
    small = [f"合成单位{number}" for number in range(_MIDDLE + 1, _UNITS - len(_LED) - len(nothing))]
    left = _TOTAL - sum(counts.values())
    for number, name in enumerate(small):
        counts[name] = left // len(small) + int(number < left % len(small))
    counts |= dict.fromkeys(nothing, 0)
    enterprise = _ENTERPRISE
    table: Table = {}
    for name, count in counts.items():
        own = min(count, enterprise)
        enterprise -= own
        found = {_FOUND: Decimal(own), _DEPARTMENT: Decimal(count - own)}
        table[name] = found | dict.fromkeys(_TOTALS, Decimal(0))
    for code, done in _RECTIFIED.items():
        _spread(table, code, code.replace("rectified", "found"), done)
    table[next(iter(table))] |= {code: Decimal(text) for code, text in _TOTALS.items()}
    return table


def _spread(table: Table, code: str, whole: str, done: int) -> None:
    for row in table.values():
        row[code] = min(row[whole], Decimal(done))
        done -= int(row[code])


def _less(table: Table, fewer: int) -> Table:
    """The table with so many hazards fewer, taken from the last rows first."""
    copy = {name: dict(row) for name, row in table.items()}
    for row in reversed(copy.values()):
        for code in (_DEPARTMENT, _FOUND):
            taken = min(int(row[code]), fewer)
            row[code] -= taken
            fewer -= taken
        for code in _RECTIFIED:
            row[code] = min(row[code], row[code.replace("rectified", "found")])
    return copy


def _counted(table: Table) -> list[LedgerCount]:
    """The ledger of the rows: sectors are filled one after the other."""
    left = dict(_SECTORS)
    rows = []
    for name, row in table.items():
        count = int(row[_FOUND] + row[_DEPARTMENT])
        for sector, room in list(left.items()):
            taken = min(count, room)
            left[sector] -= taken
            count -= taken
            if taken:
                rows.append(LedgerCount(name, None, sector, "department", "2023-09", True, None, taken))
    return rows


def _excluded(nothing: Mapping[str, str]) -> list[LedgerCount]:
    """The records of the units that have none: as many as is told of each reason, or all for the one."""
    rows = []
    for name, told in nothing.items():
        reported = _REPORTED.search(told)
        reasons = [reason for word, reason in _REASONS.items() if word in told]
        for reason in reasons if reported else ():
            share = int(reported[1]) // len(reasons) if reported else 0
            rows.append(LedgerCount(name, None, "工贸", "department", "2023-09", False, reason, share))
    return rows
