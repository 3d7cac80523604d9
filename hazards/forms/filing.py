"""What is typed into a hazard record, field by field: a field that cannot be read does not hold up the others."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django import forms
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hazards import soundness
from hazards.entries import EARLIEST_YEAR, LABELS, Entries, longest
from hazards.forms.fields import DayField
from hazards.judgment import Answer, Value, conditions
from hazards.models import Criterion, Enterprise, FoundBy, Halt, Hazard
from hazards.selectors import catalogue
from hazards.selectors import enterprises as register
from hazards.standards import SHORT

LATEST_YEAR = 9000
MOMENT = "%Y-%m-%dT%H:%M"
ANSWER_PARTS = {"answer": "value", "fact": "fact", "evidence": "evidence"}
"""What the names of the fields of a condition begin with, and which part of its answer each is."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What could be read; `answers` holds the parts typed of each condition's answer by path.

    `refused` says by field why the others could not.
    """

    entries: Entries
    answers: Mapping[str, Mapping[str, str]]
    refused: Mapping[str, str]


class MomentField(forms.DateTimeField):
    """A day and time as 2023-09-10T09:30, in the tenant's zone; a day there is not is refused in words."""

    def to_python(self, value: Any) -> datetime | None:
        """The instant; a day alone is its midnight."""
        if value in self.empty_values:
            raise forms.ValidationError("发现时间不能空着，请填发现隐患的日期和时间。")
        try:
            found = datetime.fromisoformat(str(value).strip())
        except ValueError:
            raise forms.ValidationError(
                f"没有“{str(value)[:20]}”这个时间，请改成真实的日期和时间，写成 2023-09-10 09:30 这样。"
            ) from None
        # Years beyond have no instant in every zone.
        if not EARLIEST_YEAR <= found.year < LATEST_YEAR:
            raise forms.ValidationError(f"发现时间的年份{found.year}不对，请核对日期。")
        # Zones further off than any on earth are no zones to the database.
        return found.astimezone(UTC) if found.tzinfo else timezone.make_aware(found)


class FundsField(forms.CharField):
    """Money in 万元 as people write it: full-width digits and thousands separators are understood."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # typed as text
        """The amount, None when nothing is typed."""
        text = unicodedata.normalize("NFKC", str(value or "")).replace(",", "").strip()
        if not text:
            return None
        try:
            return Decimal(text.removesuffix("万元"))
        except InvalidOperation:
            raise forms.ValidationError(f"“{text[:20]}”不是数。请只填数字，单位万元。") from None


class SectorSelect(forms.Select):
    """The sectors to choose from, in one piece: a template for each of some sixty options slows the page down."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The element with its groups."""
        shown = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        parts = [
            format_html('<optgroup label="{}">{}</optgroup>', words, _options(among, value))
            if isinstance(among, list)
            else _options([(str(words), str(among))], value)
            for words, among in self.choices
        ]
        return format_html(
            "<select{}>{}</select>", shown, format_html_join("", "{}", ((each,) for each in parts))
        )


def _options(choices: Iterable[tuple[str, str]], value: str | None) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((text, " selected" if text == (value or "") else "", words) for text, words in choices),
    )


def _text(name: str, *, rows: int = 0, hint: str = "", **attrs: str) -> forms.CharField:
    limit = longest(Hazard, name)
    shown = {"class": "control", "autocomplete": "off", **attrs}
    widget = forms.Textarea(attrs={**shown, "rows": rows}) if rows else forms.TextInput(attrs=shown)
    words = f"{LABELS[name]}最多{limit}字，请写短一些。"
    return forms.CharField(
        label=LABELS[name],
        max_length=limit,
        help_text=hint,
        widget=widget,
        error_messages={"max_length": words},
    )


def _choice(name: str, choices: type[FoundBy] | type[Halt]) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "control"})
    words = {"invalid_choice": f"{LABELS[name]}不在可选范围内，请重新选择。"}
    return forms.ChoiceField(label=LABELS[name], choices=choices.choices, widget=widget, error_messages=words)


