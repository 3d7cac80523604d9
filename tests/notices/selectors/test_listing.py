"""All circulars and letters, narrowed and counted."""

import pytest

from notices.selectors.listing import listing
from notices.services import publishing
from tests.factories import District
from tests.notices.issued import AFTER, delivery_to, issued, letter
from units.errors import NotAllowed
from units.scoping import scope


def test_receipts_and_replies_are_counted_by_document(district: District) -> None:
    circular = issued(district)
    other = issued(district, letter(district))
    publishing.receive(actor=district.filer, delivery=delivery_to(circular, district.town), at=AFTER)
    found = {each.pk: (each.sent, each.received, each.replied) for each in listing(district.leader).circulars}
    assert found == {circular.pk: (3, 1, 0), other.pk: (1, 0, 0)}


def test_filters_are_counted_over_everything(district: District) -> None:
    issued(district)
    letter(district)
    found = listing(district.reviewer, kind="chase")
    assert [each.kind for each in found.circulars] == ["chase"]
    assert (found.kinds, found.states) == ({"monthly": 1, "chase": 1}, {"issued": 1, "draft": 1})
    assert found.total == 2


@pytest.mark.parametrize("who", ["filer", "head"])
def test_I3_list_denied_to_units(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="在“收文”里"):
        listing(getattr(district, who))


def test_I3_other_tenants_documents_are_not_listed(district: District, neighbour: District) -> None:
    with scope(neighbour.tenant.pk):
        issued(neighbour)
    assert listing(district.reviewer).total == 0
