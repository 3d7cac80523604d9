"""Sectors as printed: every sector of the catalogue has one name, everything else is 其他."""

import pytest

from hazards import library
from reports import sector_names

UNLISTED = "标准未收录"


def test_every_sector_with_a_standard_has_a_name_of_its_own() -> None:
    catalogue = [name for name in library.sector_table().names if name != UNLISTED]
    printed = [sector_names.short(name) for name in catalogue]
    assert printed == list(sector_names.printed())
    assert len(set(printed)) == len(printed)
    assert sector_names.other() not in printed


@pytest.mark.parametrize(
    ("sector", "printed"),
    [
        ("工贸", "工贸"),
        ("化工和危险化学品", "危化品"),
        ("危化", "危化品"),
        ("道路运输、城市客运", "道路交通"),
        ("消防（火灾）", "消防"),
        ("建筑施工（市政）", "建筑施工"),
        ("卫生健康", "其他"),
        (UNLISTED, "其他"),
        ("矿山", "其他"),
        ("从未听说", "其他"),
        ("", "其他"),
    ],
)
def test_sector_of_a_record_as_printed(sector: str, printed: str) -> None:
    assert sector_names.short(sector) == printed
