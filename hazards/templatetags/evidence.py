"""How photos and documents of a record are printed, and what this person can do with them."""

from django import template
from django.template import Context

from hazards import evidence_policy, filetypes, pictures
from hazards.models import Evidence, Hazard, Stage
from hazards.selectors import evidence as reads

register = template.Library()
KILOBYTE, MEGABYTE = 1024, 1024 * 1024
ACCEPTED = ",".join(
    [kind.media_type for kind in filetypes.KINDS if kind.is_picture]
    + [suffix for kind in filetypes.KINDS for suffix in kind.suffixes]
)
"""What the browser offers for choosing. No HEIC: a phone that is asked for JPEG converts by itself."""


@register.filter
def stage_label(stage: str) -> str:
    """发现时, 整改后, 复查时."""
    return str(Stage(stage).label)


@register.filter
def file_size(size: int) -> str:
    """3.4MB, 820KB; at least 1KB."""
    if size >= MEGABYTE:
        return f"{size / MEGABYTE:.1f}MB"
    return f"{max(1, round(size / KILOBYTE))}KB"


@register.filter
def camera(evidence: Evidence) -> str:
    """The device and place the camera wrote down."""
    return pictures.camera(evidence.recorded)


@register.simple_tag
def accepted() -> str:
    """The kinds of files for the browser's dialog."""
    return ACCEPTED


@register.simple_tag(takes_context=True)
def takes_files(context: Context, hazard: Hazard, stage: str) -> bool:
    """Whether this person can add files of the stage now."""
    return reads.takes(context["actor"], hazard, Stage(stage))


@register.simple_tag(takes_context=True)
def may_remove(context: Context, hazard: Hazard, evidence: Evidence) -> bool:
    """Whether this person can take the file out again."""
    return evidence_policy.may_remove(context["actor"], hazard, evidence)


@register.simple_tag(takes_context=True)
def may_see_original(context: Context, evidence: Evidence) -> bool:
    """Whether this person is shown the file as it came."""
    return evidence_policy.may_see_original(context["actor"], evidence)
