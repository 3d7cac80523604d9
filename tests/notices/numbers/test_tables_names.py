"""Names of units are known in their shortened forms, and only in those."""

import pytest

from notices.numbers.tables_names import same_unit


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("区应急局", "区应急管理局"),
        ("区应急管理局", "区应急局"),
        ("应急局", "区应急局"),
        ("区公安局", "区公安分局"),
        ("交警大队", "区交警大队"),
        ("区交通局", "区交通运输局"),
        ("区公安\n\n分局", "区公安分局"),
    ],
)
def test_shortened_name_is_the_same_unit(one: str, other: str) -> None:
    assert same_unit(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("区住建局", "区应急局"),
        ("黄石镇", "黄石工业园区"),
        ("区教育局", "区教育"),
        ("局", "区应急局"),
        ("", "区应急局"),
        ("", ""),
    ],
)
def test_other_names_are_other_units(one: str, other: str) -> None:
    assert not same_unit(one, other)
