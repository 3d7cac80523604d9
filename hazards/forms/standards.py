"""What the pages of the standards library and the judgment assistant are asked for, in the address."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.utils import timezone

from hazards.forms.fields import DayField, SearchField, offer
from hazards.selectors import catalogue

# A description that goes into an address.
LONGEST = 500


class _Asked(forms.Form):
    """A form filled from an address: today stands in the field when no day was given."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        asked = {name: fields[name] for name in fields}
        super().__init__(
            {**asked, "on": asked.get("on") or timezone.localdate().isoformat()}, label_suffix=""
        )


class StandardsForm(_Asked):
    """Which standards to list."""

    q = SearchField(hint="标准名、条号、条文或条件里的词")
    sector = forms.ChoiceField(
        label="领域",
        required=False,
        error_messages={"invalid_choice": "没有这个领域，请从列表里选。"},
        widget=forms.Select(attrs={"class": "control"}),
    )
    on = DayField(label="某日施行")

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(fields)
        offer(self, "sector", [("", "全部领域"), *((name, name) for name in catalogue.sectors())])


class JudgeForm(_Asked):
    """What was found, where and on which day. A hazard cannot have been found tomorrow."""

    on = DayField(label="发现日期")
    sector = forms.ChoiceField(
        label="领域",
        required=False,
        error_messages={"invalid_choice": "没有这个领域，请从列表里选。"},
        widget=forms.Select(attrs={"class": "control"}),
    )
    description = forms.CharField(
        label="看到了什么",
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": f"描述最多 {LONGEST} 个字，请只写与判定有关的事实。"},
        help_text="写清地点、设备、做了什么没做什么。边写边对照，内容不保存。",
        widget=forms.Textarea(
            attrs={
                "class": "control",
                "rows": 4,
                "placeholder": "例如：污水处理站有限空间未设置安全警示标志",
            }
        ),
    )

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(fields)
        known = [(name, name) for name in catalogue.sectors()]
        without = (catalogue.WITHOUT, "其他领域（没有专门的标准）")
        offer(self, "sector", [("", "不确定"), *known, without])

    def clean_on(self) -> date:
        """Today is the last day a hazard can have been found on."""
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("发现日期还没有到，请填今天或以前的日期。")
        return on
