"""What people enter into a hazard record: its fields, their names and limits."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict

from django.db.models import Model

from hazards.models import Criterion, Enterprise, FoundBy, Halt, Hazard
from hazards.standards import LONG
from units.errors import Invalid

LABELS: Mapping[str, str] = {
    "enterprise": "企业",
    "place": "具体位置",
    "sector": "行业领域",
    "found_by": "发现方式",
    "inspectors": "检查人员",
    "discovered_at": "发现时间",
    "description": "隐患描述",
    "criterion": "判定条款",
    "responsible": "整改责任人",
    "measures": "整改措施",
    "funds": "整改资金（万元）",
    "due_on": "整改时限",
    "plan": "应急预案",
    "halt": "停产情况",
    "coordination": "需协调事项",
}
"""The fields of a record in printed order, with the names people read."""

EARLIEST_YEAR = 2000
FUNDS_LIMIT = Decimal(10) ** 8
FUNDS_PLACES = 6
_CHOICES: Mapping[str, type[FoundBy] | type[Halt]] = {"found_by": FoundBy, "halt": Halt}


class Entries(TypedDict, total=False):
    """Fields to store; those left out keep what they hold. `funds` in 万元, `discovered_at` with a zone."""

    enterprise: Enterprise | None
    place: str
    sector: str
    found_by: str
    inspectors: str
    discovered_at: datetime
    description: str
    criterion: Criterion | None
    responsible: str
    measures: str
    funds: Decimal | None
    due_on: date | None
    plan: str
    halt: str
    coordination: str


class InvalidFields(Invalid):
    """Some fields cannot be accepted; `problems` maps their names to messages. Nothing was stored."""

    def __init__(self, problems: Mapping[str, str], lead: str = "") -> None:
        super().__init__(lead + "".join(problems.values()))
        self.problems = dict(problems)


def clean(entries: Entries) -> dict[str, Any]:
    """The entries without invisible characters and blanks around them; InvalidFields when one is unfit."""
    if unknown := set(entries) - set(LABELS):
        raise ValueError(f"not fields of a record: {sorted(unknown)}")
    values = {name: plain(value) if isinstance(value, str) else value for name, value in entries.items()}
    problems = {name: problem for name, value in values.items() if (problem := _problem(name, value))}
    if problems:
        raise InvalidFields(problems)
    return values


def plain(text: str) -> str:
    """Text as it is stored: PostgreSQL takes no null character."""
    return text.replace("\0", "").strip()


def longest(model: type[Model], name: str) -> int:
    """How many characters a text field takes."""
    return getattr(model._meta.get_field(name), "max_length", None) or LONG


def shown(name: str, value: Any) -> str:
    """A field's value as the trail shows it."""
    if value in (None, ""):
        return ""
    if name in _CHOICES:
        return str(_CHOICES[name](value).label)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _problem(name: str, value: Any) -> str:
    """What is wrong with one value; empty when nothing is."""
    label = LABELS[name]
    if name in _CHOICES:
        return "" if value in _CHOICES[name].values else f"{label}“{value}”不在可选范围内，请重新选择。"
    if isinstance(value, str):
        limit = longest(Hazard, name)
        return "" if len(value) <= limit else f"{label}最多{limit}字，现有{len(value)}字，请写短一些。"
    if isinstance(value, Decimal):
        return _funds_problem(value)
    if isinstance(value, date) and value.year < EARLIEST_YEAR:
        return f"{label}的年份{value.year}不对，请核对日期。"
    return ""


def _funds_problem(value: Decimal) -> str:
    if not value.is_finite() or not 0 <= value < FUNDS_LIMIT:
        return "整改资金应为不小于0、小于1亿的数，单位万元。"
    if value != round(value, FUNDS_PLACES):
        return f"整改资金最多{FUNDS_PLACES}位小数，单位万元。"
    return ""
