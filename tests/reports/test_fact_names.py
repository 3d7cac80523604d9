"""The names expressions may use: all that have values are named, and no other."""

from decimal import Decimal

from reports import fact_names
from reports.facts import Facts
from tests import licheng

FORM = licheng.indicators()
ZEROS = dict.fromkeys((spec.code for spec in FORM), Decimal(0))
OFFICE = dict.fromkeys(fact_names.OFFICE_NAMES, Decimal(0))
FULL = Facts(
    FORM,
    "bureau",
    ZEROS,
    [ZEROS, ZEROS],
    ledger={spec.code: Decimal(0) for spec in FORM if spec.source == "ledger"},
    office=OFFICE,
)


def test_names_of_the_table_are_those_that_have_values() -> None:
    assert fact_names.of_form(FORM).keys() == FULL.of_form().keys()


def test_names_of_columns_are_those_that_have_values() -> None:
    assert fact_names.of_columns().keys() == FULL.of_column(FORM[2]).keys()


def test_table_explains_every_name() -> None:
    shown = {each.name for group in fact_names.table(FORM).values() for each in group}
    assert fact_names.of_columns().keys() <= shown
    assert {spec.code for spec in FORM} <= shown
    assert {"before_…", "new_…", "ledger_…"} <= shown


def test_names_are_explained_in_chinese() -> None:
    assert fact_names.of_form(FORM)["before_general_found"] == "“一般隐患/排查”上次报送的数"
    assert "ledger_general_found" not in fact_names.of_form(FORM)
