"""Judgment standards (重大事故隐患判定标准) as data files: reading and checking, nothing stored.

One file holds one standard: `document` with its dates, `criteria` with their logic trees, and `missing`,
what its maintainers know to be absent. Files whose name starts with "_" are other reference data.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

# Deeper than any clause of law; keeps a damaged file from exhausting the stack.
MAX_DEPTH = 12
# Longest names and longest wordings, in characters.
SHORT = 200
LONG = 4000

Logic: TypeAlias = dict[str, Any]
"""A tree: {"condition": fact} · {"all": […]} · {"any": […]} · {"at_least": n, "of": […]}."""


class BadStandard(Exception):
    """A file that cannot be loaded; the Chinese message names file and place."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}：{reason}")


class Confidence(StrEnum):
    """How far `text` can be relied on; below VERBATIM it must be shown as a summary (要点，非原文)."""

    VERBATIM = "verbatim"
    HIGH = "high"
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True)
class CriterionData:
    """One clause: the facts that must hold for a major hazard. `text` is empty where it may not be given."""

    code: str
    article: str
    scope: str
    text: str
    logic: Logic
    notes: str
    order: int


@dataclass(frozen=True, slots=True)
class StandardData:
    """One version of a standard. Both dates belong to its time in force; None while it has no end.

    A `reference_only` one (检查事项清单) says what to look for; nothing is a major hazard by it alone.
    """

    code: str
    title: str
    issuer: str
    number: str
    effective_from: date
    effective_to: date | None
    sector: str
    superseded_by: str
    confidence: Confidence
    criteria: tuple[CriterionData, ...]
    reference_only: bool = False


def read_folder(folder: Path) -> tuple[StandardData, ...]:
    """All standards of a folder in the order of their file names; BadStandard on the first fault."""
    files = [path for path in sorted(folder.glob("*.json")) if not path.name.startswith("_")]
    if not files:
        raise BadStandard(str(folder), "没有标准文件（*.json），请核对文件夹")
    standards = tuple(parse_standard(_load(path), path.name) for path in files)
    _refuse_repeats([(standard.code, file.name) for standard, file in zip(standards, files, strict=True)])
    _refuse_repeats(
        [
            (criterion.code, file.name)
            for standard, file in zip(standards, files, strict=True)
            for criterion in standard.criteria
        ]
    )
    return standards


def parse_standard(data: object, file: str) -> StandardData:
    """Check one file's content and give it types; BadStandard names the place."""
    content = _mapping(data, file, required={"document", "criteria"}, optional={"missing"})
    place = f"{file} › document"
    document = _mapping(
        content["document"],
        place,
        required={"code", "title", "issuer", "number", "effective_from", "sector", "confidence"},
        optional={"effective_to", "superseded_by", "source", "reference_only"},
    )
    code = _text(document, "code", place)
    first, last = _day(document, "effective_from", place), _day(document, "effective_to", place)
    if first is None:
        raise BadStandard(f"{place}.effective_from", "没有填施行日期")
    if last is not None and last < first:
        raise BadStandard(f"{place}.effective_to", f"失效日期 {last} 早于施行日期 {first}")
    return StandardData(
        code=code,
        title=_text(document, "title", place),
        issuer=_text(document, "issuer", place),
        number=_text(document, "number", place),
        effective_from=first,
        effective_to=last,
        sector=_text(document, "sector", place),
        superseded_by=_text(document, "superseded_by", place, empty=True),
        confidence=_confidence(document, place),
        criteria=_criteria(content["criteria"], code, file),
        reference_only=_flag(document, "reference_only", place),
    )


def check_logic(node: object, place: str, depth: int = 1) -> None:
    """Refuse anything but a well-formed logic tree; every branch has at least two children (I2)."""
    if depth > MAX_DEPTH:
        raise BadStandard(place, f"条件嵌套超过 {MAX_DEPTH} 层")
    if not isinstance(node, dict):
        raise BadStandard(place, "应为一个条件或一组条件（对象）")
    keys = set(node)
    if keys == {"condition"}:
        _text(node, "condition", place, limit=LONG)
        return
    if keys not in ({"all"}, {"any"}, {"at_least", "of"}):
        named = "、".join(sorted(map(str, keys))) or "无"
        raise BadStandard(place, f"只能是 condition、all、any 或 at_least 与 of 之一，现有：{named}")
    branch = next(iter(keys - {"at_least"}))
    children = node[branch]
    if not isinstance(children, list) or len(children) < 2:
        raise BadStandard(f"{place}.{branch}", "至少要有两个子条件")
    if "at_least" in keys:
        _check_count(node["at_least"], len(children), place)
    for index, child in enumerate(children):
        check_logic(child, f"{place}.{branch}[{index}]", depth + 1)


