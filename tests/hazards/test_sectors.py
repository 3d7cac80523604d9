"""Sectors by the names people give them."""

import pytest

from hazards.library import criteria, sector_table
from hazards.sectors import SectorTable

TABLE = sector_table()


@pytest.mark.parametrize(
    ("name", "sectors"),
    [
        ("工贸", {"工贸"}),
        ("机械制造", {"工贸"}),
        ("  建筑施工 ", {"房屋市政工程"}),
        ("建筑施工（市政）", {"房屋市政工程"}),
        ("危化", {"化工和危险化学品"}),
        ("非煤矿山", {"金属非金属矿山"}),
        ("矿山", {"煤矿", "金属非金属矿山"}),
        ("交通运输", {"道路运输、城市客运", "公路运营"}),
        ("公路水运工程", {"公路水运工程"}),
        ("消防（火灾）", {"消防（火灾）"}),
        ("文旅", {"标准未收录"}),
        ("其他", set()),
        ("", set()),
        ("不知道", set()),
    ],
)
def test_name_is_known_by_its_longest_part(name: str, sectors: set[str]) -> None:
    assert TABLE.of(name) == sectors


def test_every_sector_of_the_library_is_in_the_table_under_its_own_name() -> None:
    for standard in criteria():
        assert TABLE.of(standard.sector) == {standard.sector}


def test_what_is_found_everywhere_is_in_the_library() -> None:
    assert TABLE.everywhere <= {standard.sector for standard in criteria()}


def test_names_of_equal_length_both_count() -> None:
    table = SectorTable({"甲": ["共同", "独有"], "乙": ["共同"]}, {}, frozenset())
    assert table.of("某共同领域") == {"甲", "乙"}
    assert table.of("独有") == {"甲"}
