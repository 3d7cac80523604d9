"""What is posted about a rectification: progress, the plan, extensions and their decisions."""

from typing import Any

from django import forms

from hazards.entries import LABELS, Entries
from hazards.forms.fields import DayField, VersionField
from hazards.models import Halt, Hazard
from hazards.services.rectification import PLAN
from hazards.standards import LONG, SHORT

_WORDS = {"class": "control", "rows": 3}


class ProgressForm(forms.Form):
    """How far the rectification is."""

    text = forms.CharField(
        label="整改进展",
        max_length=SHORT,
        error_messages={
            "required": "进展还没有写，请写清楚做到了哪一步。",
            "max_length": f"进展最多{SHORT}字，请写短一些。",
        },
        widget=forms.Textarea(attrs={**_WORDS, "placeholder": "例如：警示标志已安装，等待验收。"}),
    )


class PlanForm(forms.Form):
    """The plan as it is to stand. What may not be empty is the service's to say."""

    version = VersionField()
    responsible = forms.CharField(required=False, widget=forms.TextInput(attrs={"class": "control"}))
    measures = forms.CharField(required=False, max_length=LONG, widget=forms.Textarea(attrs=_WORDS))
    funds = forms.DecimalField(
        required=False,
        error_messages={"invalid": "整改资金要填数字，单位万元，例如 0.35。"},
        widget=forms.TextInput(attrs={"class": "control", "inputmode": "decimal"}),
    )
    plan = forms.CharField(required=False, max_length=LONG, widget=forms.Textarea(attrs=_WORDS))
    halt = forms.ChoiceField(
        choices=Halt.choices,
        error_messages={
            "required": "停产情况请选择一项。",
            "invalid_choice": "停产情况不在可选范围内，请重新选择。",
        },
        widget=forms.Select(attrs={"class": "control"}),
    )
    coordination = forms.CharField(required=False, widget=forms.TextInput(attrs={"class": "control"}))

    def __init__(self, data: Any = None, *, hazard: Hazard | None = None) -> None:
        initial = {name: getattr(hazard, name) for name in PLAN} if hazard else {}
        if initial.get("funds") is not None:
            initial["funds"] = f"{initial['funds'].normalize():f}"
        super().__init__(data, initial=initial, auto_id="plan_%s", label_suffix="")
        for name in PLAN:
            self.fields[name].label = LABELS[name]

    @property
    def entries(self) -> Entries:
        """The fields of the plan, ready to be stored."""
        return {name: self.cleaned_data[name] for name in PLAN}  # type: ignore[return-value]  # names of `Entries`


class ExtensionForm(forms.Form):
    """A later term and why."""

    wanted_on = DayField(label="延到哪天", missing="延到哪天还没有填。")
    reason = forms.CharField(
        label="延期理由",
        max_length=SHORT,
        error_messages={
            "required": "延期理由还没有写，请写清楚为什么不能按期完成。",
            "max_length": f"延期理由最多{SHORT}字，请写短一些。",
        },
        widget=forms.Textarea(attrs=_WORDS),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="extension_%s", label_suffix="")


class DecisionForm(forms.Form):
    """Grant or refuse an extension; words are needed to refuse."""

    granted = forms.TypedChoiceField(
        choices=[("yes", "同意"), ("no", "不同意")],
        coerce=lambda value: value == "yes",
        error_messages={"required": "请选择同意或不同意。", "invalid_choice": "请选择同意或不同意。"},
    )
    answer = forms.CharField(required=False)
