"""Which entries of the register may mean the same enterprise, and two of them side by side."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hazards.life import Status
from hazards.selectors import doubles
from tests.factories import District
from tests.ledgers import OTHER_USCC, USCC, make_enterprise, registered, standing


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("西关化工有限公司", True),
        ("西关化工（厂）", True),
        ("莆田市荔城区西关化工厂", True),
        ("西关化工股份有限公司分公司", True),
        ("西关纺织厂", False),
        ("东关化工厂", False),
        ("学校", False),
    ],
)
def test_names_alike_are_proposed(district: District, name: str, found: bool) -> None:
    asked, other = make_enterprise("西关化工有限责任公司"), make_enterprise(name)
    assert list(doubles.likely(asked)) == ([other] if found else [])
    assert list(doubles.likely(other)) == ([asked] if found else [])


def test_most_alike_comes_first_and_only_eight(district: District) -> None:
    asked = make_enterprise("西关精细化工厂")
    for number in range(9):
        make_enterprise(f"西关精细化工厂{number}车间")
    same = make_enterprise("西关精细化工有限公司")
    found = doubles.likely(asked)
    assert len(found) == 8
    assert found[0] == same


def test_two_codes_are_not_proposed(district: District) -> None:
    coded = registered(district)
    make_enterprise("西关化工有限公司", uscc=OTHER_USCC)
    assert doubles.likely(coded) == []


@pytest.mark.parametrize("name", ["", "（）", "厂", "甲"])
def test_short_names_have_no_doubles_by_chance(district: District, name: str) -> None:
    for other in ("东关机械厂", "甲乙丙丁戊己庚辛"):
        make_enterprise(other)
    assert doubles.likely(make_enterprise(name)) == []


def test_proposing_takes_two_queries(district: District) -> None:
    asked = make_enterprise("西关化工厂")
    for number in range(5):
        make_enterprise(f"西关化工厂{number}")
    with CaptureQueriesContext(connection) as captured:
        assert len(doubles.likely(asked)) == 5
    assert len(captured) == 2


def test_pair_names_what_differs_in_two_queries(district: District) -> None:
    one = registered(district, sector="危险化学品", regulators=[district.town])
    two = make_enterprise("西关化工有限公司", sector="危险化学品")
    standing(district, Status.FILED, enterprise=two)
    with CaptureQueriesContext(connection) as captured:
        pair = doubles.pair(district.reviewer, one, two)
    assert len(captured) == 2
    assert {fact.label: fact.texts for fact in pair.facts if fact.differs} == {
        "企业名称": ("西关化工厂", "西关化工有限公司"),
        "统一社会信用代码": (USCC, ""),
        "监管单位": ("东关镇", ""),
        "隐患": ("0 条", "1 条"),
    }
    assert pair.mergeable


@pytest.mark.parametrize(
    ("codes", "records", "better"),
    [
        ((USCC, ""), (0, 3), 0),
        (("", USCC), (3, 0), 1),
        (("", ""), (0, 1), 1),
        (("", ""), (1, 1), 0),
    ],
)
def test_better_entry_has_the_code_then_the_records_then_age(
    district: District, codes: tuple[str, str], records: tuple[int, int], better: int
) -> None:
    entries = [make_enterprise(f"厂{number}", uscc=code) for number, code in enumerate(codes)]
    for entry, count in zip(entries, records, strict=True):
        for _ in range(count):
            standing(district, Status.FILED, enterprise=entry)
    assert doubles.pair(district.reviewer, entries[0], entries[1]).better == entries[better]


def test_two_codes_cannot_be_merged(district: District) -> None:
    one, two = registered(district), make_enterprise("西关化工有限公司", uscc=OTHER_USCC)
    assert not doubles.pair(district.reviewer, one, two).mergeable
