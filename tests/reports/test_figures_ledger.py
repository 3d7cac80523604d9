"""Overdue and reopened records, and the reasons of units that have none."""

from dataclasses import replace

from hazards.counting import Reason
from reports.figure import Figure, by_key
from reports.figures_ledger import figures
from reports.ledger_part import LedgerCount
from reports.measures import Book, Books
from reports.snapshot import SnapshotData
from tests import licheng
from tests.reports.ledger_rows import BEFORE, row, with_ledger


def found(*rows: LedgerCount, data: SnapshotData | None = None) -> dict[str, Figure]:
    return by_key(figures(Books(Book(with_ledger(rows, data=data)), None)))


def test_overdue_records_of_all_periods_are_told_by_unit() -> None:
    named = found(
        row(5, overdue=2, unit="北高镇", period=BEFORE),
        row(3, unit="新度镇"),
        row(4, overdue=1, unit="北高镇"),
    )
    assert named["hazards.overdue"].text == "3条"
    assert named["hazards.overdue_units"].text == "北高镇3条"
    assert named["hazards.overdue_units"].value == ("北高镇",)
    assert named["hazards.overdue"].rows == (("北高镇", "3条"),)


def test_nothing_overdue_is_zero_and_nobody() -> None:
    named = found(row(3))
    assert (named["hazards.overdue"].text, named["hazards.overdue_units"].text) == ("0条", "无")


def test_reopened_records_are_added_up() -> None:
    named = found(row(3, reopened=1), row(2, reopened=2, unit="北高镇"))
    assert named["hazards.reopened"].value == 3
    assert named["hazards.reopened"].rows == (("区应急局", "1条"), ("北高镇", "2条"))


def test_units_with_none_stand_with_what_became_of_their_records() -> None:
    named = found(
        row(3, unit="区文旅局", reason=Reason.CRITERION_NOT_MET, period=BEFORE),
        row(1, unit="区住建局", reason=Reason.AFTER_CUTOFF),
        row(1, unit="区公安分局", reason=Reason.BEFORE_CAMPAIGN),
        row(1, unit="区公安分局", reason=Reason.CRITERION_NOT_MET),
    )
    figure = named["units.major.none_reasons"]
    assert figure.text == (
        "区住建局（报送1条，超过规定报送时限）、"
        "区公安分局（报送2条，纳入统计0条，不符合判定标准1条，专项行动开展前发现1条）、"
        "区自然资源局、区文旅局（报送3条，均不符合判定标准）、区鞋服城"
    )
    assert dict(figure.rows)["区自然资源局"] == "未报送台账"


def test_units_with_some_are_not_among_them() -> None:
    figure = found(row(3, unit="区应急局", reason=Reason.DUPLICATE))["units.major.none_reasons"]
    assert isinstance(figure.value, tuple)
    assert "区应急局" not in figure.value


def test_I12_silent_unit_is_left_out_and_named_as_silent() -> None:
    figure = found(data=licheng.missing(licheng.snapshot(), "区文旅局"))["units.major.none_reasons"]
    assert "区文旅局" not in figure.text
    assert "区文旅局（本期未报送）" in figure.formula
    assert found(data=licheng.snapshot({}))["units.major.none_reasons"].text == "—"


def test_snapshot_without_ledger_and_form_without_hazards() -> None:
    assert list(figures(Books(Book(licheng.snapshot()), None))) == []
    shorter = tuple(spec for spec in licheng.indicators() if spec.code != "major_department_found")
    named = found(data=replace(licheng.snapshot(), indicators=shorter))
    assert set(named) == {"hazards.overdue", "hazards.overdue_units", "hazards.reopened"}
