"""What is typed for papers, and how it is read."""

import pytest

from reports.forms.materials import MaterialReturnForm, MaterialTaskForm
from tests.factories import District, make_campaign
from tests.materials import DUE
from units.enums import UnitKind


def form(district: District, **changes: object) -> MaterialTaskForm:
    data = {
        "campaign": district.campaign.pk,
        "name": "总结",
        "due_on": "2023-09-19",
        "kinds": ["soe", "town"],
    }
    return MaterialTaskForm({**data, **changes}, campaigns=[district.campaign])


def test_due_day_ends_at_24(district: District) -> None:
    read = form(district)
    assert read.is_valid()
    assert read.due_at == DUE
    assert read.campaign_chosen == district.campaign
    assert read.kinds_chosen == [UnitKind.SOE, UnitKind.TOWN]


def test_campaign_not_offered_is_refused(district: District) -> None:
    assert "campaign" in form(district, campaign=make_campaign("另一行动").pk).errors


@pytest.mark.parametrize(("name", "valid"), [("", False), ("长" * 60, True), ("长" * 61, False)])
def test_name_has_a_length(district: District, name: str, valid: bool) -> None:
    assert form(district, name=name).is_valid() is valid


@pytest.mark.parametrize(
    ("reason", "valid"), [("", False), (" ", False), ("长" * 300, True), ("长" * 301, False)]
)
def test_return_has_a_reason(reason: str, valid: bool) -> None:
    assert MaterialReturnForm({"version": 1, "reason": reason}).is_valid() is valid
