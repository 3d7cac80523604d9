"""What 安委办 reads before it lets a filing stand."""

from datetime import timedelta

import pytest

from reports.models import DutyExtension
from reports.selectors import filing_review
from tests.factories import BEFORE, CUTOFF, District, close, file_for, make_unit, save_draft, sign_and_file
from tests.reports.steps import refiled, returned, stored
from units.actors import Actor
from units.errors import NotAllowed
from units.models import Unit


def read(district: District, actor: Actor | None = None, unit: Unit | None = None) -> filing_review.Review:
    return filing_review.review(actor or district.reviewer, district.period, unit or district.town)


@pytest.mark.parametrize("who", ["filer", "head", "other_filer", "leader"])
def test_I3_office_hints_are_for_the_office(district: District, who: str) -> None:
    sign_and_file(district)
    with pytest.raises(NotAllowed, match="审阅页由安委办和管理员使用"):
        read(district, getattr(district, who))


def test_I3_leader_does_not_review_a_closed_period_either(district: District) -> None:
    sign_and_file(district)
    close(district)
    with pytest.raises(NotAllowed):
        read(district, district.leader)


def test_filing_not_begun_is_read_empty(district: District) -> None:
    shown = read(district)
    assert (shown.trail, shown.returned, shown.asked, shown.since) == ([], None, {}, {})
    assert not shown.may_return
    assert shown.neighbours == filing_review.Neighbours(None, None, 0, 0)


def test_comments_are_kept_apart_by_whether_they_were_heeded(district: District) -> None:
    refiled(district, {"penalty_amount": "万元？", "penalty_count": "几次？"}, {"penalty_amount": "2"})
    shown = read(district)
    assert shown.asked == {"penalty_amount": "万元？", "penalty_count": "几次？"}
    assert shown.since == {"penalty_amount": ("1.5", "2")}
    assert shown.disregarded == ("penalty_count",)


@pytest.mark.parametrize(("who", "may"), [("reviewer", True), ("admin", False)])
def test_only_the_office_may_return(district: District, who: str, may: bool) -> None:
    sign_and_file(district)
    assert read(district, getattr(district, who)).may_return is may


def test_what_is_not_filed_cannot_be_returned(district: District) -> None:
    save_draft(district)
    assert not read(district).may_return
    returned(district, file_for(district, district.town), {})
    assert not read(district).may_return


def test_I4_closed_period_takes_no_return(district: District) -> None:
    sign_and_file(district)
    close(district)
    district.period.refresh_from_db()
    assert not read(district).may_return


def test_extension_is_that_of_the_unit_in_this_period(district: District) -> None:
    until = CUTOFF + timedelta(days=1)
    for unit in (district.other_town, district.town):
        DutyExtension.objects.create(
            period=district.period, unit=unit, until=until, reason=unit.name, granted_at=BEFORE
        )
    found = read(district).extension
    assert found is not None
    assert (found.until, found.reason) == (until, "东关镇")


def test_neighbours_follow_the_printed_order(district: District) -> None:
    last = make_unit("甲单位", order=9)
    for unit in (last, district.town, district.bureau):
        file_for(district, unit)
    near = filing_review.neighbours(district.period, district.bureau)
    assert (near.before, near.after, near.place, near.total) == (district.town, last, 2, 3)
    assert filing_review.neighbours(district.period, district.town).before is None
    assert filing_review.neighbours(district.period, last).after is None


def test_unit_without_a_filing_lies_between_those_that_have_one(district: District) -> None:
    for unit in (district.town, district.bureau):
        file_for(district, unit)
    near = filing_review.neighbours(district.period, district.other_town)
    assert (near.before, near.after, near.place, near.total) == (district.town, district.bureau, 0, 2)


def test_returned_filing_is_not_among_those_that_wait(district: District) -> None:
    file_for(district, district.bureau)
    returned(district, sign_and_file(district), {})
    near = filing_review.neighbours(district.period, district.bureau)
    assert (near.before, near.place, near.total) == (None, 1, 1)
    assert stored(district).unit_id == district.town.pk
