"""The words of a reminder, and what makes two of them the same."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.reminding import LONGEST, key, text
from reports.owed import Owed
from tests.factories import BEFORE, CUTOFF, INSTANT, ZONE

LEDGER = Owed("ledger", "台账", CUTOFF)
FORM = Owed("form", "调度表", CUTOFF)
DAY = date(2023, 9, 22)


def said(*wanted: Owed, now: object = BEFORE) -> str:
    return text("2023年9月", wanted, now, ZONE)  # type: ignore[arg-type]


def test_text_says_what_is_owed_and_until_when() -> None:
    assert said(LEDGER, FORM) == "2023年9月调度：请于9月24日24:00前报送台账、调度表。"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (CUTOFF - INSTANT, "请于9月24日24:00前报送台账。"),
        (CUTOFF, "台账应于9月24日24:00前报送，已经超过期限，请立即报送。"),
        (CUTOFF + INSTANT, "台账应于9月24日24:00前报送，已经超过期限，请立即报送。"),
    ],
)
def test_I10_text_turns_overdue_at_the_cutoff(now: object, words: str) -> None:
    assert said(LEDGER, now=now) == f"2023年9月调度：{words}"


def test_text_groups_by_deadline_the_first_due_first() -> None:
    plan = Owed("paper1", "工作方案", BEFORE - timedelta(days=1))
    assert said(FORM, plan) == (
        "2023年9月调度：工作方案应于9月21日24:00前报送，已经超过期限，请立即报送。请于9月24日24:00前报送调度表。"
    )


def test_text_asks_for_the_corrected_table() -> None:
    assert "调度表（已退回，请改正后重报）" in said(Owed("form", "调度表", CUTOFF, returned=True))


def test_text_names_six_and_tells_the_number_of_more() -> None:
    words = said(*(Owed(f"paper{n}", f"材料{n}", CUTOFF) for n in range(7)))
    assert "材料5等7项" in words
    assert "材料6" not in words


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=60))
def test_text_always_fits(names: Sequence[str]) -> None:
    wanted = [Owed(f"paper{n}", name, CUTOFF + timedelta(days=n)) for n, name in enumerate(names)]
    assert 0 < len(said(*wanted)) <= LONGEST


def test_I6_key_is_the_same_in_whatever_order_things_are_owed() -> None:
    assert key(1, 2, [LEDGER, FORM], DAY) == key(1, 2, [FORM, LEDGER], DAY)


@pytest.mark.parametrize(
    "other",
    [
        key(2, 2, [LEDGER, FORM], DAY),
        key(1, 3, [LEDGER, FORM], DAY),
        key(1, 2, [LEDGER], DAY),
        key(1, 2, [LEDGER, FORM], DAY + timedelta(days=1)),
    ],
)
def test_key_differs_by_period_unit_things_and_day(other: str) -> None:
    assert other != key(1, 2, [LEDGER, FORM], DAY)


@given(
    st.integers(1, 2**63 - 1),
    st.integers(1, 2**63 - 1),
    st.lists(st.text(max_size=200), max_size=50),
)
def test_key_always_fits_its_column(period_id: int, unit_id: int, keys: Sequence[str]) -> None:
    wanted = [Owed(each, "台账", CUTOFF) for each in keys]
    assert len(key(period_id, unit_id, wanted, DAY)) <= 80
