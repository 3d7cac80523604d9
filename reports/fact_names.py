"""The names that expressions may use, with what they mean: shown beside the rule editor, checked when saving."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.facts import BEFORE, LEDGER, NEW
from reports.snapshot import IndicatorSpec, Source
from reports.wording import quoted

GENERAL_NAMES: Mapping[str, str] = {
    "periods_filed": "本单位此前已报的期数",
    "is_nil": "是否零报送（是为1，否为0）",
}
OFFICE_NAMES: Mapping[str, str] = {
    "same_as_others": "本期新增数与本单位完全相同的其他单位数（至少3项有新增才比）",
    "ledger_new": "本期台账首次报送的条数",
    "ledger_last_hours": "截止前6小时内首次报送的台账条数",
}
"""What only 安委办 may be told of: rules that use them are hints for its eyes."""
COLUMN_NAMES: Mapping[str, str] = {
    "now": "本项的累计数",
    "before": "本项上次报送的累计数",
    "increment": "本项本期新增数",
    "usual": "本项往期新增数的中位数",
    "most": "本项往期新增数的最大值",
    "ledger": "本项在台账中的累计数",
    "is_cumulative": "本项是否按累计填报（是为1，否为0）",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name an expression may use and what it stands for."""

    name: str
    meaning: str


def of_form(specs: Iterable[IndicatorSpec]) -> dict[str, str]:
    """Names and meanings for rules over the whole table."""
    found = {}
    for spec in specs:
        shown = quoted(spec)
        found[spec.code] = shown
        found[BEFORE + spec.code] = f"{shown}上次报送的数"
        found[NEW + spec.code] = f"{shown}本期新增数"
        if spec.source is Source.LEDGER:
            found[LEDGER + spec.code] = f"{shown}在台账中的数"
    return {**found, **GENERAL_NAMES, **OFFICE_NAMES}


def of_columns() -> dict[str, str]:
    """Names and meanings for rules over each column."""
    return {**COLUMN_NAMES, **GENERAL_NAMES, **OFFICE_NAMES}


def table(specs: Iterable[IndicatorSpec]) -> Mapping[str, tuple[Name, ...]]:
    """All names under headings, as the rule editor shows them. The prefixes are explained once."""
    codes = {spec.code: quoted(spec) for spec in specs}
    prefixes = {
        f"{BEFORE}…": "加在指标名称前：上次报送的累计数",
        f"{NEW}…": "加在指标名称前：本期新增数",
        f"{LEDGER}…": "加在指标名称前：台账中的累计数（只限取自台账的指标）",
    }
    parts = {
        "指标（整张表的规则）": {**codes, **prefixes},
        "逐项指标的规则": COLUMN_NAMES,
        "都可以用": GENERAL_NAMES,
        "只限安委办的提示": OFFICE_NAMES,
    }
    return {title: tuple(Name(*pair) for pair in names.items()) for title, names in parts.items()}
