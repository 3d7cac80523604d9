"""Until when each unit may file."""

from datetime import timedelta

from pytest_django import DjangoAssertNumQueries

from reports.selectors import deadlines
from tests.factories import CUTOFF, District
from tests.reports.duties import UNTIL, extended


def test_I10_deadline_is_the_cutoff_unless_extended(district: District) -> None:
    extended(district)
    assert deadlines.of_unit(district.period, district.town.pk) == UNTIL
    assert deadlines.of_unit(district.period, district.bureau.pk) == CUTOFF


def test_extension_that_ends_before_the_cutoff_takes_nothing_away(district: District) -> None:
    extended(district, until=CUTOFF - timedelta(days=1))
    assert deadlines.of_unit(district.period, district.town.pk) == CUTOFF


def test_extensions_of_a_period_by_unit_in_one_query(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first, second = extended(district), extended(district, district.bureau)
    with django_assert_num_queries(1):
        found = deadlines.extensions(district.period)
        assert {each.granted_by and each.granted_by.name for each in found.values()}
    assert found == {district.town.pk: first, district.bureau.pk: second}