def _check_count(count: object, children: int, place: str) -> None:
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= children:
        raise BadStandard(f"{place}.at_least", f"应为 1 到 {children} 之间的整数，现为 {count!r}")


def _criteria(items: object, standard: str, file: str) -> tuple[CriterionData, ...]:
    if not isinstance(items, list) or not items:
        raise BadStandard(f"{file} › criteria", "应为条目的列表，且不能为空")
    return tuple(_criterion(item, standard, order, file) for order, item in enumerate(items, start=1))


def _criterion(item: object, standard: str, order: int, file: str) -> CriterionData:
    place = f"{file} › 第 {order} 条"
    fields = _mapping(item, place, required={"code", "article", "scope", "text", "logic"}, optional={"notes"})
    code = _text(fields, "code", place)
    place = f"{place} {code}"
    if not code.startswith(f"{standard}-"):
        raise BadStandard(place, f"编码应以“{standard}-”开头")
    check_logic(fields["logic"], f"{place} › logic")
    return CriterionData(
        code=code,
        article=_text(fields, "article", place),
        scope=_text(fields, "scope", place, empty=True),
        text=_text(fields, "text", place, empty=True, limit=LONG),
        logic=fields["logic"],
        notes=_text(fields, "notes", place, empty=True, limit=LONG),
        order=order,
    )


def _load(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise BadStandard(path.name, f"第 {error.lineno} 行第 {error.colno} 列不是有效的 JSON") from error
    except UnicodeDecodeError as error:
        raise BadStandard(path.name, "文字编码不是 UTF-8") from error


def _refuse_repeats(codes: Sequence[tuple[str, str]]) -> None:
    seen: dict[str, str] = {}
    for code, file in codes:
        if code in seen:
            raise BadStandard(file, f"编码 {code} 重复，{seen[code]} 里已经有了")
        seen[code] = file


def _mapping(data: object, place: str, *, required: set[str], optional: set[str]) -> Mapping[str, Any]:
    """The object itself, after its keys are checked: a mistyped key would lose its value in silence."""
    if not isinstance(data, dict):
        raise BadStandard(place, "应为对象（{…}）")
    if missing := sorted(required - set(data)):
        raise BadStandard(place, f"缺少 {'、'.join(missing)}")
    if unknown := sorted(set(data) - required - optional):
        raise BadStandard(place, f"不认识 {'、'.join(unknown)}")
    return data


def _text(data: Mapping[str, Any], key: str, place: str, *, empty: bool = False, limit: int = SHORT) -> str:
    value = data.get(key)
    if value is None and empty:
        return ""
    if not isinstance(value, str) or not (value.strip() or empty):
        raise BadStandard(f"{place}.{key}", "应为文字，不能为空")
    if len(value) > limit:
        raise BadStandard(f"{place}.{key}", f"最多 {limit} 个字，现有 {len(value)} 个")
    if "\0" in value:
        raise BadStandard(f"{place}.{key}", "含有不可见的空字符，请删去")
    return value


def _day(data: Mapping[str, Any], key: str, place: str) -> date | None:
    value = data.get(key)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadStandard(f"{place}.{key}", f"应为 2023-05-15 这样的日期，现为 {value!r}") from error


def _flag(data: Mapping[str, Any], key: str, place: str) -> bool:
    value = data.get(key, False)
    if not isinstance(value, bool):
        raise BadStandard(f"{place}.{key}", f"应为 true 或 false，现为 {value!r}")
    return value


def _confidence(data: Mapping[str, Any], place: str) -> Confidence:
    try:
        return Confidence(data["confidence"])
    except ValueError as error:
        choices = "、".join(Confidence)
        raise BadStandard(
            f"{place}.confidence", f"应为 {choices} 之一，现为 {data['confidence']!r}"
        ) from error
