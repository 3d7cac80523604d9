"""How names are written in templates of circulars."""

from django import template

register = template.Library()


@register.filter
def place(name: str, mark: str = "") -> str:
    """A figure as it stands in a template, `{major.found.total}`; with the mark `@` a fact."""
    return f"{{{mark}{name}}}"
