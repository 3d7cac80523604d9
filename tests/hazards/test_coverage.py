"""For which sectors the library holds the law in force, and what it lacks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hazards.coverage import Coverage, KnownStandard, parse_known
from hazards.library import criteria

STANDARDS = {standard.code: standard for standard in criteria()}
FIRE = STANDARDS["xiaofang-2017"]
NEW_FIRE = KnownStandard("重大火灾隐患判定规则", "GB 35181-2025", FIRE.sector, date(2025, 11, 1))
DAY = timedelta(days=1)


def numbers(found: tuple[KnownStandard, ...]) -> list[str]:
    return [known.number for known in found]


def test_I2_standards_in_force_include_both_ends() -> None:
    coverage = Coverage([FIRE])
    assert FIRE.effective_to is not None
    for day, held in (
        (FIRE.effective_from - DAY, ()),
        (FIRE.effective_from, (FIRE,)),
        (FIRE.effective_to, (FIRE,)),
        (FIRE.effective_to + DAY, ()),
    ):
        assert coverage.in_force(FIRE.sector, day) == held
        assert coverage.covers(FIRE.sector, day) == bool(held)


def test_reference_list_covers_no_sector() -> None:
    coverage = Coverage([replace(FIRE, reference_only=True)])
    assert coverage.in_force(FIRE.sector, FIRE.effective_from)
    assert not coverage.covers(FIRE.sector, FIRE.effective_from)


def test_newer_standard_without_text_is_missing_from_its_first_day() -> None:
    coverage = Coverage([FIRE], [NEW_FIRE])
    assert coverage.missing(FIRE.sector, date(2025, 10, 31)) == ()
    assert numbers(coverage.missing(FIRE.sector, date(2025, 11, 1))) == ["GB 35181-2025"]
    assert coverage.missing("工贸", date(2025, 11, 1)) == ()


def test_older_standard_without_text_is_not_missed_once_followed() -> None:
    held = STANDARDS["minbao-2024"]
    older = KnownStandard("试行标准", "工信厅安全函〔2023〕337号", held.sector, date(2023, 12, 1))
    coverage = Coverage([held], [older])
    assert numbers(coverage.missing(held.sector, held.effective_from - DAY)) == [older.number]
    assert coverage.missing(held.sector, held.effective_from) == ()


def test_standard_of_unknown_date_is_missed_only_where_nothing_is_held() -> None:
    held = STANDARDS["dianli-2026"]
    undated = KnownStandard("重大电力安全隐患判定标准（试行）", "", held.sector, None)
    coverage = Coverage([held], [undated])
    assert coverage.missing(held.sector, held.effective_from - DAY) == (undated,)
    assert coverage.missing(held.sector, held.effective_from) == ()


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (NEW_FIRE, "《重大火灾隐患判定规则》（GB 35181-2025）"),
        (
            KnownStandard("儿童福利机构重大事故隐患判定标准", "", "儿童福利机构", None),
            "《儿童福利机构重大事故隐患判定标准》",
        ),
    ],
)
def test_standard_is_named_with_its_number_if_it_has_one(known: KnownStandard, words: str) -> None:
    assert str(known) == words


def test_reference_data_is_read_with_and_without_dates() -> None:
    items = [
        {"title": "甲", "number": "1号", "sector": "水利工程", "effective_from": None},
        {"title": "乙", "number": None, "sector": "养老机构", "effective_from": "2023-11-27", "note": "…"},
    ]
    assert parse_known(items) == (
        KnownStandard("甲", "1号", "水利工程", None),
        KnownStandard("乙", "", "养老机构", date(2023, 11, 27)),
    )
