"""What an administrator enters about the working calendar."""

from datetime import date

from django import forms

from units.models import Tenant

YEARS = range(2020, 2051)
"""Years the calendar can be asked about."""
NOT_A_TIME = "时间写成 09:00 这样。"


class DayForm(forms.Form):
    """A day, whether it is worked, and why."""

    day = forms.DateField(
        label="日期",
        error_messages={"required": "请选择日期。", "invalid": "日期写成 2026-10-10 这样。"},
        widget=forms.DateInput(attrs={"class": "control", "type": "date"}),
    )
    works = forms.TypedChoiceField(
        label="这一天",
        choices=[("yes", "上班"), ("no", "休息")],
        coerce=lambda value: value == "yes",
        error_messages={"required": "请选择上班还是休息。", "invalid_choice": "请选择上班还是休息。"},
        widget=forms.Select(attrs={"class": "control"}),
    )
    note = forms.CharField(
        label="原因",
        max_length=60,
        help_text="例如：台风停工、补班。",
        error_messages={"required": "请写明原因，各单位会问到。", "max_length": "原因最多60个字。"},
        widget=forms.TextInput(attrs={"class": "control"}),
    )

    def clean_day(self) -> date:
        """A day of the years the calendar knows."""
        day: date = self.cleaned_data["day"]
        if day.year not in YEARS:
            raise forms.ValidationError(f"日期应在{YEARS[0]}年到{YEARS[-1]}年之间，请核对。")
        return day


class HoursForm(forms.Form):
    """When work begins and ends."""

    opens_at = forms.TimeField(
        label="上班",
        error_messages={"required": "请写上班时间。", "invalid": NOT_A_TIME},
        widget=forms.TimeInput(attrs={"class": "control", "type": "time"}, format="%H:%M"),
    )
    closes_at = forms.TimeField(
        label="下班",
        error_messages={"required": "请写下班时间。", "invalid": NOT_A_TIME},
        widget=forms.TimeInput(attrs={"class": "control", "type": "time"}, format="%H:%M"),
    )

    @classmethod
    def of(cls, tenant: Tenant) -> "HoursForm":
        """The form with what holds now."""
        return cls(initial={"opens_at": tenant.opens_at, "closes_at": tenant.closes_at})

    def clean(self) -> None:
        """Work ends after it begins."""
        opens, closes = self.cleaned_data.get("opens_at"), self.cleaned_data.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", "下班时间要晚于上班时间，请核对。")
