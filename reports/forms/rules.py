"""What an administrator types into a rule."""

from typing import Any, TypeAlias

from django import forms
from django.http import QueryDict

from reports.expressions import MAX_LENGTH
from reports.models import Rule
from reports.rules import RuleSpec, Subject
from reports.validation import KIND_NAMES, Severity

CONTROL = {"class": "control"}
Typed: TypeAlias = QueryDict | None


def _words(
    label: str, limit: int, *, rows: int = 0, required: bool = True, **options: Any
) -> forms.CharField:
    attributes = {**CONTROL, "autocomplete": "off", "spellcheck": "false"}
    return forms.CharField(
        label=label,
        required=required,
        max_length=limit,
        widget=forms.Textarea({**attributes, "rows": rows}) if rows else forms.TextInput(attributes),
        error_messages={
            "required": f"{label}还没有填。",
            "max_length": f"{label}最多{limit}字，请写短一些。",
        },
        **options,
    )


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.Select(CONTROL),
        error_messages={"required": f"请选{label}。", "invalid_choice": "没有这一项，请从列表里选。"},
    )


class RuleForm(forms.Form):
    """A rule as it is typed; whether it can be kept is decided by the service."""

    title = _words("名称", 60, help_text="一句话说清要求，例如“已整改数不大于排查数”。")
    subject = _choice("检查对象", list(Rule.Subject.choices))
    expression = _words(
        "应当成立的条件",
        MAX_LENGTH,
        rows=3,
        help_text="不成立就报出来；缺数或除数为0时不判断。名称见可用名称表。",
    )
    message = _words("提示语", 200, rows=3, help_text="给填报人看：哪里不对、怎么办。{名称} 处换成当时的数。")
    severity = _choice("程度", list(Rule.Severity.choices))
    office_only = forms.BooleanField(
        label="只提示安委办，填报单位看不到", required=False, widget=forms.CheckboxInput
    )
    kinds = forms.MultipleChoiceField(
        label="适用单位",
        choices=list(KIND_NAMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="都不勾就是全部。",
        error_messages={"invalid_choice": "没有这一类单位，请从列表里选。"},
    )
    basis = _words("依据", 120, required=False, help_text="出自哪个文件、哪一条，或者为什么这样要求。")

    @classmethod
    def of(cls, rule: RuleSpec) -> "RuleForm":
        """The form showing a stored rule."""
        fields = ("title", "expression", "message", "office_only", "basis")
        shown = {name: getattr(rule, name) for name in fields}
        choices = {"subject": rule.subject.value, "severity": rule.severity.value, "kinds": list(rule.kinds)}
        return cls(initial={**shown, **choices})

    def spec(self, code: str = "") -> RuleSpec:
        """The rule that was typed; only after `is_valid`."""
        typed = self.cleaned_data
        return RuleSpec(
            code=code,
            title=typed["title"],
            expression=typed["expression"],
            severity=Severity(typed["severity"]),
            message=typed["message"],
            subject=Subject(typed["subject"]),
            kinds=tuple(typed["kinds"]),
            office_only=typed["office_only"],
            basis=typed["basis"],
        )
