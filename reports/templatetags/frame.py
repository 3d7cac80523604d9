"""The frame for the base template."""

from django import template
from django.template import Context

from reports.views.frame import Frame, read

register = template.Library()


@register.simple_tag(takes_context=True)
def frame(context: Context) -> Frame:
    """The frame of this request, read once however often a page asks."""
    request = context["request"]
    if not hasattr(request, "frame"):
        request.frame = read(request)
    known: Frame = request.frame
    return known
