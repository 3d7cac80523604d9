"""Of whom a number speaks."""

import pytest

from notices.numbers.subjects import area_of, is_part, named, unit_of, without_sector
from tests import licheng

UNITS = licheng.snapshot().units


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("分别是区应急局", "区应急局"),
        ("其中区应急管理局", "区应急管理局"),
        ("区文旅局1条，区消防救援大队", "区消防救援大队"),
        ("如，西天尾镇", "西天尾镇"),
        ("又如拱辰街道", "拱辰街道"),
        ("巴源公司（", "巴源公司"),
        ("各镇街各部门累计", ""),
        ("约谈通报有关地区及部门", ""),
        ("挂牌督办", ""),
        ("党委政府分管领导", ""),
        ("累计检查企业", ""),
        ("", ""),
    ],
)
def test_last_unit_named_is_found(words: str, name: str) -> None:
    assert named(words) == name


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("区应急局", "区应急局"),
        ("区应急管理局", "区应急局"),
        ("应急局", "区应急局"),
        ("交警大队", "区交警大队"),
        ("区交通局", "区交通运输局"),
        ("区气象局", None),
        ("", None),
    ],
)
def test_name_leads_to_its_unit(name: str, unit: str | None) -> None:
    found = unit_of(name, UNITS)
    assert (found.name if found else None) == unit


def test_name_of_several_units_leads_to_none() -> None:
    assert unit_of("区应急局", [UNITS[7], UNITS[7]]) is None


def test_sectors_are_parts() -> None:
    assert is_part("其中道路交通行政处罚")
    assert not is_part("行政处罚")
    assert without_sector("其中道路交通行政处罚") == "其中行政处罚"


@pytest.mark.parametrize(
    ("words", "last", "lowest"),
    [
        ("全市排查，我区占", 2, 2),
        ("全区排查，全市", 3, 2),
        ("全省通报", 4, 4),
        ("本县检查", 2, 2),
        ("全镇检查", 1, 1),
        ("累计检查", 0, 0),
    ],
)
def test_area_is_as_large_as_it_is_named(words: str, last: int, lowest: int) -> None:
    assert area_of(words) == last
    assert area_of(words, lowest=True) == lowest
