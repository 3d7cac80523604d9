"""Instants, deadlines and the time left, as every page prints them (I10)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from units.templatetags import ui

ZONE = ZoneInfo("Asia/Shanghai")
CUTOFF = datetime(2023, 9, 25, tzinfo=ZONE)
SECOND = timedelta(seconds=1)


@time_machine.travel(datetime(2023, 9, 20, tzinfo=ZONE))
@pytest.mark.parametrize(
    ("value", "text"),
    [(date(2023, 9, 4), "9月4日"), (date(2022, 12, 31), "2022年12月31日"), (None, "")],
)
def test_day_names_the_year_unless_it_is_this_one(value: date | None, text: str) -> None:
    assert ui.day(value) == text


@time_machine.travel(datetime(2023, 12, 31, 23, 59, tzinfo=ZONE))
def test_I10_this_year_ends_at_local_midnight() -> None:
    assert ui.day(date(2024, 1, 1)) == "2024年1月1日"
    assert ui.day(date(2023, 12, 31)) == "12月31日"


@time_machine.travel(datetime(2023, 9, 20, tzinfo=ZONE))
@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2023, 5, 1), date(2023, 9, 26), "5月1日—9月26日"),
        (date(2022, 5, 1), date(2022, 9, 26), "2022年5月1日—9月26日"),
        (date(2022, 12, 25), date(2023, 1, 24), "2022年12月25日—2023年1月24日"),
    ],
)
def test_days_name_a_shared_year_once(first: date, last: date, text: str) -> None:
    assert ui.days(first, last) == text


@time_machine.travel(datetime(2023, 9, 20, tzinfo=ZONE))
def test_I10_moment_is_shown_in_local_time() -> None:
    assert ui.moment(datetime(2023, 9, 24, 8, 5, tzinfo=ZoneInfo("UTC"))) == "9月24日 16:05"
    assert ui.moment(None) == ""


@time_machine.travel(datetime(2023, 9, 20, tzinfo=ZONE))
@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (CUTOFF, "9月24日 24:00"),
        (CUTOFF - SECOND, "9月24日 23:59"),
        (CUTOFF + timedelta(minutes=1), "9月25日 00:01"),
        (datetime(2023, 9, 24, 18, tzinfo=ZONE), "9月24日 18:00"),
        (datetime(2023, 1, 1, tzinfo=ZONE), "2022年12月31日 24:00"),
        (None, ""),
    ],
)
def test_I10_deadline_at_midnight_is_the_days_end(instant: datetime | None, text: str) -> None:
    assert ui.deadline(instant) == text


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(days=3), "还有 3 天"),
        (timedelta(days=2, seconds=1), "还有 3 天"),
        (timedelta(days=1), "还有 1 天"),
        (timedelta(days=1) - SECOND, "还有 23 小时 59 分"),
        (timedelta(hours=1), "还有 1 小时 0 分"),
        (timedelta(hours=1) - SECOND, "还有 59 分钟"),
        (timedelta(minutes=1), "还有 1 分钟"),
        (timedelta(minutes=1) - SECOND, "还有不到 1 分钟"),
        (timedelta(microseconds=1), "还有不到 1 分钟"),
        (timedelta(), "已截止"),
        (-SECOND, "已截止"),
    ],
)
def test_time_left_changes_at_its_boundaries(left: timedelta, text: str) -> None:
    assert ui.remaining(CUTOFF, CUTOFF - left) == text


@given(st.timedeltas(min_value=timedelta(days=-40), max_value=timedelta(days=40)))
def test_urgency_and_time_left_agree(left: timedelta) -> None:
    text, urgency = ui.remaining(CUTOFF, CUTOFF - left), ui.urgency(CUTOFF, CUTOFF - left)
    assert (urgency == "over") == (text == "已截止") == (left <= timedelta())
    assert (urgency == "calm") == text.endswith("天")


def test_icon_is_silent_and_comes_from_the_sprite() -> None:
    html = ui.icon("lock")
    assert 'aria-hidden="true"' in html
    assert "img/icons.svg#lock" in html


def test_icon_name_cannot_break_out() -> None:
    assert '"><script>' not in ui.icon('"><script>')


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        ("未设置警示标志", "未设置警示标志"),
        ("未设置安全警示标志", "未设置安全警…"),
        ("未设置安全 警示标志", "未设置安全…"),
        (2_023_000_012, "202300…"),
    ],
)
def test_long_text_is_cut_with_one_ellipsis(value: object, text: str) -> None:
    assert ui.clip(value, 7) == text
