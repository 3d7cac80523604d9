"""Finding enterprises in the register."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hazards.life import Status
from hazards.selectors import enterprises
from hazards.services import enterprises as services
from tests.factories import District
from tests.ledgers import FOUND_AT, USCC, make_enterprise, registered, standing
from units.actors import Actor


def names(text: str) -> list[str]:
    return [found.name for found in enterprises.search(text=text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("化工", ["化工东关厂", "西关化工厂"]),
        ("东关", ["东关机械厂", "化工东关厂"]),
        (USCC[:4], ["西关化工厂"]),
        (USCC.lower(), ["西关化工厂"]),
        ("3734", []),
        ("", []),
        (" \0 ", []),
        ("%", []),
        ("没有", []),
    ],
)
def test_search_by_part_of_the_name_or_start_of_the_code(
    district: District, text: str, expected: list[str]
) -> None:
    make_enterprise("东关机械厂")
    make_enterprise("化工东关厂")
    registered(district)
    assert names(text) == expected


def test_search_shows_twenty_in_one_query(district: District) -> None:
    for number in range(21):
        make_enterprise(f"甲厂{number:02d}")
    with CaptureQueriesContext(connection) as captured:
        found = enterprises.search(text="甲厂")
    assert (len(found), len(captured)) == (20, 1)
    assert found[0].name == "甲厂00"


def counts(actor: Actor) -> dict[str, tuple[int, int]]:
    return {each.name: (each.records, each.open_records) for each in enterprises.register(actor)}


def test_records_are_counted_by_enterprise(district: District) -> None:
    make_enterprise("安静厂")
    for status in (Status.DRAFT, Status.FILED, Status.RECTIFYING, Status.AWAITING, Status.CLOSED):
        standing(district, status)
    assert counts(district.filer) == {"东关机械厂": (5, 2), "安静厂": (0, 0)}
    assert counts(district.reviewer) == {"东关机械厂": (4, 2), "安静厂": (0, 0)}


def test_I3_unit_counts_only_its_own_records(district: District) -> None:
    standing(district, Status.RECTIFYING)
    assert counts(district.other_filer) == {"东关机械厂": (0, 0)}


def test_register_with_regulators_takes_two_queries(district: District) -> None:
    for number in range(3):
        registered(district, name=f"厂{number}", uscc="", regulators=district.units)
    with CaptureQueriesContext(connection) as captured:
        found = [
            [unit.name for unit in each.regulators.all()] for each in enterprises.register(district.filer)
        ]
    assert found == [["东关镇", "西关街道", "区试验局"]] * 3
    assert len(captured) == 2


def test_merged_entries_stand_in_no_list(district: District) -> None:
    kept, double = registered(district), make_enterprise("西关化工有限公司", sector="危险化学品")
    services.merge(actor=district.reviewer, duplicate_id=double.pk, into_id=kept.pk, at=FOUND_AT)
    assert list(counts(district.filer)) == [kept.name]
    assert names("有限公司") == []
    assert enterprises.sectors() == []
    assert enterprises.merged_names(kept) == ["西关化工有限公司"]
    assert enterprises.enterprise(double.pk) == kept


def test_sectors_are_those_of_the_register(district: District) -> None:
    for number, sector in enumerate(["工贸", "消防", "工贸", ""]):
        make_enterprise(f"厂{number}", sector=sector)
    assert enterprises.sectors() == sorted(["工贸", "消防"], key=lambda name: name.encode())
