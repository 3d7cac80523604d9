"""What is typed for campaigns and periods, and how it is read."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from reports.forms.periods import NOT_A_TIME, CampaignForm, IrregularForm, RescheduleForm, RuleForm
from tests.factories import CUTOFF, District

ZONE = ZoneInfo("Asia/Shanghai")
CAMPAIGN = {"name": "新行动", "starts_on": "2023-05-01", "ends_on": "2023-12-31", "cutoff_day": "24"}
PERIOD = {"label": "0904期", "starts_on": "2023-08-25", "ends_on": "2023-09-04", "cutoff_on": "2023-09-24"}


def test_phases_are_read_one_a_line() -> None:
    form = CampaignForm({**CAMPAIGN, "phases": "动员部署 2023-05-20\n\n 集中排查：2023-8-31 "})
    assert form.is_valid()
    assert form.cleaned_data["phases"] == [("动员部署", date(2023, 5, 20)), ("集中排查", date(2023, 8, 31))]


@pytest.mark.parametrize(
    "line", ["动员部署", "2023-05-20", "动员 2023-02-30", "动员 5月20日", f"{'长' * 41} 2023-05-20"]
)
def test_phase_that_cannot_be_read_is_quoted(line: str) -> None:
    form = CampaignForm({**CAMPAIGN, "phases": line})
    assert form.errors["phases"] == [f"没有看懂“{line[:30]}”，请写成“动员部署 2023-05-20”这样。"]


@pytest.mark.parametrize(
    ("day", "valid"), [("0", False), ("1", True), ("28", True), ("29", False), ("廿", False)]
)
def test_cutoff_day_exists_in_every_month(day: str, valid: bool) -> None:
    assert CampaignForm({**CAMPAIGN, "cutoff_day": day}).is_valid() is valid


def test_rule_is_monthly_or_weekly() -> None:
    form = RuleForm({"cycle": "weekly", "weekday": "5"})
    assert form.is_valid()
    assert form.cleaned_data == {"cycle": "weekly", "weekday": 5}
    assert not RuleForm({"cycle": "irregular", "weekday": "7"}).is_valid()
    assert not RuleForm({"cycle": "weekly", "weekday": "8"}).is_valid()


@pytest.mark.parametrize(
    ("typed", "cutoff_at"),
    [
        ({}, CUTOFF),
        ({"cutoff_time": "24:00"}, CUTOFF),
        ({"cutoff_time": "18:00"}, CUTOFF - timedelta(hours=6)),
    ],
    ids=str,
)
def test_irregular_period_is_due_at_the_days_end_unless_said(
    typed: dict[str, str], cutoff_at: datetime
) -> None:
    form = IrregularForm({**PERIOD, **typed}, zone=ZONE)
    assert form.is_valid()
    assert form.plan.cutoff_at == form.cleaned_data["close_at"] == cutoff_at
    assert (form.plan.title, form.plan.starts_on) == ("0904期", date(2023, 8, 25))


def test_grace_time_and_title_are_taken() -> None:
    form = IrregularForm({**PERIOD, "title": "9月4日调度", "close_on": "2023-09-25"}, zone=ZONE)
    assert form.is_valid()
    assert form.plan.title == "9月4日调度"
    assert form.cleaned_data["close_at"] == CUTOFF + timedelta(days=1)


@pytest.mark.parametrize("clock", ["25:00", "六点", "18"])
def test_time_there_is_not_is_explained(clock: str) -> None:
    form = IrregularForm({**PERIOD, "cutoff_time": clock}, zone=ZONE)
    assert form.errors["cutoff_time"] == [NOT_A_TIME]


@pytest.mark.parametrize("missing", ["label", "starts_on", "ends_on", "cutoff_on"])
def test_nothing_needed_may_be_left_out(missing: str) -> None:
    form = IrregularForm({**PERIOD, missing: ""}, zone=ZONE)
    assert list(form.errors) == [missing]


def test_new_deadline_begins_with_what_stands(district: District) -> None:
    form = RescheduleForm.of(district.period)
    assert form.initial["cutoff_on"] == date(2023, 9, 24)
    assert form.initial["close_time"] == "24:00"
