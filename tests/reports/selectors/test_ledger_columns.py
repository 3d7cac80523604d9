"""The columns of the form that the ledger knows too."""

from hazards.models import FoundBy
from reports.selectors.ledger_columns import COLUMNS, column_counts
from reports.snapshot import Source
from tests import licheng
from tests.factories import District


def test_columns_are_those_the_published_form_takes_from_the_ledger() -> None:
    assert set(COLUMNS) == {spec.code for spec in licheng.indicators() if spec.source is Source.LEDGER}


def test_every_column_says_by_whom_it_was_found() -> None:
    assert {finder for finder, _ in COLUMNS.values()} == set(FoundBy)


def test_ledger_without_records_counts_nothing(district: District) -> None:
    assert column_counts(district.system, district.campaign, district.period) == {}