class FilingForm(forms.Form):
    """All fields of a record. What is missing does not matter here: `soundness` says it before filing."""

    enterprise: "forms.ModelChoiceField[Enterprise]" = forms.ModelChoiceField(
        label=LABELS["enterprise"],
        queryset=None,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "企业名录里没有这家企业，请重新选择。"},
    )
    place = _text("place", placeholder="车间、工段、设备，例如：污水处理站调节池")
    sector = forms.CharField(label=LABELS["sector"], widget=SectorSelect(attrs={"class": "control"}))
    found_by = _choice("found_by", FoundBy)
    inspectors = _text("inspectors", hint="谁检查、谁签名、谁负责，几个人用顿号隔开。")
    discovered_at = MomentField(
        label=LABELS["discovered_at"],
        widget=forms.TextInput(attrs={"type": "datetime-local", "class": "control"}),
    )
    description = _text(
        "description",
        rows=5,
        hint="写清地点、设备、做了什么没做什么。边写边对照判定标准。",
        placeholder="例如：污水处理站有限空间未设置安全警示标志",
    )
    criterion: "forms.ModelChoiceField[Criterion]" = forms.ModelChoiceField(
        label=LABELS["criterion"],
        queryset=None,
        to_field_name="code",
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "标准库里没有这一条，请从建议的条款里选。"},
    )
    responsible = _text("responsible", hint="谁负责整改，写到人。")
    measures = _text("measures", rows=3)
    funds = FundsField(
        label=LABELS["funds"],
        help_text="不花钱的填 0。",
        widget=forms.TextInput(attrs={"class": "control num", "inputmode": "decimal", "autocomplete": "off"}),
    )
    due_on = DayField(label=LABELS["due_on"])
    plan = _text("plan", rows=3, hint="整改期间怎样防止出事：停用、撤人、看守、应急。")
    halt = _choice("halt", Halt)
    coordination = _text("coordination", hint="需要上级或其他部门协调的，写在这里；没有就空着。")

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, label_suffix="", use_required_attribute=False, **options)
        self.fields["enterprise"].queryset = Enterprise.objects.all()  # type: ignore[attr-defined]
        published = Criterion.objects.published().select_related("standard")
        self.fields["criterion"].queryset = published  # type: ignore[attr-defined]
        self.fields["sector"].widget.choices = _sectors(self.initial.get("sector", ""))
        for field in self.fields.values():
            field.required = False


def read(fields: Mapping[str, str]) -> Typed:
    """What was sent, each field for itself; fields that were not sent stay as they are."""
    form = FilingForm(_chosen(fields))
    for name in set(form.fields) - set(form.data):
        del form.fields[name]
    form.is_valid()
    answers, refused = _answers(fields)
    refused |= {name: str(messages[0]) for name, messages in form.errors.items()}
    if form.data.get("enterprise") == _UNKNOWN:
        refused["enterprise"] = (
            f"企业名录里没有“{fields['enterprise_name'][:40]}”。请核对名称，或先登记新企业。"
        )
    return Typed(cast(Entries, dict(form.cleaned_data)), answers, refused)


def texts(hazard: Hazard) -> dict[str, str]:
    """The record as its form shows it: every field, and every condition of the clause chosen."""
    shown = {name: _shown(getattr(hazard, name)) for name in LABELS}
    shown["discovered_at"] = timezone.localtime(hazard.discovered_at).strftime(MOMENT)
    if hazard.criterion is None:
        return shown
    logic = hazard.criterion.logic
    given = soundness.answers_of(hazard, logic)
    for condition in conditions(logic):
        answer = given.get(condition.path, Answer(Value.UNKNOWN))
        for name, part in ANSWER_PARTS.items():
            shown[f"{name}{condition.path}"] = str(getattr(answer, part))
    return shown


# Stands for a name that is not in the register; no row has it.
_UNKNOWN = "0"


def _chosen(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields with what is chosen without scripts: a clause by its button, an enterprise by its name."""
    chosen = {name: fields[name] for name in fields}
    if picked := fields.get("pick") or fields.get("listed"):
        chosen["criterion"] = picked
    if "enterprise_name" in fields:
        chosen["enterprise"] = _named(fields["enterprise_name"].strip(), fields.get("enterprise", ""))
    return chosen


def _named(name: str, chosen: str) -> str:
    """The id of the enterprise of this name, the one chosen already if it bears it."""
    if not name:
        return ""
    same = [str(found.pk) for found in register.search(text=name) if name in (found.name, found.uscc)]
    if chosen in same:
        return chosen
    return same[0] if len(same) == 1 else _UNKNOWN


def _answers(fields: Mapping[str, str]) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """The parts of answers by path, and what cannot be taken."""
    found: dict[str, dict[str, str]] = {}
    refused: dict[str, str] = {}
    for name in fields:
        kind, slash, rest = name.partition("/")
        if not slash or kind not in ANSWER_PARTS:
            continue
        text = fields[name].strip()
        if kind == "answer" and text not in set(Value):
            refused[name] = "请选“是”“否”或“不清楚”。"
        elif len(text) > SHORT:
            refused[name] = f"条件的事实和依据各最多{SHORT}字，请写短一些。"
        else:
            found.setdefault(f"/{rest}", {})[ANSWER_PARTS[kind]] = text
    return found, refused


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Criterion):
        return value.code
    if isinstance(value, Enterprise):
        return str(value.pk)
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _sectors(present: str) -> list[Any]:
    """The sectors to choose from; one that stands on the record already stays possible."""
    known, without = list(catalogue.sectors()), list(catalogue.trades_without())
    groups: list[Any] = [
        ("", "请选择"),
        ("有判定标准的领域", [(name, name) for name in known]),
        ("没有专门判定标准的行业", [(name, name) for name in without]),
    ]
    return groups if present in {"", *known, *without} else [*groups, (present, present)]
