"""What units filed, as corrected since."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from reports.models import Submission
from reports.selectors.filed import corrections_of, filed, values_now
from reports.snapshot import values_json
from tests.factories import VALUES, District, file_for, make_previous, make_unit, save_draft
from tests.reports.corrected import LATER, ask, grant, two_closed
from units.scoping import scope

STORED = values_json(VALUES)


def found(district: District, label: str = "2023-08") -> Submission:
    return filed().get(period__label=label, unit=district.town)


def test_uncorrected_filing_reads_as_filed(district: District) -> None:
    two_closed(district)
    assert (values_now(found(district)), corrections_of(found(district))) == (STORED, 0)


def test_corrections_are_applied_in_the_order_they_were_granted(district: District) -> None:
    august = two_closed(district)
    for hour, text in enumerate(("14", "12", "13")):
        at = LATER + timedelta(hours=hour)
        grant(district, ask(district, august, {"general_found": text}, known=hour, at=at), at)
    assert values_now(found(district)) == {**STORED, "general_found": "13"}
    assert corrections_of(found(district)) == 3
    assert values_now(found(district, "2023-09")) == STORED, "another period"
    other = filed().get(period=august, unit=district.other_town)
    assert values_now(other) == STORED, "another unit"


def test_request_that_waits_changes_nothing(district: District) -> None:
    ask(district, two_closed(district))
    assert (values_now(found(district)), corrections_of(found(district))) == (STORED, 0)


def test_draft_is_not_filed(district: District) -> None:
    save_draft(district)
    assert not filed().exists()


def test_I3_units_read_their_own_only(district: District) -> None:
    august = two_closed(district)
    grant(district, ask(district, august))
    with scope(district.tenant.pk, units={district.other_town.pk}):
        assert {each.unit_id for each in filed()} == {district.other_town.pk}


@pytest.mark.parametrize("more", [0, 10])
def test_reading_takes_one_query(
    district: District, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    august = make_previous(district)
    for number in range(more + 1):
        file_for(district, make_unit(f"单位{number}", order=9), period=august)
    with django_assert_num_queries(1):
        assert [values_now(each) for each in filed().filter(period=august)] == [STORED] * (more + 1)
