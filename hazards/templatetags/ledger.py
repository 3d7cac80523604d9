"""How hazard records are printed."""

from django import template
from django.utils import timezone

from hazards import life, rectifying
from hazards.life import Status
from hazards.models import Hazard
from hazards.rectifying import Urgency
from hazards.templatetags.standards import Look

register = template.Library()

_TERMS = {
    Urgency.CALM: ("clock", "outline"),
    Urgency.NEAR: ("clock", "amber"),
    Urgency.OVERDUE: ("warning", "red"),
}

_TONES = {
    Status.DRAFT: ("form", "outline"),
    Status.FILED: ("clock", "blue"),
    Status.RETURNED: ("back", "amber"),
    Status.EXCLUDED: ("warning", "red"),
    Status.RECTIFYING: ("clock", "blue"),
    Status.AWAITING: ("info", "amber"),
    Status.CLOSED: ("done", "green"),
    Status.WITHDRAWN: ("back", "plain"),
}


@register.inclusion_tag("hazards/parts/look.html")
def hazard_status(hazard: Hazard) -> dict[str, Look]:
    """Where a record stands, as a badge."""
    status = Status(hazard.status)
    return {"look": Look(life.LABELS[status], *_TONES[status])}


@register.inclusion_tag("hazards/parts/term.html")
def overdue(hazard: Hazard) -> dict[str, Look]:
    """What is left of the term that runs, as a badge: 还有3天, 逾期2天. Nothing while none runs."""
    found = rectifying.term(Status(hazard.status), hazard.due_on, timezone.localdate())
    return {"look": Look(found.words, *_TERMS[found.urgency])} if found else {}
