"""The ledger as a sheet (台账): its columns, and what the texts of one row mean. Pure.

One table serves the template, the export, the import and the workbook of faulty rows, so that what was
exported can be changed in Excel and taken in again.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from hazards.workbook_xml import Cell


class Kind(StrEnum):
    """What a column holds; MARK columns are printed and not read."""

    TEXT = "text"
    CHOICE = "choice"
    MOMENT = "moment"
    DAY = "day"
    MONEY = "money"
    KEY = "key"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `name` is the record's field where there is one; `width` in characters of Excel."""

    name: str
    group: str
    label: str
    width: int
    kind: Kind = Kind.TEXT
    note: str = ""
    others: tuple[str, ...] = ()


CHOICES: Mapping[str, Mapping[str, str]] = {
    "kind": {"企业": "company", "个体工商户": "sole_trader", "非生产经营单位": "other"},
    "found_by": {"部门检查": "department", "企业自查": "enterprise"},
    "halt": {"未停产": "none", "局部停产": "part", "全部停产": "whole"},
}
"""Closed lists, by the word that stands in the cell; the first is taken when the cell is empty."""

COLUMNS = (
    Column("number", "编号", "编号", 11, Kind.KEY, "报送后由系统编号。新增的留空；照抄编号表示修改这一条。"),
    Column(
        "draft", "编号", "草稿编号", 7, Kind.KEY, "还没有报送的草稿，导出时由系统填写。新增的留空。"
    ),
    Column("unit", "编号", "报送单位", 9, note="从下拉列表选。单位自己导入时可以留空，按本单位。"),
    Column(
        "enterprise", "企业", "企业名称", 14,
        note="与企业名录一致；名录里没有的，导入时登记为新企业。", others=("企业", "单位名称"),
    ),
    Column(
        "uscc", "企业", "统一社会信用代码", 20,
        note="18位。填了代码，就按代码找企业；不知道可以留空。", others=("信用代码",),
    ),
    Column("kind", "企业", "企业类别", 7, Kind.CHOICE, "从下拉列表选，只在登记新企业时用。留空按“企业”。"),
    Column("address", "企业", "企业地址", 11, note="只在登记新企业时用。"),
    Column("place", "隐患", "具体位置", 10, note="车间、设备、楼层等。"),
    Column("sector", "隐患", "行业领域", 8, note="从下拉列表选；没有专门标准的行业照实写。"),
    Column("found_by", "隐患", "发现方式", 7, Kind.CHOICE, "从下拉列表选。留空按“部门检查”。"),
    Column("inspectors", "隐患", "检查人员", 8, note="谁检查、谁签名，用顿号隔开。"),
    Column(
        "discovered_at", "隐患", "发现时间", 16, Kind.MOMENT,
        "如 2023-9-10 或 2023-9-10 9:30。不能在将来。", ("发现日期",),
    ),
    Column("description", "隐患", "隐患描述", 26, note="写清看到的事实：地点、设备、做了什么没做什么。"),
    Column("standard", "判定", "判定标准", 15, note="从下拉列表选发现当日有效的标准。"),
    Column("criterion", "判定", "判定条款", 12, note="条号，与标准原文一致，如 第四条第（一）项。", others=("条款",)),
    Column(
        "answers", "判定", "条件判定", 20,
        note="各项条件都满足时写：全部满足。也可以逐项写：1是：事实；2否：事实；3未定。"
        "依据写在事实后面：1是：现场无标志【依据：照片3】。留空表示还没有判定。",
    ),
    Column("responsible", "五落实", "整改责任人", 11),
    Column("measures", "五落实", "整改措施", 18),
    Column(
        "funds", "五落实", "整改资金（万元）", 10, Kind.MONEY,
        "单位万元，最多6位小数。不需要资金填0。", ("整改资金",),
    ),
    Column("due_on", "五落实", "整改时限", 11, Kind.DAY, "如 2023-9-30，不早于发现日期。"),
    Column("plan", "五落实", "应急预案", 14, note="整改完成之前怎样保证安全。"),
    Column("halt", "其他", "停产情况", 7, Kind.CHOICE, "从下拉列表选。留空按“未停产”。"),
    Column("coordination", "其他", "需协调事项", 10, note="需要政府或其他部门协调的事，没有就留空。"),
    Column("status", "办理情况", "状态", 7, Kind.MARK, "导出时由系统填写，导入时不看这一列。"),
    Column("first_filed_at", "办理情况", "首次报送", 16, Kind.MARK, "导出时由系统填写，导入时不看这一列。"),
    Column("closed_at", "办理情况", "销号时间", 16, Kind.MARK, "导出时由系统填写，导入时不看这一列。"),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}
READ = tuple(column.name for column in COLUMNS if column.kind is not Kind.MARK)
REQUIRED = ("enterprise", "discovered_at", "description")
"""Without these headings a sheet is no ledger."""

