"""Suggestions for many descriptions (批量建议): one JSON object a line, in and out."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hazards.standards import LONG
from hazards.suggestion import Adviser

# date.fromisoformat would also take 20240501 and 2024-W18-3.
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class BadLine(Exception):
    """A line that cannot be judged; the Chinese message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One description: `date` of discovery, `sector` empty when not known. `id` is given back as it came."""

    id: str | int
    date: date
    sector: str
    description: str


def parse_line(raw: bytes) -> Line:
    """Read and check one line; what is not asked for is left alone. BadLine names the fault."""
    try:
        data = json.loads(raw.decode("utf-8-sig").strip())
    except UnicodeDecodeError:
        raise BadLine("文字编码不是 UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadLine(f"不是有效的 JSON（第 {error.colno} 列）") from None
    except RecursionError:
        raise BadLine("嵌套太深") from None
    if not isinstance(data, dict):
        raise BadLine('应为一个对象，例如 {"id": "1", "date": "2024-05-01", "description": "…"}')
    return Line(id=_id(data), date=_date(data), sector=_text(data, "sector"), description=_description(data))


def suggest_line(adviser: Adviser, line: Line) -> dict[str, Any]:
    """The answer for one line: codes best first, the verdict, and the traps as the reference data words them."""
    found = adviser.assess(line.description, on=line.date, sector=line.sector)
    return {
        "id": line.id,
        "top": [suggestion.criterion.code for suggestion in found.top],
        "verdict": found.verdict.value,
        "traps": [
            {
                "criterion": trap.case.criterion,
                "wrong": trap.case.wrong,
                "why": trap.case.why,
                "right": trap.case.right,
            }
            for trap in found.traps
        ],
    }


def _id(data: Mapping[str, Any]) -> str | int:
    value = data.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise BadLine("缺少编号 id（应为文字或整数）")
    return _clean(value, "id") if isinstance(value, str) else value


def _date(data: Mapping[str, Any]) -> date:
    value = data.get("date")
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # 2023-02-30: said below
    raise BadLine(f"发现日期 date 应为 2024-05-01 这样的日期，现为 {_shown(value)}")


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLine(f"{key} 应为文字，现为 {_shown(value)}")
    return _clean(value, key)


def _clean(value: str, key: str) -> str:
    """Half of a character (\\ud800) can be written in JSON but in no file."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadLine(f"{key} 里有不完整的字符") from None
    return value


def _description(data: Mapping[str, Any]) -> str:
    value = _text(data, "description").strip()
    if not value:
        raise BadLine("缺少隐患描述 description")
    if len(value) > LONG:
        raise BadLine(f"隐患描述 description 最多 {LONG} 个字，现有 {len(value)} 个")
    return value


def _shown(value: object) -> str:
    """A value as it stands in the file, cut short."""
    shown = json.dumps(value, ensure_ascii=False).encode(errors="replace").decode()
    return shown if len(shown) <= 40 else f"{shown[:40]}…"
