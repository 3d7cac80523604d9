"""Short ways to ask what the check makes of a sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from hazards.counting import Reason
from notices.numbers.check import check
from notices.numbers.levelled import level, readable
from notices.numbers.numerals import find
from notices.numbers.quantities import Quantity, quantities
from notices.numbers.relations import Relation
from notices.numbers.script import Script, script
from notices.numbers.verdicts import Judged, Verdict
from reports.demo_series import synthetic_series
from reports.figures import by_key, compute
from reports.ledger_part import LedgerCount
from tests import licheng


def told(text: str) -> Script:
    """A text as the check reads it."""
    read = readable(level(text).text)
    return script(read, find(read))


def meant(text: str) -> list[Quantity]:
    """What the numbers of a text claim to be."""
    return list(quantities(told(text)))


def keys(text: str) -> list[str]:
    """The figures the numbers of a text claim to be."""
    return [quantity.key for quantity in meant(text)]


def wrong(text: str, **known: Any) -> dict[str, str]:
    """What is flagged: the number as printed → what should stand there."""
    return {each.text: each.expected for each in check(text, **known) if each.is_wrong}


def verdicts(text: str, **known: Any) -> dict[str, Verdict]:
    """Number as printed → verdict, of numbers that are data."""
    return {each.text: each.verdict for each in check(text, **known) if each.verdict is not Verdict.IGNORED}


def judged(text: str, printed: str, **known: Any) -> Judged:
    """The verdict of one number, by how it is printed."""
    (found,) = [each for each in check(text, **known) if each.text == printed]
    return found


def stated(relations: Iterator[Relation]) -> list[tuple[tuple[int, ...], bool]]:
    """Members of each relation and whether it holds."""
    return [(each.members, each.holds) for each in relations]


@cache
def september() -> dict[str, Any]:
    """What an office knows of September: figures with the synthetic month before, rows and columns."""
    july, august = synthetic_series(licheng.september())
    now = licheng.snapshot(previous=august)
    before = licheng.snapshot(values=august, previous=july, period="2023-08")
    return {"figures": by_key(compute(now, before)), "units": now.units, "indicators": now.indicators}


@cache
def ledgered() -> dict[str, Any]:
    """What an office knows of September when its ledger agrees with its table, and 区文旅局 filed three in vain."""
    july, august = synthetic_series(licheng.september())
    now = replace(licheng.snapshot(previous=august), ledger=ledger(licheng.september()))
    before = licheng.snapshot(values=august, previous=july, period="2023-08")
    return {"figures": by_key(compute(now, before)), "units": now.units, "indicators": now.indicators}


def ledger(table: Mapping[str, Mapping[str, Decimal]]) -> tuple[LedgerCount, ...]:
    """Records that agree with a table: 98 of 工贸, 12, 8 and 6 of others, the rest of no standard."""
    left = {"工贸": 98, "危化品": 12, "道路交通": 8, "消防": 6, "教育": 31}
    rows = []
    for unit, values in table.items():
        count = int(values["major_enterprise_found"] + values["major_department_found"])
        for sector, room in list(left.items()):
            taken = min(count, room)
            left[sector], count = room - taken, count - taken
            if taken:
                rows.append(record(unit, taken, sector=sector))
    return (
        *rows,
        record("区文旅局", 2, reason=Reason.CRITERION_NOT_MET),
        record("区文旅局", 1, reason=Reason.BEFORE_CAMPAIGN),
        record("区住建局", 2, reason=Reason.CRITERION_NOT_MET, period="2023-09"),
        record("西天尾镇", 4, reason=Reason.DUPLICATE, period="2023-09"),
    )


def record(
    unit: str, total: int, *, reason: Reason | None = None, sector: str = "工贸", period: str = "2023-08"
) -> LedgerCount:
    """Records of a unit: they count unless there is a reason why not."""
    late = 3 if sector == "危化品" else 0
    return LedgerCount(unit, None, sector, "department", period, reason is None, reason, total, overdue=late)


def check_data(text: str, **known: Any) -> list[Judged]:
    """The verdicts of all numbers that are data, in order."""
    return [each for each in check(text, **known) if each.verdict is not Verdict.IGNORED]
