"""What a circular is held against, and who may ask for it."""

from decimal import Decimal

import pytest

from notices.selectors.checking import known_of, require_may_check
from tests.factories import District, close, make_previous, sign_and_file
from units.errors import Conflict, NotAllowed, NotFound


@pytest.fixture
def closed(district: District) -> District:
    """A district with its period closed."""
    sign_and_file(district)
    close(district)
    return district


@pytest.mark.parametrize("who", ["reviewer", "leader", "admin"])
def test_everybody_who_serves_the_whole_tenant_may_check(district: District, who: str) -> None:
    require_may_check(getattr(district, who))


@pytest.mark.parametrize("who", ["filer", "head", "other_head"])
def test_I3_people_of_a_unit_may_not(closed: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="只供安委办和领导"):
        known_of(getattr(closed, who), "2023-09")


def test_newest_snapshot_is_what_counts(closed: District) -> None:
    known = known_of(closed.reviewer, "2023-09")
    assert known.source == "2023年9月快照第1版"
    assert known.previous is None
    assert known.figures["general.found"].value == sum(
        row.get("general_found", Decimal(0)) for row in known.reference.rows.values()
    )


def test_figures_of_filing_are_known(closed: District) -> None:
    assert "filing.obliged" in known_of(closed.reviewer, "2023-09").figures


def test_period_before_is_known_too(district: District) -> None:
    previous = make_previous(district)
    close(district, previous)
    close(district)
    assert known_of(district.reviewer, "2023-09").previous is not None


def test_open_period_has_no_figures(district: District) -> None:
    with pytest.raises(Conflict, match="还没有关账"):
        known_of(district.reviewer, "2023-09")


def test_unknown_period_is_told(closed: District) -> None:
    with pytest.raises(NotFound, match="没有“1999-01”这一期"):
        known_of(closed.reviewer, "1999-01")
