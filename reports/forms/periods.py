"""Campaigns and periods, set up by administrators and 安委办."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from reports import schedule
from reports.forms.days import DutyDayField
from reports.models import Cycle, Period
from reports.schedule import PlannedPeriod
from reports.services.rescheduling import TEXT
from units.calendar import SHIFT_WORDS, Shift

_DAY = re.compile(r"(.+?)[\s,，:：]+(\d{4}-\d{1,2}-\d{1,2})")
NOT_A_TIME = "时间写成 18:00 这样；当天结束写 24:00。"


def _line(label: str, length: int, missing: str, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        required=bool(missing),
        error_messages={"required": missing, "max_length": f"{label}最多{length}个字。"},
        widget=forms.TextInput(attrs={"class": "control"}),
        **options,
    )


def _clock(label: str, **options: Any) -> forms.CharField:
    return _line(label, 5, "", initial="24:00", help_text=NOT_A_TIME, **options)


class CampaignForm(forms.Form):
    """A campaign with its phases, one a line: its name and its last day."""

    name = _line("名称", 80, "请写明专项行动的名称。")
    starts_on = DutyDayField(label="开始日", missing="请选择开始日。")
    ends_on = DutyDayField(label="结束日", missing="请选择结束日。")
    cutoff_day = forms.IntegerField(
        label="每月报送截止日",
        min_value=1,
        max_value=28,
        initial=24,
        help_text="1–28日，截止到当天24:00。",
        error_messages={
            "required": "请写明每月几日截止。",
            "invalid": "截止日应是数字，例如24。",
            "min_value": "截止日应为1–28日。",
            "max_value": "截止日应为每月都有的1–28日。",
        },
        widget=forms.NumberInput(attrs={"class": "control", "inputmode": "numeric"}),
    )
    shift = forms.ChoiceField(
        label="截止日遇休息日",
        choices=[(each.value, words) for each, words in SHIFT_WORDS.items()],
        initial=Shift.NONE.value,
        required=False,
        help_text="按本辖区工作日历推算，只移动截止时间，各期统计的天数不变。",
        error_messages={"invalid_choice": "请从列出的办法中选一种。"},
        widget=forms.Select(attrs={"class": "control"}),
    )
    phases = forms.CharField(
        label="阶段（选填）",
        required=False,
        max_length=1000,
        help_text="一行一个阶段，写名称和最后一天，例如：动员部署 2023-05-20",
        error_messages={"max_length": "阶段写得太长，请删减。"},
        widget=forms.Textarea(attrs={"class": "control", "rows": 5}),
    )

    def clean_shift(self) -> Shift:
        """The way chosen; none when nothing was."""
        return Shift(self.cleaned_data["shift"] or Shift.NONE)

    def clean_phases(self) -> Sequence[tuple[str, date]]:
        """Names with their last days, as typed; a line that cannot be read is quoted."""
        found = []
        for line in self.cleaned_data["phases"].splitlines():
            if not line.strip():
                continue
            match = _DAY.fullmatch(line.strip())
            try:
                if match is None or len(match[1]) > 40:  # as long as the column
                    raise ValueError(line)
                found.append((match[1], date(*map(int, match[2].split("-")))))
            except ValueError:
                raise forms.ValidationError(
                    f"没有看懂“{line.strip()[:30]}”，请写成“动员部署 2023-05-20”这样。"
                ) from None
        return found


class RuleForm(forms.Form):
    """Which series of periods to generate."""

    cycle = forms.ChoiceField(
        label="周期",
        choices=[(each.value, each.label) for each in (Cycle.MONTHLY, Cycle.WEEKLY)],
        error_messages={"required": "请选择月调度或周调度。", "invalid_choice": "请选择月调度或周调度。"},
        widget=forms.Select(attrs={"class": "control select-inline"}),
    )
    weekday = forms.TypedChoiceField(
        label="周调度在周几截止",
        choices=list(enumerate(schedule.WEEKDAYS, start=1)),
        coerce=int,
        initial=7,
        error_messages={
            "required": "请选择周一到周日中的一天。",
            "invalid_choice": "请选择周一到周日中的一天。",
        },
        widget=forms.Select(attrs={"class": "control select-inline"}),
    )


class ClosingForm(forms.Form):
    """When a period's filings are due, and when it is closed; the latter with the cutoff unless said otherwise."""

    cutoff_on = DutyDayField(label="报送截止日", missing="请选择报送截止日。")
    cutoff_time = _clock("截止时间")
    close_on = DutyDayField(
        label="关账日（选填）", help_text="不填就是截止即关账。填了，截止到关账之间报送的记为迟报。"
    )
    close_time = _clock("关账时间")

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone = zone

    def clean(self) -> dict[str, Any]:
        """Days and times become the instants `cutoff_at` and `close_at`."""
        fields = self.cleaned_data
        fields["cutoff_at"] = self._instant("cutoff")
        fields["close_at"] = self._instant("close") if fields.get("close_on") else fields["cutoff_at"]
        return fields

    def _instant(self, name: str) -> datetime | None:
        day = self.cleaned_data.get(f"{name}_on")
        if day is None:
            return None
        try:
            return schedule.instant(day, self.cleaned_data.get(f"{name}_time") or "24:00", self._zone)
        except ValueError:
            self.add_error(f"{name}_time", NOT_A_TIME)
            return None


class IrregularForm(ClosingForm):
    """One period called for by hand (0904期)."""

    label = _line("期号", 20, "请写明期号。", help_text="例如：0904期。只用汉字、字母、数字和连字符。")
    title = _line("标题（选填）", 40, "", help_text="显示在页面和通报里，不填就用期号。")
    starts_on = DutyDayField(label="统计区间开始", missing="请选择统计区间的第一天。")
    ends_on = DutyDayField(label="统计区间结束", missing="请选择统计区间的最后一天。")
    field_order = ("label", "title", "starts_on", "ends_on")

    @property
    def plan(self) -> PlannedPeriod:
        """The period that a valid form describes."""
        fields = self.cleaned_data
        title = fields["title"] or fields["label"]
        return PlannedPeriod(
            fields["label"], title, fields["starts_on"], fields["ends_on"], fields["cutoff_at"]
        )


class RescheduleForm(ClosingForm):
    """A new cutoff and closing with the reason; `confirmed` once the consequence was read."""

    reason = _line("原因", TEXT, "请写明改期的原因，各单位会问到。")
    confirmed = forms.BooleanField(required=False)

    @classmethod
    def of(cls, period: Period) -> "RescheduleForm":
        """The form with what stands."""
        zone = period.tenant.zone
        cutoff_on, cutoff_time = schedule.day_and_clock(period.cutoff_at, zone)
        close_on, close_time = schedule.day_and_clock(period.close_at, zone)
        standing = {"cutoff_on": cutoff_on, "cutoff_time": cutoff_time}
        return cls(zone=zone, initial={**standing, "close_on": close_on, "close_time": close_time})
