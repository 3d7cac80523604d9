"""What the address of the desk asks for."""

import pytest
from django.http import QueryDict

from reports.selectors.desk import LEDGER_LABELS, desk
from reports.standing import STATUS_LABELS
from reports.views import desk_asked
from reports.views.desk_asked import FORMS, LEDGERS, Asked, asked_for
from tests.factories import BEFORE, CUTOFF, ENTRIES, District, file_for, save_draft
from tests.reports.duties import extended, stated


def names(district: District, query: str, now: object = BEFORE) -> list[str]:
    found = desk(district.reviewer, district.period, now=now)  # type: ignore[arg-type]
    return [row.unit.name for row in asked_for(QueryDict(query)).rows(found)]


def test_every_standing_can_be_asked_for() -> None:
    assert set(FORMS) | {"filed"} == set(STATUS_LABELS)
    assert set(LEDGERS) == set(LEDGER_LABELS)


@pytest.mark.parametrize("query", ["", "state=nonsense", "kind=%27;--", "sort=;drop", "flag=&ledger=", "x=1"])
def test_unknown_is_not_asked_for(query: str) -> None:
    assert asked_for(QueryDict(query)) == Asked()
    assert not asked_for(QueryDict(query)).is_narrowed


def test_address_says_what_is_asked_for() -> None:
    asked = asked_for(QueryDict("state=late&kind=town&sort=flags"))
    assert asked.query() == "?state=late&kind=town&sort=flags"
    assert asked.query(state="", sort="") == "?kind=town"
    assert asked.is_narrowed
    assert Asked().query() == "?"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=on_time", ["东关镇", "区试验局"]),
        ("ledger=on_time", ["西关街道", "区试验局"]),
        ("kind=town", ["东关镇", "西关街道"]),
        ("flag=owing", ["东关镇", "西关街道"]),
        ("flag=extended", ["西关街道"]),
        ("flag=returned", []),
        ("kind=town&ledger=on_time", ["西关街道"]),
        ("state=untouched&flag=owing&kind=town", ["西关街道"]),
    ],
)
def test_filters_narrow_and_combine(district: District, query: str, expected: list[str]) -> None:
    file_for(district, district.town)
    file_for(district, district.bureau)
    stated(district, district.bureau)
    stated(district, district.other_town)
    extended(district, district.other_town)
    assert names(district, query) == expected


def test_flags_find_what_must_be_corrected(district: District) -> None:
    save_draft(district, {**ENTRIES, "general_rectified": "11"})
    assert names(district, "flag=block") == ["东关镇"]
    assert names(district, "sort=flags")[0] == "东关镇"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["东关镇", "西关街道", "区试验局"]),
        ("sort=order", ["东关镇", "西关街道", "区试验局"]),
        ("sort=form", ["区试验局", "西关街道", "东关镇"]),
        ("sort=ledger", ["西关街道", "东关镇", "区试验局"]),
        ("sort=owes", ["东关镇", "区试验局", "西关街道"]),
    ],
)
def test_orders(district: District, query: str, expected: list[str]) -> None:
    file_for(district, district.other_town, at=CUTOFF)
    file_for(district, district.bureau)
    stated(district, district.other_town)
    assert names(district, query, CUTOFF) == expected


def test_choices_count_all_units_and_chosen_again_is_taken_away(district: District) -> None:
    found = desk(district.reviewer, district.period, now=BEFORE)
    offered = desk_asked.choices(asked_for(QueryDict("kind=town")), found)
    assert [(each.label, each.count, each.query, each.chosen) for each in offered["kind"]] == [
        ("镇街", 2, "?", True),
        ("部门", 1, "?kind=bureau", False),
    ]
    assert [(each.value, each.count) for each in offered["state"]] == [("untouched", 3)]


def test_order_chosen_again_gives_printed_order_back() -> None:
    offered = desk_asked.sorts(asked_for(QueryDict("sort=form")))
    assert (offered["form"].query, offered["form"].chosen) == ("?", True)
    assert offered["flags"].query == "?sort=flags"
