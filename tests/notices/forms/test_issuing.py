"""What pages send with a step or a reply, and how nonsense is answered."""

from datetime import date, datetime

import pytest

from hazards.forms.fields import first_problem
from notices.forms.issuing import ReplyForm, StepForm, SubmitForm
from tests.factories import BEFORE


def test_step_without_a_comment_is_sound() -> None:
    form = StepForm({"edit": "3"})
    assert form.is_valid()
    assert form.cleaned_data == {"edit": 3, "comment": ""}


@pytest.mark.parametrize("edit", ["", "x", "1.5"])
def test_step_needs_the_version_of_its_page(edit: str) -> None:
    form = StepForm({"edit": edit})
    assert not form.is_valid()
    assert first_problem(form) == "页面不完整，请刷新后再试。"


@pytest.mark.parametrize(("length", "sound"), [(300, True), (301, False)])
def test_comment_has_a_limit(length: int, sound: bool) -> None:
    form = StepForm({"edit": "1", "comment": "长" * length})
    assert form.is_valid() is sound
    if not sound:
        assert first_problem(form) == "意见最多300字，请写短一些。"


@pytest.mark.parametrize(("typed", "day"), [("", None), ("2023-09-28", date(2023, 9, 28))])
def test_day_of_reply_may_be_left_out(typed: str, day: date | None) -> None:
    form = SubmitForm({"edit": "1", "reply_by": typed})
    assert form.is_valid()
    assert form.cleaned_data["reply_by"] == day


def test_day_that_is_none_is_named() -> None:
    form = SubmitForm({"edit": "1", "reply_by": "2023-02-30"})
    assert not form.is_valid()
    assert "没有“2023-02-30”这一天" in first_problem(form)


@pytest.mark.parametrize(
    ("seen", "read"), [(BEFORE.isoformat(), BEFORE), ("", None), ("昨天", None), ("2023-99-99", None)]
)
def test_time_of_the_reply_seen_is_read(seen: str, read: datetime | None) -> None:
    form = ReplyForm({"text": "已整改。", "seen": seen})
    assert form.is_valid()
    assert form.cleaned_data["seen"] == read


@pytest.mark.parametrize(("text", "told"), [(" ", "请写明回复内容。"), ("长" * 2001, "回复最多2000字")])
def test_reply_has_words_and_a_limit(text: str, told: str) -> None:
    form = ReplyForm({"text": text})
    assert not form.is_valid()
    assert told in first_problem(form)
