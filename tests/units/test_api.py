"""The units over the API."""

from http import HTTPStatus

from tests.factories import District, make_district, make_unit
from tests.fixtures import Browser
from units.scoping import scope

BASE = "/api/v1/licheng/units"


def test_units_are_listed_in_printed_order(scenery: District, browser: Browser) -> None:
    rows = browser.sign_in(scenery.filer).get(BASE).json()["results"]
    assert [row["name"] for row in rows] == ["东关镇", "西关街道", "区试验局"]
    assert set(rows[0]) == {"id", "name", "kind", "order", "parent", "obliged", "is_active"}


def test_one_unit_is_found_by_its_id(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        village = make_unit("阔口村", order=9, parent=scenery.town, obliged=False)
    row = browser.sign_in(scenery.filer).get(f"{BASE}/{village.pk}").json()
    assert row == {
        "id": village.pk,
        "name": "阔口村",
        "kind": "town",
        "order": 9,
        "parent": scenery.town.pk,
        "obliged": False,
        "is_active": True,
    }


def test_I3_unit_of_another_tenant_is_not_found(scenery: District, browser: Browser) -> None:
    other = make_district("hanjiang")
    answer = browser.sign_in(scenery.admin).get(f"{BASE}/{other.town.pk}")
    assert answer.status_code == HTTPStatus.NOT_FOUND
