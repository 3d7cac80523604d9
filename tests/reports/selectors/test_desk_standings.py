"""How tables stand on 安委办's desk: on their way, on time, late, missing, as frozen."""

from datetime import datetime, timedelta

import pytest

from reports.selectors.desk import desk
from reports.transitions import State
from tests.factories import (
    BEFORE,
    CUTOFF,
    INSTANT,
    District,
    close,
    file_for,
    make_unit,
    save_draft,
    send_back,
    sign_and_file,
)
from tests.reports.steps import put
from units.models import Unit


def statuses(district: District, now: datetime = BEFORE) -> dict[str, str]:
    district.period.refresh_from_db()
    found = desk(district.reviewer, district.period, now=now)
    return {row.unit.name: row.form for row in found.rows}


@pytest.mark.parametrize("state", [State.READY, State.SIGNED, State.RETURNED, State.DRAFT])
def test_desk_shows_how_far_a_unit_has_come(district: District, state: State) -> None:
    put(district, state)
    assert statuses(district)["东关镇"] == state.value


def test_empty_draft_counts_as_untouched(district: District) -> None:
    save_draft(district, {})
    assert statuses(district)["东关镇"] == "untouched"
    save_draft(district, {"general_found": "1"}, version=1)
    assert statuses(district)["东关镇"] == "draft"


@pytest.mark.parametrize(
    ("filed_at", "status"), [(CUTOFF - INSTANT, "on_time"), (CUTOFF, "late"), (CUTOFF + INSTANT, "late")]
)
def test_I10_desk_tells_on_time_from_late(district: District, filed_at: datetime, status: str) -> None:
    sign_and_file(district, at=filed_at)
    assert statuses(district, CUTOFF + timedelta(hours=1))["东关镇"] == status


@pytest.mark.parametrize(("now", "status"), [(CUTOFF - INSTANT, "draft"), (CUTOFF, "missing")])
def test_unit_is_missing_from_the_cutoff_on(district: District, now: datetime, status: str) -> None:
    save_draft(district)
    assert statuses(district, now)["东关镇"] == status


def test_returned_filing_stays_returned_until_the_period_is_closed(district: District) -> None:
    send_back(district, sign_and_file(district))
    assert statuses(district, CUTOFF + INSTANT)["东关镇"] == "returned"
    close(district)
    assert statuses(district, CUTOFF + INSTANT)["东关镇"] == "missing"


def test_I4_desk_of_a_closed_period_shows_the_frozen_list(district: District) -> None:
    file_for(district, district.town)
    close(district)
    district.period.refresh_from_db()
    make_unit("新设的镇", order=9)
    Unit.objects.filter(pk=district.bureau.pk).update(is_active=False, obliged=False)
    found = desk(district.reviewer, district.period, now=CUTOFF + timedelta(days=30))
    assert {row.unit.name: row.form for row in found.rows} == {
        "东关镇": "on_time",
        "西关街道": "missing",
        "区试验局": "missing",
    }
    waiting = [row.unit.name for row in found.rows if not row.is_filed]
    assert waiting == ["西关街道", "区试验局"]


def test_I4_period_closed_without_any_obliged_unit_stays_empty(district: District) -> None:
    Unit.objects.update(obliged=False)
    close(district)
    Unit.objects.update(obliged=True)
    district.period.refresh_from_db()
    assert desk(district.reviewer, district.period, now=CUTOFF).rows == ()
