"""The form by which 安委办 grants an extension."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django import forms

from reports.forms.days import DutyDayField
from reports.schedule import end_of_day
from reports.services.extensions import MAX_REASON


class ExtensionForm(forms.Form):
    """Which unit, until the end of which day or until what time, and why. The rules are the service's."""

    unit = forms.TypedChoiceField(
        label="单位",
        coerce=int,
        error_messages={"required": "请选择单位。", "invalid_choice": "没有这个单位，请从列表里选。"},
        widget=forms.Select(attrs={"class": "control"}),
    )
    day = DutyDayField(
        label="延到哪一天", missing="请选择延到哪一天。", help_text="不填时间的，到这一天的24:00。"
    )
    time = forms.TimeField(
        label="几点（选填）",
        required=False,
        error_messages={"invalid": "时间没有看懂，请按 18:00 这样填。"},
        widget=forms.TimeInput(attrs={"class": "control", "type": "time"}, format="%H:%M"),
    )
    reason = forms.CharField(
        label="原因",
        max_length=MAX_REASON,
        help_text="排名、看板和通报里都会注明。",
        error_messages={
            "required": "请写明延期的原因。",
            "max_length": f"延期原因最多{MAX_REASON}字，请写短一些。",
        },
        widget=forms.TextInput(attrs={"class": "control"}),
    )

    def until(self, zone: ZoneInfo) -> datetime:
        """The first late instant: the end of the day, or the time given on it."""
        day, at = self.cleaned_data["day"], self.cleaned_data["time"]
        if at is None or at == time.min:
            return end_of_day(day, zone)
        return datetime.combine(day, at, tzinfo=zone)
