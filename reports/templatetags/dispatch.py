"""How filings and their figures are printed."""

from dataclasses import dataclass
from decimal import Decimal

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.figures import Figure
from reports.rounding import UNDEFINED
from reports.snapshot import decimal_text
from reports.standing import STATUS_LABELS

register = template.Library()


@dataclass(frozen=True, slots=True)
class Badge:
    """A status as shown: never by colour alone."""

    label: str
    icon: str
    tone: str


# Labels that say nothing without the header above them.
FOUND, RECTIFIED = "排查", "已整改"

_LOOKS = {
    "on_time": ("done", "green"),
    "extended": ("calendar", "green"),
    "late": ("clock", "red"),
    "missing": ("missing", "red"),
    "untouched": ("circle", "outline"),
    "draft": ("pencil", "plain"),
    "ready": ("seal", "blue"),
    "signed": ("seal", "blue"),
    "filed": ("done", "green"),
    "returned": ("back", "amber"),
}

_LEDGER = {
    "unstated": Badge("未报齐", "circle", "outline"),
    "overtaken": Badge("有新变化", "warning", "amber"),
    "on_time": Badge("已按时报齐", "done", "green"),
    "extended": Badge("延期内报齐", "calendar", "green"),
    "late": Badge("迟报", "clock", "red"),
    "missing": Badge("缺报", "missing", "red"),
    "nil": Badge("零报告", "zero", "plain"),
}

_MOVE_ICONS = {
    "submit": "seal",
    "sign": "seal",
    "sign_and_file": "upload",
    "file": "upload",
    "reopen": "pencil",
}


@register.inclusion_tag("reports/parts/standing.html")
def standing(key: str) -> dict[str, Badge]:
    """The badge of a filing's standing, a key of `STATUS_LABELS`."""
    icon, tone = _LOOKS[key]
    return {"badge": Badge(STATUS_LABELS[key], icon, tone)}


@register.inclusion_tag("reports/parts/standing.html")
def ledger_standing(key: str) -> dict[str, Badge]:
    """The badge of a ledger's standing, see `views/standing.py`; nil beside it for 零报告."""
    return {"badge": _LEDGER[key]}


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


@register.filter
def figure_value(figure: Figure) -> str:
    """A figure's number alone, for large print; rates keep their sign."""
    if figure.unit in {"", "%"} or not isinstance(figure.value, Decimal | int):
        return figure.text
    return decimal_text(Decimal(figure.value))


@register.filter
def figure_unit(figure: Figure) -> str:
    """The unit of measure to set beside the number."""
    return "" if figure.unit == "%" or figure.value is None else figure.unit


@register.filter
def compact_name(name: str) -> str:
    """An indicator without quotation marks and outer headers: 部门排查, 部门排查已整改, 罚款金额."""
    group, label = ["", *name.strip("“”").split("/")][-2:]
    return {FOUND: group, RECTIFIED: f"{group}{RECTIFIED}"}.get(label, label)


@register.simple_tag(takes_context=True)
def unit_link(context: Context, name: str) -> SafeString | str:
    """A unit's name, leading to its filing in the period of the page where that is known."""
    unit_id = context["unit_ids"].get(name)
    if unit_id is None:
        return name
    url = reverse("reports:form", args=[context["tenant"].slug, context["period"].label, unit_id])
    return format_html('<a href="{}">{}</a>', url, name)
