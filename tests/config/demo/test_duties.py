"""The demonstration's ledgers as a duty of their own: spoken of in the past, half of them now."""

import pytest

from reports.models import Duty, DutyExtension, LedgerStatement, Obligation, Period
from reports.selectors import standing_board
from reports.selectors.figures import closed_period
from reports.snapshot import Timeliness
from tests.config.demo.conftest import AT, Loaded
from units.actors import Actor
from units.models import Tenant, Unit
from units.scoping import scope


@pytest.fixture
def tenant(demo: Loaded) -> Tenant:
    return Tenant.objects.get(slug="licheng")


def test_I12_every_closed_period_has_every_units_word_in_time(tenant: Tenant) -> None:
    with scope(tenant.pk):
        rows = Obligation.objects.filter(duty=Duty.LEDGER)
        periods = Period.objects.filter(state="closed")
        assert rows.count() == 27 * len(periods)
        assert {row.timeliness for row in rows} == {Timeliness.ON_TIME}


def test_words_on_2023_agree_with_the_records_written_afterwards(tenant: Tenant) -> None:
    with scope(tenant.pk):
        for label in ("2023-08", "2023-09"):
            period = Period.objects.get(label=label)
            said = LedgerStatement.objects.filter(period=period).values_list("unit_id", "records")
            held = standing_board.ledger_records(period)
            wrong = [Unit.objects.get(pk=unit).name for unit, count in said if held.get(unit, 0) != count]
            assert wrong == ([] if label == "2023-08" else ["区住建局"]), "one came after the cutoff"


def test_published_circular_gains_no_reproach(tenant: Tenant) -> None:
    with scope(tenant.pk):
        closed = closed_period(Actor.system(tenant.pk), Period.objects.get(label="2023-09"))
    figures = {figure.key: figure.value for figure in closed.figures}
    assert figures["filing.ledger.missing_units"] == figures["filing.ledger.late_units"] == ()
    assert figures["filing.ledger.on_time_rate"] == 100


def test_period_under_way_has_units_that_spoke_and_one_that_was_extended(tenant: Tenant) -> None:
    with scope(tenant.pk):
        extension = DutyExtension.objects.get()
        current = extension.period
        found = standing_board.duties(current, now=AT)
        assert current.close_at == extension.until > current.cutoff_at
        assert "合成数据" in extension.reason
        spoken = [each for each in found if each.statement is not None]
        assert 9 < len(spoken) < 27
        assert {each.ledger_nil for each in spoken} == {True, False}
        assert found[0].statement is None, "the account of the demonstration has it still to do"
        assert found[6].form is Timeliness.ON_TIME
        assert found[6].statement is None, "one sent only its table"
