"""Days in words."""

from datetime import date

from units.days import full_day


def test_day_is_cited_with_its_year_and_without_zeros() -> None:
    assert full_day(date(2023, 5, 1)) == "2023年5月1日"
    assert full_day(date(2026, 11, 22)) == "2026年11月22日"
