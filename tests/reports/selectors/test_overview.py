"""Counts of all periods at a glance (I4, I9)."""

from datetime import timedelta

import pytest

from reports.selectors.overview import line, overview
from tests.factories import CUTOFF, District, close, file_for, make_previous, make_unit, save_draft
from units.errors import NotAllowed
from units.models import Unit


def counts(district: District) -> tuple[int, int, int, int]:
    found = line(district.reviewer, district.period)
    return found.owing, found.filed, found.late, found.missing


def test_drafts_do_not_count_as_filed(district: District) -> None:
    save_draft(district)
    assert counts(district) == (3, 0, 0, 3)


def test_open_period_counts_what_is_in_so_far(district: District) -> None:
    file_for(district, district.town)
    file_for(district, district.bureau, at=CUTOFF)
    assert counts(district) == (3, 2, 1, 1)


def test_closing_does_not_change_the_counts(district: District) -> None:
    file_for(district, district.town)
    file_for(district, district.bureau, at=CUTOFF)
    close(district, at=CUTOFF + timedelta(hours=1))
    district.period.refresh_from_db()
    assert counts(district) == (3, 2, 1, 1)


def test_I4_closed_period_keeps_its_obliged_units(district: District) -> None:
    close(district)
    make_unit("新设镇", order=9)
    assert counts(district)[0] == 3


def test_I9_unit_no_longer_obliged_is_neither_owing_nor_filed(district: District) -> None:
    file_for(district, district.town)
    Unit.objects.filter(pk=district.town.pk).update(obliged=False)
    assert counts(district) == (2, 0, 0, 2)


def test_overview_has_every_period_the_latest_first(district: District) -> None:
    make_previous(district)
    assert [item.period.label for item in overview(district.reviewer)] == ["2023-09", "2023-08"]


def test_periods_are_counted_apart(district: District) -> None:
    before = make_previous(district)
    file_for(district, district.town, period=before)
    assert [item.filed for item in overview(district.leader)] == [0, 1]


@pytest.mark.parametrize("who", ["filer", "head"])
def test_overview_denied_to_units(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="本单位"):
        overview(getattr(district, who))


def test_I3_overview_knows_only_its_own_tenant(district: District, neighbour: District) -> None:
    assert [item.period.pk for item in overview(district.reviewer)] == [district.period.pk]
