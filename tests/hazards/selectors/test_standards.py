"""I2: which version of a standard was in force on a day."""

from datetime import date, timedelta

import pytest

from hazards.management.commands.load_standards import LIBRARY
from hazards.selectors.standards import standard_in_force, standards_in_force
from hazards.services.standards import load_standards
from hazards.standards import read_folder

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def library() -> None:
    load_standards(standards=read_folder(LIBRARY))


def in_force(code: str, on: date) -> str | None:
    standard = standard_in_force(code=code, on=on)
    return standard.code if standard else None


@pytest.mark.parametrize("asked", ["gongmao-2017", "gongmao-2023"])
@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2017, 11, 29), None),
        (date(2017, 11, 30), "gongmao-2017"),
        (date(2023, 5, 14), "gongmao-2017"),
        (date(2023, 5, 15), "gongmao-2023"),
        (date(2026, 11, 21), "gongmao-2023"),
    ],
)
def test_I2_version_in_force_is_found_from_any_version(asked: str, on: date, code: str | None) -> None:
    assert in_force(asked, on) == code


def test_I2_version_whose_successor_is_not_in_the_library_ends_all_the_same() -> None:
    last = date(2025, 10, 31)
    assert in_force("xiaofang-2017", last) == "xiaofang-2017"
    assert in_force("xiaofang-2017", last + DAY) is None
    assert in_force("gb35181-2025", last) == "xiaofang-2017"


@pytest.mark.parametrize("code", ["", "unknown"])
def test_unknown_standard_is_never_in_force(code: str) -> None:
    assert in_force(code, date(2024, 1, 1)) is None


def test_I2_supplement_applies_beside_what_it_supplements() -> None:
    issued = date(2024, 4, 23)
    before = standards_in_force(on=issued - DAY, sector="金属非金属矿山")
    after = standards_in_force(on=issued, sector="金属非金属矿山")
    assert [s.code for s in before] == ["feimei-kuangshan-2022"]
    assert [s.code for s in after] == ["feimei-kuangshan-2022", "feimei-kuangshan-2024bc"]


def test_all_sectors_are_given_when_none_is_named() -> None:
    assert [s.code for s in standards_in_force(on=date(2017, 11, 13))] == ["chem-2017", "fireworks-2017"]
    assert not standards_in_force(on=date(2017, 11, 12)).exists()
    assert not standards_in_force(on=date(2024, 1, 1), sector="无此行业").exists()


def test_question_takes_two_queries(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        in_force("gongmao-2017", date(2024, 1, 1))
