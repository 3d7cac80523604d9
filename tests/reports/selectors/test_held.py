"""Figures that the product counts itself, for the fields of a form that are sourced from the ledger."""

from decimal import Decimal

import pytest

from hazards.life import Status
from reports.models import Indicator
from reports.selectors.held import held_values
from reports.snapshot import Source
from tests.factories import District
from tests.ledgers import drafted, standing
from tests.reports.majors import with_majors


def held(district: District) -> dict[str, Decimal]:
    return dict(held_values(district.filer, district.period, district.town))


def test_ledger_is_counted_by_finder_and_by_what_is_closed(district: District) -> None:
    with_majors(district)
    standing(district, Status.CLOSED)
    standing(district, Status.RECTIFYING)
    standing(district, Status.AWAITING, found_by="enterprise")
    assert held(district) == {
        "major_enterprise_found": Decimal(1),
        "major_enterprise_rectified": Decimal(0),
        "major_department_found": Decimal(2),
        "major_department_rectified": Decimal(1),
    }


def test_unit_without_records_has_none(district: District) -> None:
    with_majors(district)
    assert set(held(district).values()) == {Decimal(0)}


def test_I1_record_that_does_not_count_is_not_held(district: District) -> None:
    with_majors(district)
    drafted(district)
    standing(district, Status.FILED)
    standing(district, Status.EXCLUDED)
    assert set(held(district).values()) == {Decimal(0)}


@pytest.mark.parametrize(
    "change", [{"source": Source.TYPED.value}, {"cumulative": False}], ids=["typed", "per period"]
)
def test_only_cumulative_fields_sourced_from_the_ledger_are_held(
    district: District, change: dict[str, object]
) -> None:
    with_majors(district)
    Indicator.objects.filter(code="major_department_found").update(**change)
    assert "major_department_found" not in held(district)
    assert len(held(district)) == 3


def test_form_without_such_fields_holds_nothing(district: District) -> None:
    assert held(district) == {}
