"""How the counted ledger is printed."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.selectors.ledger_counts import Cell, UnitRow

register = template.Library()


@register.simple_tag(takes_context=True)
def count(context: Context, cell: Cell, row: UnitRow) -> SafeString | str:
    """A number of the matrix, leading to the records it counts where the ledger can show exactly those."""
    if not cell.value:
        return format_html('<span class="count-none">{}</span>', "0")
    if cell.records is None or not row.unit.is_active:
        return str(cell.value)
    shown: Mapping[str, str] = {**context["asked"].records, **cell.records, "unit": str(row.unit.pk)}
    url = reverse("hazards:ledger", args=[context["tenant"].slug])
    return format_html('<a href="{}?{}">{}</a>', url, urlencode(shown), cell.value)
