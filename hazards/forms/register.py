"""What is typed into the register of enterprises. Whether it may stand there is the service's to say."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Q

from hazards.forms.fields import offer
from hazards.models import Enterprise, EnterpriseKind
from hazards.selectors import enterprises
from hazards.selectors.enterprises import Asked
from hazards.services.enterprises import Entry
from units.models import Unit


def _text(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "control", "autocomplete": "off", **attrs})


class EnterpriseForm(forms.Form):
    """An entry of the register. Lengths, the code and what is missing are checked where they are stored."""

    name = forms.CharField(label="企业名称", required=False, widget=_text())
    uscc = forms.CharField(
        label="统一社会信用代码",
        required=False,
        help_text="18位，见营业执照。暂不清楚的可以先空着，以后补上。",
        widget=_text(autocapitalize="characters", spellcheck="false"),
    )
    kind = forms.ChoiceField(
        label="类别",
        choices=EnterpriseKind.choices,
        required=False,
        error_messages={"invalid_choice": "企业类别不在可选范围内，请重新选择。"},
        help_text="非生产经营单位的隐患不纳入统计。",
        widget=forms.Select(attrs={"class": "control"}),
    )
    sector = forms.CharField(label="行业领域", required=False, widget=_text(list="sectors"))
    address = forms.CharField(label="地址", required=False, widget=_text())

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, label_suffix="", **options)

    def entry(self, regulators: Sequence[Unit] = ()) -> Entry:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        return Entry(
            name=typed["name"],
            uscc=typed["uscc"],
            kind=EnterpriseKind(typed["kind"] or EnterpriseKind.COMPANY),
            sector=typed["sector"],
            address=typed["address"],
            regulators=regulators,
        )

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Set what the service refused beside its fields; what belongs to none stands above them."""
        for name, words in problems.items():
            self.add_error(name if name in self.fields else None, words)


def typed_from(enterprise: Enterprise) -> dict[str, str]:
    """An entry as the form shows it."""
    return {name: getattr(enterprise, name) for name in ("name", "uscc", "kind", "sector", "address")}


class RegulatedForm(EnterpriseForm):
    """An entry with the units in charge of the enterprise."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput())
    regulators = forms.TypedMultipleChoiceField(
        label="监管单位",
        coerce=int,
        required=False,
        error_messages={"invalid_choice": "监管单位不在本辖区的单位里，请重新选择。"},
        help_text="行业主管和属地监管的单位，可以选几个。它们的填报员、负责人可以更正这一条登记。",
        widget=forms.CheckboxSelectMultiple(),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, held: Sequence[int] = (), **options: Any
    ) -> None:
        super().__init__(data, **options)
        # Asked for each form: the units are known only once a tenant is open. One merged away stays while held.
        offered = Unit.objects.filter(Q(is_active=True) | Q(pk__in=held))
        self.units = {unit.pk: unit for unit in offered}
        offer(self, "regulators", [(pk, unit.name) for pk, unit in self.units.items()])

    def complete_entry(self) -> Entry:
        """What was typed, with the units that were ticked."""
        return self.entry([self.units[pk] for pk in self.cleaned_data["regulators"]])


class RegisterForm(forms.Form):
    """What the register is narrowed to, in the address. What nobody offers is left open."""

    q = forms.CharField(
        label="查找",
        required=False,
        widget=_text(type="search", placeholder="企业名称或代码的开头"),
    )
    kind = forms.ChoiceField(label="类别", required=False, widget=forms.Select(attrs={"class": "control"}))
    sector = forms.ChoiceField(
        label="行业领域", required=False, widget=forms.Select(attrs={"class": "control"})
    )
    unit = forms.ChoiceField(
        label="监管单位", required=False, widget=forms.Select(attrs={"class": "control"})
    )
    sort = forms.ChoiceField(
        label="排序",
        required=False,
        choices=[("", "按名称"), ("hazards", "隐患多的在前")],
        widget=forms.Select(attrs={"class": "control"}),
    )

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(fields, label_suffix="")
        units = [(str(unit.pk), unit.name) for unit in Unit.objects.filter(is_active=True)]
        offered: dict[str, list[tuple[str, str]]] = {
            "kind": [("", "全部类别"), *EnterpriseKind.choices],
            "sector": [("", "全部领域"), *((name, name) for name in enterprises.sectors())],
            "unit": [("", "全部单位"), *units],
        }
        for name, choices in offered.items():
            offer(self, name, choices)

    def asked(self) -> Asked:
        """The filters that make sense; the others are left out."""
        self.full_clean()
        found = self.cleaned_data
        return Asked(
            text=found.get("q", ""),
            kind=EnterpriseKind(found["kind"]) if found.get("kind") else None,
            sector=found.get("sector", ""),
            regulator=int(found["unit"]) if found.get("unit") else None,
            busiest=found.get("sort") == "hazards",
        )
