"""Numbers of hazards: per tenant and year, without gaps, never used twice."""

from collections.abc import Sequence

from hazards.models import NumberSeries


def next_number(year: int) -> str:
    """The next number of a year, as 2023-00001, in the caller's transaction.

    The series stays locked until that transaction ends: who comes second waits, and a number whose filing
    fails goes to the next one.
    """
    (number,) = next_numbers(year, 1)
    return number


def next_numbers(year: int, count: int) -> Sequence[str]:
    """The next so many numbers of a year in one step, under the same lock; none leaves the series alone."""
    if not count:
        return []
    NumberSeries.objects.get_or_create(year=year)
    series: NumberSeries = NumberSeries.objects.select_for_update(of=("self",)).get(year=year)
    numbers = []
    for _ in range(count):
        series.last += 1
        numbers.append(str(series))
    series.save(update_fields=["last"])
    return numbers
