"""Two workers at the same tick (I6). These tests commit."""

import pytest

from notices.models import Circular
from notices.services.automatic import draft_due
from tests.factories import District, make_district
from tests.notices.dispatches import closed, months
from tests.reports.corrected import LATER
from tests.rivals import at_once
from units.scoping import scope

pytestmark = pytest.mark.django_db(transaction=True)


def tick(district: District) -> list[str]:
    with scope(district.tenant.pk):
        return [each.kind for each in draft_due(actor=district.system, at=LATER)]


def test_I6_rivals_draft_month_quarter_and_year_once() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        closed(district, months(district, [9, 12]))
    found = at_once(lambda: tick(district), lambda: tick(district))
    assert all(isinstance(each, list) for each in found)
    with scope(district.tenant.pk):
        assert sorted(Circular.objects.values_list("kind", "span")) == [
            ("monthly", ""),
            ("monthly", ""),
            ("quarterly", "2023年第三季度"),
            ("quarterly", "2023年第四季度"),
            ("yearly", "2023年度"),
        ]
