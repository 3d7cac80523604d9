"""How papers asked of units are printed."""

from datetime import datetime
from typing import Any

from django import template
from django.template import Context

from hazards.templatetags.evidence import ACCEPTED, file_size
from reports.material_rules import LABELS
from reports.models import MaterialTask
from reports.selectors import materials
from reports.templatetags.dispatch import Badge
from units.enums import UnitKind
from units.models import Unit

register = template.Library()
register.filter("file_size", file_size)

_LOOKS = {
    "due": ("clock", "blue"),
    "missing": ("missing", "red"),
    "on_time": ("done", "green"),
    "late": ("clock", "red"),
    "returned": ("back", "amber"),
}


@register.inclusion_tag("reports/parts/standing.html")
def material_badge(status: str) -> dict[str, Badge]:
    """How a paper stands: word, picture and colour, see `LABELS`."""
    icon, tone = _LOOKS[status]
    return {"badge": Badge(LABELS[status], icon, tone)}


@register.filter
def asked_of(task: MaterialTask) -> str:
    """Whom a task asks: 镇街、部门, or 全部应报单位."""
    return "、".join(UnitKind(kind).label for kind in UnitKind.values if kind in task.kinds) or "全部应报单位"


@register.simple_tag
def papers_taken() -> str:
    """What the browser offers for choosing."""
    return ACCEPTED


@register.inclusion_tag("reports/parts/materials_due.html", takes_context=True)
def materials_due(context: Context, unit: Unit, now: datetime) -> dict[str, Any]:
    """The papers a unit still has to hand in, for its own page; nothing when there are none. Two queries."""
    return {"tenant": context["tenant"], "unit": unit, "due": materials.due(unit, now), "now": now}