_DAY = r"(\d{4})\s*(?:[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?|(\d{2})(\d{2}))"
_TIME = r"(?:[T\s]*(\d{1,2})\s*[:时点]\s*(\d{1,2})?\s*分?(?::\d{1,2}(?:\.\d+)?)?)?"
_MOMENT = re.compile(_DAY + _TIME)
_FIRST_SERIAL, _LAST_SERIAL = 36526, 73051  # 2000-01-01 and 2100-01-01
_EPOCH = date(1899, 12, 30)
_MOST_DIGITS = 30
_UNSEEN = dict.fromkeys(map(ord, "\0\ufeff\u200b\u200c\u200d\u2060"))


@dataclass(slots=True)
class Parsed:
    """What a row says: values by column, those that could be understood, and what is wrong with the others.

    A moment without a time is a date. Empty cells are "" or None, as the record's field has it.
    """

    values: dict[str, Any]
    problems: dict[str, str]


class _Unclear(Exception):
    """A cell's text means nothing here; the message says what to write."""


def heading(text: str) -> str:
    """A heading as it is compared: without blanks, brackets and marks of duty."""
    return re.sub(r"[\s*＊()（）]", "", unicodedata.normalize("NFKC", text))


HEADINGS = {heading(said): column.name for column in COLUMNS for said in (column.label, *column.others)}


def text_of(name: str, cell: Cell) -> str:
    """What a cell without a fault says, as text: days are numbers in Excel."""
    if isinstance(cell, str):
        return cell.translate(_UNSEEN).strip()
    if not isinstance(cell, Decimal):
        return ""
    is_serial = BY_NAME[name].kind in {Kind.MOMENT, Kind.DAY} and _FIRST_SERIAL <= cell < _LAST_SERIAL
    return _of_serial(cell) if is_serial else f"{cell:f}"


def parse(texts: Mapping[str, str]) -> Parsed:
    """The values of a row by column, from the texts of the columns that the sheet has."""
    parsed = Parsed({}, {})
    for name, text in texts.items():
        try:
            parsed.values[name] = _READERS[BY_NAME[name].kind](name, text)
        except _Unclear as unclear:
            parsed.problems[name] = str(unclear)
    return parsed


def _of_serial(serial: Decimal) -> str:
    """Days since the end of 1899 as text, with the time if there is one."""
    whole = int(serial)
    minutes = round((serial - whole) * 24 * 60)
    moment = datetime.combine(_EPOCH, time()) + timedelta(days=whole, minutes=minutes)
    return f"{moment:%Y-%m-%d %H:%M}" if minutes else f"{moment:%Y-%m-%d}"


def _plain(text: str) -> str:
    """Full-width digits and letters as half-width ones."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def _key(name: str, text: str) -> str:
    return _plain(text).removeprefix("草稿").strip()


def _choice(name: str, text: str) -> str:
    options = CHOICES[name]
    if not text:
        return next(iter(options.values()))
    if text not in options:
        raise _Unclear(f"{BY_NAME[name].label}“{text[:20]}”不在可选范围内，请填：{'、'.join(options)}。")
    return options[text]


def _moment(name: str, text: str) -> datetime | date | None:
    if not text:
        return None
    label = BY_NAME[name].label
    found = _MOMENT.fullmatch(_plain(text))
    if found is None:
        raise _Unclear(f"{label}“{text[:20]}”不是日期，请写成 2023-09-10 这样。")
    year, month, day, short_month, short_day, hour, minute = found.groups()
    try:
        on = date(int(year), int(month or short_month), int(day or short_day))
    except ValueError:
        raise _Unclear(f"没有“{text[:20]}”这一天，请核对{label}。") from None
    if hour is None:
        return on
    try:
        return datetime.combine(on, time(int(hour), int(minute or 0)))
    except ValueError:
        raise _Unclear(f"{label}“{text[:20]}”的时间不对，请写成 2023-09-10 09:30 这样。") from None


def _day(name: str, text: str) -> date | None:
    found = _moment(name, text)
    return found.date() if isinstance(found, datetime) else found


def _money(name: str, text: str) -> Decimal | None:
    if not text:
        return None
    said = _plain(text).replace(",", "").removesuffix("万元").strip()
    try:
        amount = Decimal(said)
    except InvalidOperation:
        raise _Unclear(f"{BY_NAME[name].label}“{text[:20]}”不是数，请只填数字，单位万元。") from None
    # 1E+999999999 is a number too, and written out a gigabyte of digits.
    if not amount.is_finite() or abs(amount.adjusted()) > _MOST_DIGITS:
        raise _Unclear(f"{BY_NAME[name].label}“{text[:20]}”不是金额，请只填数字，单位万元。")
    return amount


_READERS: Mapping[Kind, Callable[[str, str], Any]] = {
    Kind.TEXT: lambda _, text: text,
    Kind.KEY: _key,
    Kind.CHOICE: _choice,
    Kind.MOMENT: _moment,
    Kind.DAY: _day,
    Kind.MONEY: _money,
}
