"""Reads of templates: which one holds, its versions, and what it may be filled with."""

from notices import presets
from notices.models import CircularKind, CircularTemplate

PRESET = 0
"""The version of the shipped text."""


def current(kind: CircularKind) -> tuple[str, int]:
    """The text that holds for a kind and its version; the shipped one while the tenant keeps none of its own."""
    newest = CircularTemplate.objects.filter(kind=kind).order_by("-version").first()
    return (presets.source(kind), PRESET) if newest is None else (newest.source, newest.version)
