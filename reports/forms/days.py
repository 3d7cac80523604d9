"""Days as the dispatch's forms take them."""

from datetime import date
from typing import Any

from django import forms

from hazards.forms.fields import DayField

YEARS = range(2000, 2101)
"""Any other is a slip; the first and last days of the calendar have no place in all time zones either."""


class DutyDayField(DayField):
    """A day of this century on which something begins, ends or is due."""

    def to_python(self, value: Any) -> date | None:
        """The day asked for; refused when its year cannot be meant."""
        day = super().to_python(value)
        if day is not None and day.year not in YEARS:
            raise forms.ValidationError(
                f"{day.isoformat()}的年份不对，应在{YEARS[0]}年到{YEARS[-1]}年之间，请核对。"
            )
        return day
