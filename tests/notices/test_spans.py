"""Quarters and years of campaigns: which months they have, and when they are complete."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.spans import Complete, Month, Span, complete, quarter_of, titled, year_of

CAMPAIGN_END = date(2023, 12, 31)


def month(number: int, *, closed: bool = True, year: int = 2023, campaign: int = 1, day: int = 24) -> Month:
    """A monthly period that ends on the 24th, as the shipped campaign has them; its id tells its month."""
    ends_on = date(year, number, day)
    return Month(year * 100 + number, campaign, ends_on, date(year, 12, 31), closed)


def spans(*months: Month) -> list[str]:
    return [each.span.label for each in complete(months)]


@pytest.mark.parametrize(
    ("span", "title", "label", "before"),
    [
        (Span(2023, 3), "2023年第三季度", "2023-Q3", Span(2023, 2)),
        (Span(2023, 1), "2023年第一季度", "2023-Q1", Span(2022, 4)),
        (Span(2023), "2023年度", "2023", Span(2022)),
    ],
)
def test_span_is_named_and_has_one_before(span: Span, title: str, label: str, before: Span) -> None:
    assert (span.title, span.label, span.before) == (title, label, before)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2023, 1, 1), 1),
        (date(2023, 3, 31), 1),
        (date(2023, 4, 1), 2),
        (date(2023, 6, 30), 2),
        (date(2023, 7, 1), 3),
        (date(2023, 9, 30), 3),
        (date(2023, 10, 1), 4),
        (date(2023, 12, 31), 4),
    ],
)
def test_day_lies_in_its_quarter(day: date, quarter: int) -> None:
    assert quarter_of(day) == Span(2023, quarter)
    assert Span(2023, quarter).holds(day)
    assert year_of(day).holds(day)
    assert not Span(2024, quarter).holds(day)
    assert not Span(2023, quarter % 4 + 1).holds(day)


@given(st.integers(2000, 2100), st.integers(0, 4))
def test_span_is_found_by_its_title(year: int, quarter: int) -> None:
    assert titled(Span(year, quarter).title) == Span(year, quarter)


@pytest.mark.parametrize("title", ["", "2023年", "2023年第五季度", "2023年9月", "２０２３年度", "2023年度\n"])
def test_other_titles_are_no_spans(title: str) -> None:
    assert titled(title) is None


def test_quarter_waits_for_its_last_month() -> None:
    assert spans(month(7), month(8)) == []
    assert spans(month(7), month(8), month(9, closed=False)) == []
    assert spans(month(7), month(8), month(9)) == ["2023-Q3"]


def test_quarter_waits_for_all_its_months() -> None:
    assert spans(month(7), month(8, closed=False), month(9)) == []


def test_period_that_closes_on_the_24th_belongs_to_the_month_of_its_last_day() -> None:
    early_october = month(10, day=1)
    assert spans(month(9, day=24), early_october) == ["2023-Q3"]
    (found,) = complete([month(9, day=24), early_october])
    assert found.period_ids == (202309,)


def test_first_quarter_of_a_campaign_that_begins_in_may_is_partial() -> None:
    (found,) = complete([month(5), month(6)])
    assert found == Complete(1, Span(2023, 2), (202305, 202306))


def test_quarter_ends_early_when_the_campaign_does() -> None:
    last = replace(month(11, day=15), campaign_ends_on=date(2023, 11, 15))
    assert spans(replace(month(10), campaign_ends_on=date(2023, 11, 15)), last) == ["2023-Q4", "2023"]
    assert spans(replace(last, ends_on=date(2023, 11, 14))) == [], "its last day is still to come"


def test_last_days_of_a_campaign_belong_to_the_old_year() -> None:
    stub = Month(202401, 1, CAMPAIGN_END, CAMPAIGN_END, is_closed=False)
    months = [month(10), month(11), month(12)]
    assert spans(*months, stub) == [], "the days from the 25th on are still open"
    done = complete([*months, replace(stub, is_closed=True)])
    assert [(each.span.label, each.period_ids[-1]) for each in done] == [
        ("2023-Q4", 202401),
        ("2023", 202401),
    ]


def test_year_has_all_its_months_and_comes_after_its_quarters() -> None:
    found = complete([month(number) for number in range(5, 13)])
    assert [each.span.label for each in found] == ["2023-Q2", "2023-Q3", "2023-Q4", "2023"]
    assert found[-1].period_ids == tuple(range(202305, 202313))


def test_campaigns_are_not_mixed() -> None:
    own = [month(number) for number in (7, 8, 9)]
    other = [month(number, campaign=2) for number in (8, 9)]
    assert [(each.campaign_id, each.period_ids) for each in complete([*other, *own])] == [
        (1, (202307, 202308, 202309)),
        (2, (202308, 202309)),
    ]


def test_campaign_over_two_years_has_two_years() -> None:
    months = [month(12), month(12, year=2024)]
    assert spans(*months) == ["2023-Q4", "2023", "2024-Q4", "2024"]


def test_nothing_is_complete_where_nothing_is() -> None:
    assert complete([]) == []


@given(
    st.lists(
        st.builds(month, st.integers(1, 12), closed=st.booleans(), campaign=st.integers(1, 3)), max_size=30
    )
)
def test_complete_span_has_all_its_months_closed(months: list[Month]) -> None:
    for found in complete(months):
        within = [
            each
            for each in months
            if each.campaign_id == found.campaign_id and found.span.holds(each.ends_on)
        ]
        assert sorted(found.period_ids) == sorted(each.period_id for each in within)
        assert all(each.is_closed for each in within)


@pytest.mark.parametrize(
    ("span", "since"),
    [
        (Span(2023, 1), date(2022, 12, 1)),
        (Span(2023, 3), date(2023, 6, 1)),
        (Span(2023, 4), date(2023, 9, 1)),
        (Span(2023), date(2022, 12, 1)),
    ],
)
def test_first_period_of_a_span_may_begin_in_the_month_before(span: Span, since: date) -> None:
    assert span.since == since
