"""What a list of hazard records is narrowed to, in the address; the list, its export and its chips share it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from hazards import life
from hazards.entries import plain
from hazards.forms.fields import DayField, SearchField
from hazards.life import Status
from hazards.models import FoundBy
from hazards.selectors import catalogue
from hazards.selectors.ledger import Filters
from units.actors import Actor
from units.models import Unit


def _choice(label: str, everything: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", everything)],
        error_messages={"invalid_choice": f"没有这个{label}，请从列表里选。"},
        widget=forms.Select(attrs={"class": "control"}),
    )


class LedgerFiltersForm(forms.Form):
    """Which records to list. Everything may be left open; `filters` is what the selector takes."""

    q = SearchField(hint="编号、企业、位置或描述")
    unit = _choice("单位", "全部单位")
    status = _choice("状态", "全部状态")
    sector = _choice("行业领域", "全部领域")
    found_by = _choice("发现方式", "全部方式")
    first_day = DayField(label="发现日期从")
    last_day = DayField(label="到")
    overdue = forms.BooleanField(label="只看逾期未完成", required=False)
    asking = forms.BooleanField(label="只看延期待批", required=False)

    def __init__(self, fields: Mapping[str, str], *, actor: Actor) -> None:
        super().__init__({name: fields[name] for name in fields}, label_suffix="")
        units = Unit.objects.filter(is_active=True)
        if not actor.is_tenant_wide:
            units = units.filter(id__in=actor.own_units)
        self._offer("unit", [(str(unit.pk), unit.name) for unit in units])
        self._offer("status", [(status.value, label) for status, label in life.LABELS.items()])
        self._offer("found_by", FoundBy.choices)
        # A record may name a trade that has no standard; a link to it must work too.
        sectors = [*catalogue.sectors(), *filter(None, [plain(fields.get("sector", ""))])]
        self._offer("sector", [(name, name) for name in dict.fromkeys(sectors)])

    def filters(self, *, today: date) -> Filters:
        """The filters of a valid form; what is overdue is told on `today`."""
        asked = self.cleaned_data
        return Filters(
            unit_id=int(asked["unit"]) if asked["unit"] else None,
            status=Status(asked["status"]) if asked["status"] else None,
            sector=asked["sector"],
            found_by=FoundBy(asked["found_by"]) if asked["found_by"] else None,
            first_day=asked["first_day"],
            last_day=asked["last_day"],
            text=asked["q"],
            overdue_on=today if asked["overdue"] else None,
            asking=asked["asking"],
        )

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last."""
        first, last = (self.cleaned_data.get(name) for name in ("first_day", "last_day"))
        if first and last and first > last:
            self.add_error("last_day", "截止日期早于开始日期，请对调。")
        return self.cleaned_data

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        field.choices = [*field.choices, *choices]  # type: ignore[attr-defined]  # made by `_choice`
