"""Days in words. Pure."""

from datetime import date


def full_day(day: date) -> str:
    """2023年5月15日: with the year, as documents cite it."""
    return f"{day.year}年{day.month}月{day.day}日"
