"""Design of a dispatch form: which columns make a sound form.

Pure rules. A column's code is its identity through all versions: values, rules and figures are kept by it.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any

from reports.snapshot import IndicatorSpec, Source
from reports.workbook_header import BESIDE, UNIT_HEADINGS
from reports.workbook_values import looks_numeric, plain

MAX_COLUMNS = 60
MAX_LEVELS = 3
MAX_DECIMALS = 6
"""Places of a value: 万元 with six of them is exact to the 分."""
LIMITS: Mapping[str, int] = {
    "code": 40,
    "group": 40,
    "label": 60,
    "measure": 10,
    "note": 300,
    "evidence": 120,
}
"""Longest texts of a column in characters; of `group` each level."""
NAMES: Mapping[str, str] = {
    "code": "列标识", "group": "表头分组", "label": "指标名称", "measure": "计量单位", "decimals": "小数位数",
    "not_for": "不填的单位", "cumulative": "口径", "source": "数据来源", "evidence": "佐证材料", "note": "填表说明",
}  # fmt: skip
"""What the parts of a column are called, in the order in which they are asked for."""
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_GIVEN = re.compile(r"column_(\d+)")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a column: its place counted from 0, the part concerned (a key of `NAMES`)."""

    place: int
    part: str
    message: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """What this tenant knows: kinds of unit, and the codes that its ledger can count."""

    kinds: Collection[str]
    countable: Collection[str]


def flaws(columns: Sequence[IndicatorSpec], allowed: Allowed) -> tuple[Flaw, ...]:
    """Everything that keeps these columns from being a form; empty when they are sound."""
    if not columns:
        return (Flaw(0, "label", "表里至少要有一列。"),)
    if len(columns) > MAX_COLUMNS:
        return (Flaw(MAX_COLUMNS, "label", f"一张表最多{MAX_COLUMNS}列，现有{len(columns)}列。"),)
    found = [flaw for place, column in enumerate(columns) for flaw in _own_flaws(place, column, allowed)]
    return (*found, *_doubled(columns), *_torn(columns))


def numbered(columns: Iterable[IndicatorSpec], taken: Collection[str] = ()) -> tuple[IndicatorSpec, ...]:
    """The columns in this order, counted from 1; those without a code are given one never used.

    `taken` are the codes of all versions: a column taken out must not come back as another one.
    """
    listed = list(columns)
    codes = {*taken, *(column.code for column in listed)}
    free = max((int(found[1]) for code in codes if (found := _GIVEN.fullmatch(code))), default=0)
    made = []
    for order, column in enumerate(listed, start=1):
        free += not column.code
        made.append(replace(column, order=order, code=column.code or f"column_{free}"))
    return tuple(made)


def mark(name: str, columns: Sequence[IndicatorSpec]) -> str:
    """A short digest of a draft: pages carry it, so that of two editors the second sees the first."""
    content = [name, *(asdict(column) for column in columns)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:16]


def specs_from(data: Iterable[Mapping[str, Any]]) -> tuple[IndicatorSpec, ...]:
    """Columns from their JSON form (`reports/data/licheng/indicators.json`)."""
    return tuple(
        IndicatorSpec(
            code=item["code"],
            order=item["order"],
            group=tuple(item["group"].split("/")),
            label=item["label"],
            measure=item["unit"],
            decimals=item.get("decimals", 0),
            note=item.get("note", ""),
            not_for=tuple(item.get("not_for", ())),
            cumulative=item.get("cumulative", True),
            source=Source(item.get("source", Source.TYPED)),
            evidence=item.get("evidence", ""),
        )
        for item in data
    )


