"""Extensions, statements and closing at the same moment: each is in the snapshot, or was refused. Commits."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from reports.models import DutyExtension, LedgerStatement, Obligation, Period, Snapshot
from reports.services import extensions, ledger_statements
from reports.snapshot import Timeliness
from tests.factories import BEFORE, CUTOFF, District, close, make_district
from tests.reports.duties import UNTIL
from tests.rivals import at_once
from units.errors import Conflict
from units.models import AuditEntry
from units.scoping import scope

pytestmark = pytest.mark.django_db(transaction=True)


def scoped(district: District, job: Callable[[], object]) -> object:
    with scope(district.tenant.pk):
        return job()


def grants(district: District, hours: int = 0) -> object:
    return extensions.grant(
        actor=district.reviewer,
        period=Period.objects.get(),
        unit=district.town,
        until=UNTIL + timedelta(hours=hours),
        reason="停电",
        at=BEFORE,
    )


def states(district: District) -> object:
    return ledger_statements.state(
        actor=district.filer, period=Period.objects.get(), unit=district.town, nil=True, at=BEFORE
    )


@pytest.mark.parametrize("round_", range(3))
def test_I4_extension_that_races_with_closing_keeps_it_open_or_is_refused(round_: int) -> None:
    district = make_district()
    granted, closed = at_once(
        partial(scoped, district, partial(grants, district)),
        partial(scoped, district, partial(close, district)),
    )
    assert isinstance(granted, Conflict) is not isinstance(closed, Conflict)
    with scope(district.tenant.pk):
        assert DutyExtension.objects.exists() is isinstance(closed, Conflict)
        assert Period.objects.get().is_open is isinstance(closed, Conflict)


def test_two_extensions_of_a_unit_at_once_leave_one_and_the_period_open_for_it() -> None:
    district = make_district()
    jobs = [partial(scoped, district, partial(grants, district, hours)) for hours in (0, 5)]
    assert all(isinstance(made, DutyExtension) for made in at_once(*jobs))
    with scope(district.tenant.pk):
        assert Period.objects.get().close_at >= DutyExtension.objects.get().until


def test_I6_statement_pressed_twice_at_once_is_stated_once() -> None:
    district = make_district()
    job = partial(scoped, district, partial(states, district))
    assert all(isinstance(made, LedgerStatement) for made in at_once(job, job))
    with scope(district.tenant.pk):
        assert LedgerStatement.objects.count() == 1
        assert AuditEntry.objects.filter(action="ledger.stated").count() == 1


@pytest.mark.parametrize("round_", range(3))
def test_I7_statement_that_races_with_closing_is_in_the_snapshot_or_refused(round_: int) -> None:
    district = make_district()
    stated, snapshot = at_once(
        partial(scoped, district, partial(states, district)),
        partial(scoped, district, partial(close, district, at=CUTOFF)),
    )
    assert isinstance(snapshot, Snapshot)
    with scope(district.tenant.pk):
        frozen = Obligation.objects.get(unit=district.town, duty="ledger").timeliness
    expected = Timeliness.ON_TIME if isinstance(stated, LedgerStatement) else Timeliness.MISSING
    assert frozen == expected
