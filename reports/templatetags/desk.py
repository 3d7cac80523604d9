"""How 安委办's desk is printed."""

from django import template

from reports.material_rules import LABELS as PAPER_LABELS
from reports.selectors.desk import LEDGER_LABELS, NOT_OWED, UNSTATED
from reports.templatetags.dispatch import Badge, standing, standing_icon

register = template.Library()

_LEDGER_LOOKS = {UNSTATED: ("info", "amber"), NOT_OWED: ("circle", "outline")}
_PAPER_LOOKS = {
    "due": ("clock", "outline"),
    "missing": ("missing", "red"),
    "on_time": ("done", "green"),
    "late": ("clock", "red"),
    "returned": ("back", "amber"),
}


@register.inclusion_tag("reports/parts/standing.html")
def ledger_standing(key: str) -> dict[str, Badge]:
    """The badge of a ledger's standing, a key of `LEDGER_LABELS`."""
    if key not in _LEDGER_LOOKS:
        return standing(key)
    icon, tone = _LEDGER_LOOKS[key]
    return {"badge": Badge(LEDGER_LABELS[key], icon, tone)}


@register.inclusion_tag("reports/parts/standing.html")
def paper_standing(key: str) -> dict[str, Badge]:
    """The badge of a paper's standing, see `MaterialStanding.status`."""
    icon, tone = _PAPER_LOOKS[key]
    return {"badge": Badge(PAPER_LABELS[key], icon, tone)}


@register.filter
def ledger_icon(key: str) -> str:
    """The picture beside the words."""
    return _LEDGER_LOOKS[key][0] if key in _LEDGER_LOOKS else standing_icon(key)
