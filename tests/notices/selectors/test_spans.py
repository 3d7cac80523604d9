"""What quarterly and yearly circulars are compiled from."""

from dataclasses import replace
from decimal import Decimal

import pytest

from notices.selectors.spans import compiled, complete_spans, of_period
from notices.spans import Complete, Span
from reports.figures import by_key
from tests.factories import CUTOFF, District, make_campaign
from tests.notices.dispatches import closed, month, months
from tests.reports.corrected import LATER, ask, grant

Q2, Q3 = Span(2023, 2), Span(2023, 3)


def labels(district: District) -> list[str]:
    return [each.span.label for each in complete_spans(district.campaign.pk)]


def quarter(district: District, span: Span = Q3) -> Complete:
    (found,) = (each for each in complete_spans(district.campaign.pk) if each.span == span)
    return found


def value(district: District, key: str, span: Span = Q3) -> object:
    return by_key(compiled(quarter(district, span)).figures)[key].value


def test_quarter_is_complete_with_its_last_closing(district: District) -> None:
    july, august, september = months(district, [7, 8, 9])
    closed(district, [july, august])
    assert labels(district) == []
    closed(district, [september])
    assert labels(district) == ["2023-Q3"]


def test_spans_are_those_of_the_last_period(district: District) -> None:
    july, august, september = closed(district, months(district, [7, 8, 9]))
    assert [each.span for each in of_period(september)] == [Q3]
    assert of_period(july) == of_period(august) == []


def test_weekly_periods_and_those_called_for_by_hand_make_no_quarter(district: District) -> None:
    closed(district, [district.period])
    assert labels(district) == ["2023-Q3"]
    open_week = month(district, 9, cycle="weekly", campaign=make_campaign("周调度"))
    assert open_week.is_open
    month(district, 8, cycle="irregular")
    assert labels(district) == ["2023-Q3"]


def test_campaigns_are_not_mixed(district: District) -> None:
    other = make_campaign("夏季行动")
    closed(district, months(district, [8, 9]))
    month(district, 9, campaign=other)
    assert labels(district) == ["2023-Q3"]
    assert complete_spans(other.pk) == []


def test_quarter_counts_what_all_its_months_added(district: District) -> None:
    closed(district, months(district, [6, 7, 8, 9]))
    found = compiled(quarter(district))
    assert (found.data.period, found.data.period_title) == ("2023-Q3", "2023年第三季度")
    figures = by_key(found.figures)
    assert figures["general.found"].value == 40, "the total since the campaign began"
    assert figures["penalty.new.count"].value == 6, "two in each of three months"
    assert found.previous is not None
    assert found.previous.period_title == "2023年第二季度"


def test_quarter_is_compared_with_the_one_before(district: District) -> None:
    closed(district, months(district, [5, 6, 7, 8, 9]))
    assert value(district, "penalty.new.count.previous") == 4, "the campaign's first quarter had two months"
    assert value(district, "penalty.new.count.change_rate") == Decimal("50.00")


def test_first_quarter_has_nothing_to_compare_with(district: District) -> None:
    closed(district, months(district, [5, 6]))
    found = compiled(quarter(district, Q2))
    assert found.previous is None
    assert found.data.first_of_campaign
    assert by_key(found.figures)["penalty.new.count.change_rate"].text == "—"


def test_quarter_after_a_gap_is_not_compared(district: District) -> None:
    closed(district, [month(district, 3), district.period])
    assert compiled(quarter(district)).previous is None


def test_year_of_a_campaign_is_not_compared_with_its_quarters(district: District) -> None:
    closed(district, months(district, [9, 12]))
    year = quarter(district, Span(2023))
    found = compiled(year)
    assert (found.previous, len(year.period_ids)) == (None, 2)
    assert by_key(found.figures)["penalty.new.count"].value == 4


def test_I4_corrected_month_is_read_in_its_newest_revision(district: District) -> None:
    closed(district, months(district, [7, 8, 9]))
    before = compiled(quarter(district))
    grant(district, ask(district, district.period, {"general_found": "35"}, at=LATER))
    after = compiled(quarter(district))
    assert (before.snapshot.revision, after.snapshot.revision) == (1, 2)
    totals = [by_key(each.figures)["general.found"].value for each in (before, after)]
    assert totals == [30, 35]


def test_unknown_span_is_none(district: District) -> None:
    closed(district, months(district, [7, 8, 9]))
    with pytest.raises(ValueError, match="not enough"):
        quarter(district, replace(Q3, year=CUTOFF.year + 1))
