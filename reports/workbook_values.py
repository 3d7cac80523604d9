"""Read one cell: names compared without regard to layout, numbers taken exactly."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias

from reports.snapshot import IndicatorSpec, decimal_text
from reports.validation import MAX_INTEGER_DIGITS


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that holds no usable value whatever its column; the message is shown to the user."""

    message: str


Value: TypeAlias = bool | int | float | str | date | datetime | time | timedelta | Fault | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a value cell says: a number, or a message, or both (a number that must not stand there)."""

    value: Decimal | None
    message: str = ""
    blank: bool = False


_QUOTES = str.maketrans(dict.fromkeys("“”„‟〝〞「」『』", '"') | dict.fromkeys("‘’‚‛", "'"))
# Only width is levelled in numbers: the general rule would read 5² as 52.
_WIDTH = {0xFEE0 + code: code for code in range(0x21, 0x7F)} | {ord("\N{MINUS SIGN}"): "-"}
_NUMBER = re.compile(r"([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?")
# Dashes and strokes by which clerks say "nothing to fill in here".
_BLANK_MARKS = {"", "-", "--", "—", "——", "–", "/", "\\"}
_NOT_FILED = {"未报", "未报送"}


def plain(text: str) -> str:
    """Text reduced to what its reader compares: width, white space, invisible signs and quotes levelled.

    Printed tables break names across lines and pad them with spaces of all kinds (区公安\\n\\n分局).
    """
    levelled = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    kept = (
        char for char in levelled if not char.isspace() and unicodedata.category(char) not in ("Cf", "Cc")
    )
    # Signs that a space kept apart may now belong together.
    return unicodedata.normalize("NFC", "".join(kept))


def text_of(value: Value) -> str:
    """The value as comparable text; a cell at fault or empty has none."""
    return "" if value is None or isinstance(value, Fault) else plain(str(value))


def is_blank(value: Value) -> bool:
    """Whether the cell says nothing: empty, white space, a dash, or 未报."""
    return value is None or (isinstance(value, str) and plain(value) in _BLANK_MARKS | _NOT_FILED)


def looks_numeric(value: Value) -> bool:
    """Whether the cell holds a number in any spelling, fit for its column or not."""
    return _number(value) is not None


def read_value(value: Value, indicator: IndicatorSpec, unit_kind: str | None) -> Reading:
    """The number of one cell under the rules of its column.

    `unit_kind` is None for rows that belong to no unit (total rows): no column is closed to them.
    A blank is 0 where the kind of unit does not fill the column, otherwise it is missing (I12).
    """
    closed = unit_kind is not None and unit_kind in indicator.not_for
    if is_blank(value):
        return Reading(Decimal(0), blank=True) if closed else Reading(None, "未填，没有就填 0", blank=True)
    if isinstance(value, Fault):
        return Reading(None, value.message)
    number = _number(value)
    if number is None:
        return Reading(None, _not_a_number(value))
    message = _out_of_range(number, indicator)
    if message:
        return Reading(None, message)
    exact = Decimal(decimal_text(number.copy_abs()))
    if closed and exact != 0:
        return Reading(exact, f"这类单位不填这一项，应为空或 0，表中为 {decimal_text(exact)}")
    return Reading(exact)


def _number(value: Value) -> Decimal | None:
    """The number in a cell; None when it holds none.

    Excel keeps 15 significant digits and shows no more, but files carry the binary value with up to 17
    (114.43799999999999): fifteen give back what the clerk sees.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        number = Decimal(f"{value:.15g}")
        return number if number.is_finite() else None
    if not isinstance(value, str):
        return None
    text = value.translate(_WIDTH).strip()
    match = _NUMBER.fullmatch(text) if text.isascii() else None
    return Decimal(text.replace(",", "")) if match else None


def _out_of_range(number: Decimal, indicator: IndicatorSpec) -> str:
    """Why a number may not stand in the column, or an empty text."""
    if number < 0:
        return f"不能是负数，表中为 {_short(number)}"
    if number and number.adjusted() >= MAX_INTEGER_DIGITS:
        return f"数字太大，整数部分最多 {MAX_INTEGER_DIGITS} 位"
    places = len(decimal_text(number).partition(".")[2])
    if places <= indicator.decimals:
        return ""
    if indicator.decimals == 0:
        return f"应为整数，表中为 {_short(number)}"
    return f"最多 {indicator.decimals} 位小数，表中为 {_short(number)}"


def _short(number: Decimal) -> str:
    text = decimal_text(number)
    return text if len(text) <= 24 else text[:24] + "…"


def _not_a_number(value: Value) -> str:
    if isinstance(value, bool):
        return f"应填数字，表中为逻辑值 {'TRUE' if value else 'FALSE'}"
    if isinstance(value, (date, datetime, time, timedelta)):
        return f"应填数字，表中为日期或时间 {value}，请把单元格格式改为“数值”后重填"
    if isinstance(value, float):
        return "应填数字，表中不是有效的数字"
    text = " ".join(str(value).split())
    if text.startswith("#"):
        return f"单元格是错误值 {text[:12]}，请改正公式或直接填数字"
    return f"应填数字，表中为“{text[:20]}{'…' if len(text) > 20 else ''}”"