def _own_flaws(place: int, column: IndicatorSpec, allowed: Allowed) -> Iterator[Flaw]:
    """What is wrong with one column by itself."""
    if not _CODE.fullmatch(column.code):
        yield Flaw(place, "code", f"列标识“{column.code}”只能用小写字母开头的字母、数字和下划线。")
    yield from _text_flaws(place, column)
    if not 0 <= column.decimals <= MAX_DECIMALS:
        yield Flaw(place, "decimals", f"小数位数应为0到{MAX_DECIMALS}，现为{column.decimals}。")
    if not set(column.not_for) <= set(allowed.kinds):
        yield Flaw(place, "not_for", "不填的单位只能从列出的单位类别中选。")
    elif set(column.not_for) == set(allowed.kinds):
        yield Flaw(place, "not_for", "各类单位都不填，这一列就没有人填。请至少留一类，或删去这一列。")
    if column.source == Source.LEDGER and column.code not in allowed.countable:
        yield Flaw(place, "source", "台账统计不出这一列，数据来源请选“填报”。")


def _text_flaws(place: int, column: IndicatorSpec) -> Iterator[Flaw]:
    """Texts that are missing, too long, or that a table read back could not tell from something else."""
    if len(column.group) > MAX_LEVELS:
        yield Flaw(place, "group", f"表头分组最多{MAX_LEVELS}层，现有{len(column.group)}层。")
    heads = [("group", text) for text in column.group] + [
        ("label", column.label),
        ("measure", column.measure),
    ]
    for part, text in heads:
        if problem := _head_problem(part, text):
            yield Flaw(place, part, problem)
    outermost = plain(column.path[0]).lower()
    if outermost in BESIDE | UNIT_HEADINGS:
        part = "group" if column.group else "label"
        yield Flaw(place, part, f"“{column.path[0]}”在表里另有含义，导入时认不出这一列，请换一个名称。")
    for part, text in (("code", column.code), ("note", column.note), ("evidence", column.evidence)):
        if len(text) > LIMITS[part]:
            yield Flaw(place, part, f"{NAMES[part]}最多{LIMITS[part]}字，现有{len(text)}字。")


def _head_problem(part: str, text: str) -> str:
    """What is wrong with a text of the printed header; empty when nothing is."""
    name = NAMES[part]
    if not plain(text):
        return f"{name}还没有填。"
    if len(text) > LIMITS[part]:
        return f"{name}最多{LIMITS[part]}字，现有{len(text)}字。"
    if "/" in plain(text):
        return f"{name}里不要用斜杠，它是分隔各层表头的。"
    if looks_numeric(text):
        return f"{name}不能只是一个数字，否则导入时会被当成数据。"
    return ""


def _doubled(columns: Sequence[IndicatorSpec]) -> Iterator[Flaw]:
    """Names and codes that stand for two columns, or for a column and a group."""
    groups = {_key(column.group[:level]) for column in columns for level in range(1, len(column.group) + 1)}
    names: dict[tuple[str, ...], int] = {}
    codes: dict[str, int] = {}
    for place, column in enumerate(columns):
        key = _key(column.path)
        if key in groups:
            yield Flaw(place, "label", f"“{column.full_label}”同时是一个分组的名称，请换一个。")
        if (first := names.setdefault(key, place)) != place:
            yield Flaw(place, "label", f"与第{first + 1}列重名，都是“{column.full_label}”。请改一个名称。")
        if (first := codes.setdefault(column.code, place)) != place:
            yield Flaw(place, "code", f"列标识与第{first + 1}列相同，请改一个。")


def _torn(columns: Sequence[IndicatorSpec]) -> Iterator[Flaw]:
    """Groups whose columns do not stand side by side: their merged header cell would be torn."""
    for level in range(1, MAX_LEVELS + 1):
        seen: set[tuple[str, ...]] = set()
        for group, run in groupby(enumerate(columns), key=lambda item: item[1].group[:level]):
            place, column = next(run)
            if len(group) == level and _key(group) in seen:
                path = "/".join(column.group[:level])
                yield Flaw(place, "group", f"“{path}”的各列要排在一起，这一列与前面的隔开了。请移动它。")
            seen.add(_key(group))


def _key(path: Sequence[str]) -> tuple[str, ...]:
    """A header path as its readers compare it."""
    return tuple(plain(text).lower() for text in path)
