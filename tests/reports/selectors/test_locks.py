"""The lock on a unit's table as the database knows it."""

import pytest
from pytest_django import DjangoAssertNumQueries

from reports.locks import Kind, Lock
from reports.models import Period
from reports.selectors import locks
from reports.transitions import State
from tests.factories import BEFORE, CUTOFF, District, close, save_draft
from tests.reports.steps import move, put, stored
from units.models import Unit


def lock_of(district: District) -> Lock:
    submission = stored(district)
    period = Period.objects.select_related("tenant").get(pk=district.period.pk)
    found = locks.of(period, district.town, submission)
    assert found is not None
    return found


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_table_in_its_units_hands_is_not_locked(
    district: District, state: State, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    submission = put(district, state)
    with django_assert_num_queries(0):
        assert locks.of(district.period, district.town, submission) is None
        assert locks.of(district.period, district.town, None) is None


def test_table_handed_on_names_the_head_and_since_when(district: District) -> None:
    save_draft(district)
    move(district, "submit", district.filer, 1)
    found = lock_of(district)
    assert (found.kind, found.since) == (Kind.READY, "2023年9月23日00:00")
    assert f"本单位负责人（{district.head.name}）" in found.ask


def test_signed_table_names_who_signed(district: District) -> None:
    save_draft(district)
    move(district, "sign", district.head, 1)
    found = lock_of(district)
    assert found.kind is Kind.SIGNED
    assert f"请{district.head.name}重新签字" in found.ask


def test_filed_table_can_be_returned_until_the_period_closes(district: District) -> None:
    put(district, State.FILED)
    found = lock_of(district)
    assert found.kind is Kind.FILED
    assert found.until == "到9月24日24:00关账为止，退回后才能改"
    assert found.ask == "需要改动的，请联系licheng区安委办退回"


@pytest.mark.parametrize("state", list(State))
def test_I4_closed_period_is_the_lock_whatever_the_table(district: District, state: State) -> None:
    put(district, state)
    close(district, at=CUTOFF)
    found = lock_of(district)
    assert (found.kind, found.since) == (Kind.CLOSED, "2023年9月25日00:00")


def test_unit_that_owes_nothing_is_sent_to_the_administrator(district: District) -> None:
    Unit.objects.filter(pk=district.bureau.pk).update(obliged=False)
    district.bureau.refresh_from_db()
    found = locks.of(district.period, district.bureau, None)
    assert found is not None
    assert found.kind is Kind.NOT_OBLIGED
    assert f"管理员（{district.admin.name}）" in found.message


def test_time_of_handing_on_is_that_of_the_last_filling_where_the_trail_is_silent(district: District) -> None:
    put(district, State.READY)
    assert lock_of(district).since == f"2023年9月{BEFORE.day}日00:00"
