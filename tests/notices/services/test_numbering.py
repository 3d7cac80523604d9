"""Numbers of documents: from one on, without gaps, per year and tenant."""

import pytest
from django.db import transaction

from notices.models import DocumentSeries
from notices.services.numbering import document_number, locked_series, next_number
from tests.factories import District
from tests.rivals import at_once
from units.scoping import scope


def test_numbers_count_from_one(district: District) -> None:
    assert [next_number(2023) for _ in range(3)] == [1, 2, 3]


def test_each_year_begins_anew(district: District) -> None:
    next_number(2023)
    assert next_number(2024) == 1
    assert next_number(2023) == 2


def test_series_goes_on_where_paper_ended(district: District) -> None:
    DocumentSeries.objects.create(year=2023, start=120, last=120)
    assert next_number(2023) == 121


def test_number_of_a_failed_transaction_is_given_out_again(district: District) -> None:
    with transaction.atomic():
        next_number(2023)
        transaction.set_rollback(True)
    assert next_number(2023) == 1


def test_I3_each_tenant_counts_for_itself(district: District, neighbour: District) -> None:
    next_number(2023)
    with scope(neighbour.tenant.pk):
        assert next_number(2023) == 1


def test_series_is_made_once(district: District) -> None:
    assert locked_series(2023).pk == locked_series(2023).pk


def test_number_is_printed_without_leading_zeros() -> None:
    assert document_number("荔安办", 2023, 7) == "荔安办〔2023〕7号"


@pytest.mark.django_db(transaction=True)
def test_I6_rivals_get_different_numbers_without_a_gap(scenery: District) -> None:
    def take() -> int:
        with scope(scenery.tenant.pk):
            return next_number(2023)

    assert sorted(at_once(take, take, take)) == [1, 2, 3]
