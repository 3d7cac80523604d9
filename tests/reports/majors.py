"""A form whose 重大隐患 fields are counted by the ledger."""

from collections.abc import Sequence

from reports.selectors.ledger_comparison import COLUMNS
from tests.factories import CODES, District, make_form

MAJOR = tuple(COLUMNS)


def with_majors(district: District, codes: Sequence[str] = (*CODES, *MAJOR)) -> None:
    """Let the district's open period ask for the fields the ledger counts, besides those of the small form."""
    district.period.form = make_form(codes, version=2)
    district.period.save(update_fields=["form"])
