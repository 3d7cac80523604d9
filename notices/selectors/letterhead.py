"""Reads of the letterhead and of the year's numbers."""

from dataclasses import dataclass

from notices.facts import RECEIVERS
from notices.models import DocumentSeries, LetterHead


@dataclass(frozen=True, slots=True)
class YearNumbers:
    """How the numbers of a year stand: the first one, the next one, and whether any was given out."""

    year: int
    first: int
    next: int

    @property
    def begun(self) -> bool:
        return self.next > self.first


def current() -> LetterHead | None:
    """The tenant's letterhead, None while none is set."""
    return LetterHead.objects.first()


def receivers() -> str:
    """To whom the tenant's circulars are addressed (主送机关), without the colon."""
    head = current()
    return head.salutation if head and head.salutation else RECEIVERS


def numbers(year: int) -> YearNumbers:
    """The numbers of a year; without a series it begins with 1."""
    series = DocumentSeries.objects.filter(year=year).first()
    start, last = (series.start, series.last) if series else (0, 0)
    return YearNumbers(year, start + 1, last + 1)
