"""A form whose 重大隐患 fields are counted by the ledger, and files that prove a field."""

from collections.abc import Sequence

from reports.models import FieldEvidence, Period, Submission
from reports.selectors.ledger_columns import COLUMNS
from tests.factories import BEFORE, CODES, District, make_form

MAJOR = tuple(COLUMNS)


def with_majors(district: District, codes: Sequence[str] = (*CODES, *MAJOR)) -> None:
    """Let the district's open period ask for the fields the ledger counts, besides those of the small form."""
    district.period.form = make_form(codes, version=2)
    district.period.save(update_fields=["form"])


def proven_by_other(district: District, period: Period, name: str) -> FieldEvidence:
    """A file, its bytes nowhere, that the second town has put to a field of its filing."""
    evidence: FieldEvidence = FieldEvidence.objects.create(
        submission=Submission.objects.get(period=period, unit=district.other_town),
        unit=district.other_town,
        code="general_found",
        name=name,
        media_type="application/pdf",
        size=1,
        digest="0",
        stored="一",
        at=BEFORE,
        uploader_name="甲",
    )
    return evidence
