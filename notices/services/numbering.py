"""Numbers of documents (发文字号): per tenant and year, without gaps, never used twice."""

from notices.models import DocumentSeries


def next_number(year: int) -> int:
    """The next number of a year, in the caller's transaction.

    The series stays locked until that transaction ends: who comes second waits, and a number whose signing fails
    goes to the next one.
    """
    series = locked_series(year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def locked_series(year: int) -> DocumentSeries:
    """The series of a year, locked; made when it is asked for first."""
    DocumentSeries.objects.get_or_create(year=year)
    series: DocumentSeries = DocumentSeries.objects.select_for_update(of=("self",)).get(year=year)
    return series


def document_number(mark: str, year: int, number: int) -> str:
    """The number as printed: 荔安办〔2023〕121号."""
    return f"{mark}〔{year}〕{number}号"
