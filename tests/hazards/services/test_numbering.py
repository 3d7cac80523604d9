"""Numbers of hazards: per tenant and year, without gaps, never used twice."""

from datetime import datetime

import pytest
from django.db import transaction

from hazards.life import Status
from hazards.models import NumberSeries
from hazards.services.numbering import next_number, next_numbers
from tests.factories import ZONE, District
from tests.ledgers import drafted, standing, step
from units.scoping import scope


def test_numbers_follow_each_other_by_year(district: District) -> None:
    assert [next_number(2023), next_number(2023), next_number(2024), next_number(2023)] == [
        "2023-00001",
        "2023-00002",
        "2024-00001",
        "2023-00003",
    ]


def test_numbers_sort_until_a_hundred_thousand_and_go_on(district: District) -> None:
    NumberSeries.objects.create(year=2023, last=99_998)
    assert [next_number(2023), next_number(2023)] == ["2023-99999", "2023-100000"]


def test_several_numbers_are_taken_in_one_step(district: District) -> None:
    assert next_numbers(2023, 3) == ["2023-00001", "2023-00002", "2023-00003"]
    assert next_number(2023) == "2023-00004"


def test_no_numbers_leave_the_series_alone(district: District) -> None:
    assert next_numbers(2023, 0) == []
    assert not NumberSeries.objects.exists()


def test_number_of_a_failed_filing_goes_to_the_next(district: District) -> None:
    def fail() -> None:
        with transaction.atomic():
            assert next_number(2023) == "2023-00001"
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert next_number(2023) == "2023-00001"


def test_I3_every_tenant_counts_for_itself(district: District, neighbour: District) -> None:
    assert next_number(2023) == "2023-00001"
    with scope(neighbour.tenant.pk):
        assert next_number(2023) == "2023-00001"


def test_withdrawn_number_is_not_used_again(district: District) -> None:
    assert standing(district, Status.WITHDRAWN).number == "2023-00001"
    assert standing(district, Status.FILED).number == "2023-00002"


@pytest.mark.parametrize(
    ("filed_at", "number"),
    [
        (datetime(2023, 12, 31, 23, 59, tzinfo=ZONE), "2023-00001"),
        (datetime(2024, 1, 1, tzinfo=ZONE), "2024-00001"),
    ],
)
def test_I10_year_of_a_number_is_the_tenants(district: District, filed_at: datetime, number: str) -> None:
    assert step(district.filer, drafted(district), "file", at=filed_at).number == number
