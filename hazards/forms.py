"""What the pages of the standards library and the judgment assistant are asked for, in the address."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from hazards import catalogue

# A description that goes into an address.
LONGEST = 500
QUERY = 100


class DayField(forms.DateField):
    """A day as 2023-05-15, today when none is given; a day there is not is refused in words."""

    def __init__(self, *, label: str) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "control"})
        super().__init__(label=label, required=False, widget=widget)

    def to_python(self, value: Any) -> date:
        """The day asked for."""
        if value in self.empty_values:
            return timezone.localdate()
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            raise forms.ValidationError(
                f"没有“{str(value)[:20]}”这一天，请改成真实的日期，写成 2023-05-15 这样。"
            ) from None


class _Asked(forms.Form):
    """A form filled from an address: today stands in the field when no day was given."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        asked = {name: fields[name] for name in fields}
        super().__init__(
            {**asked, "on": asked.get("on") or timezone.localdate().isoformat()}, label_suffix=""
        )


class StandardsForm(_Asked):
    """Which standards to list."""

    q = forms.CharField(
        label="查找",
        required=False,
        max_length=QUERY,
        error_messages={"max_length": f"查找的词最多 {QUERY} 个字，请改短。"},
        widget=forms.TextInput(
            attrs={"class": "control", "type": "search", "placeholder": "标准名、条号、条文或条件里的词"}
        ),
    )
    sector = forms.ChoiceField(
        label="领域",
        required=False,
        error_messages={"invalid_choice": "没有这个领域，请从列表里选。"},
        widget=forms.Select(attrs={"class": "control"}),
    )
    on = DayField(label="某日施行")

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(fields)
        self.fields["sector"].choices = [("", "全部领域"), *((name, name) for name in catalogue.sectors())]  # type: ignore[attr-defined]


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
        self.fields["sector"].choices = [  # type: ignore[attr-defined]
            ("", "不确定"),
            *known,
            (catalogue.WITHOUT, "其他领域（没有专门的标准）"),
        ]

    def clean_on(self) -> date:
        """Today is the last day a hazard can have been found on."""
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("发现日期还没有到，请填今天或以前的日期。")
        return on
