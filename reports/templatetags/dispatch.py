"""How filings and their figures are printed."""

from dataclasses import dataclass
from decimal import Decimal

from django import template

from reports.rounding import UNDEFINED
from reports.selectors.periods import STATUS_LABELS
from reports.snapshot import decimal_text

register = template.Library()


@dataclass(frozen=True, slots=True)
class Badge:
    """A status as shown: never by colour alone."""

    label: str
    icon: str
    tone: str


_LOOKS = {
    "on_time": ("done", "green"),
    "late": ("clock", "red"),
    "missing": ("missing", "red"),
    "untouched": ("circle", "outline"),
    "draft": ("pencil", "plain"),
    "ready": ("seal", "blue"),
    "signed": ("seal", "blue"),
    "filed": ("done", "green"),
    "returned": ("back", "amber"),
}

_MOVE_ICONS = {"submit": "seal", "sign": "seal", "sign_and_file": "upload", "file": "upload", "reopen": "pencil"}


@register.inclusion_tag("reports/parts/standing.html")
def standing(key: str) -> dict[str, Badge]:
    """The badge of a filing's standing, see `BoardRow.status`."""
    icon, tone = _LOOKS[key]
    return {"badge": Badge(STATUS_LABELS[key], icon, tone)}


@register.filter
def standing_label(key: str) -> str:
    """The standing in words."""
    return STATUS_LABELS[key]


@register.filter
def standing_icon(key: str) -> str:
    """The picture beside the words."""
    return _LOOKS[key][0]


@register.filter
def move_icon(name: str) -> str:
    """The picture on the button of a move."""
    return _MOVE_ICONS[name]


@register.filter
def signed(value: Decimal | None) -> str:
    """A change with its sign: +3, −1.5, 0; nothing where there is nothing to compare."""
    if value is None:
        return ""
    if not value:
        return "0"
    return f"{'+' if value > 0 else '−'}{decimal_text(abs(value))}"


@register.filter
def direction(value: Decimal | None) -> str:
    """up, down, same, or empty where there is nothing to compare."""
    if value is None:
        return ""
    return "up" if value > 0 else "down" if value < 0 else "same"


@register.filter
def exact(value: Decimal | None) -> str:
    """A number without loss and without needless zeros; — where there is none."""
    return UNDEFINED if value is None else decimal_text(value)
