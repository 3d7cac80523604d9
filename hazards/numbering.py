"""Numbers of hazards: per tenant and year, without gaps, never used twice."""

from hazards.models import NumberSeries


def next_number(year: int) -> str:
    """The next number of a year, as 2023-00001, in the caller's transaction.

    The series stays locked until that transaction ends: who comes second waits, and a number whose filing
    fails goes to the next one.
    """
    NumberSeries.objects.get_or_create(year=year)
    series: NumberSeries = NumberSeries.objects.select_for_update(of=("self",)).get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return str(series)
