"""What was reported to the ledger this period: the parts make up the whole, the reasons are told (I1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.counting import REASONS, Reason
from reports.figure import Figure, by_key
from reports.figures_reported import CLAUSES, figures
from reports.ledger_part import LedgerCount, Misjudged
from reports.measures import Book, Books
from tests import licheng
from tests.reports.ledger_rows import BEFORE, NOW, row, with_ledger


def found(rows: tuple[LedgerCount, ...] = (), misjudged: tuple[Misjudged, ...] = ()) -> dict[str, Figure]:
    return by_key(figures(Books(Book(with_ledger(rows, misjudged)), None)))


def clause(code: str, total: int, period: str = NOW) -> Misjudged:
    return Misjudged(period, code, f"《标准》{code}", "内容", total)


ROWS = (
    row(4, unit="西天尾镇"),
    row(2, unit="西天尾镇", reason=Reason.DUPLICATE),
    row(3, unit="区文旅局", reason=Reason.CRITERION_NOT_MET),
    row(1, unit="区商务局", pending=True),
    row(7, unit="区商务局", period=BEFORE, reason=Reason.AFTER_CUTOFF),
    row(9, unit="区商务局", period=BEFORE),
)


def test_only_what_belongs_to_this_period_is_told() -> None:
    named = found(ROWS)
    assert {key: named[f"{key}.total"].value for key in ("reported", "counted", "pending", "excluded")} == {
        "reported": 10, "counted": 4, "pending": 1, "excluded": 5,
    }  # fmt: skip
    assert named["excluded.duplicate"].text == "2条"
    assert named["excluded.after_cutoff"].text == "0条"
    assert named["reported.total"].rows == (("西天尾镇", "6条"), ("区文旅局", "3条"), ("区商务局", "1条"))


def test_units_with_excluded_records_are_told_of_in_words() -> None:
    figure = found(ROWS)["excluded.units"]
    assert figure.value == ("西天尾镇", "区文旅局")
    assert (
        figure.text == "西天尾镇（报送6条，纳入统计4条，重复报送2条）、区文旅局（报送3条，均不符合判定标准）"
    )


def test_every_reason_of_the_closed_list_has_its_figure() -> None:
    named = found(tuple(row(at, reason=reason) for at, reason in enumerate(Reason, start=1)))
    for at, reason in enumerate(Reason, start=1):
        assert named[f"excluded.{reason.value}"].value == at
        assert REASONS[reason] in named[f"excluded.{reason.value}"].label


def test_nothing_reported_is_zero_and_none() -> None:
    named = found()
    assert named["reported.total"].text == "0条"
    assert (named["excluded.units"].text, named["misjudged.clauses"].text) == ("无", "无")


def test_snapshot_without_ledger_tells_nothing() -> None:
    assert list(figures(Books(Book(licheng.snapshot()), None))) == []


def test_misjudged_clauses_are_the_most_frequent_of_this_period() -> None:
    named = found((), (clause("丙", 2), clause("甲", 2), clause("乙", 5), clause("丁", 9, BEFORE)))
    figure = named["misjudged.clauses"]
    assert figure.text == "《标准》乙（5条）；《标准》丙（2条）；《标准》甲（2条）"
    assert figure.rows[0] == ("《标准》乙", "5条：内容")


@pytest.mark.parametrize(
    ("there", "named"), [(CLAUSES - 1, CLAUSES - 1), (CLAUSES, CLAUSES), (CLAUSES + 1, CLAUSES)]
)
def test_at_most_five_clauses_are_named(there: int, named: int) -> None:
    value = found((), tuple(clause(str(at), 1) for at in range(there)))["misjudged.clauses"].value
    assert isinstance(value, tuple)
    assert len(value) == named


rows = st.builds(
    row,
    st.integers(1, 9),
    unit=st.sampled_from(["西天尾镇", "北高镇"]),
    period=st.sampled_from([NOW, BEFORE]),
    reason=st.none() | st.sampled_from(list(Reason)),
)


@given(st.lists(rows, max_size=12), st.integers(0, 4))
def test_I9_parts_of_what_was_reported_make_up_the_whole(lines: list[LedgerCount], pending: int) -> None:
    named = found((*lines, row(pending, pending=True)))
    values = {key: figure.value for key, figure in named.items() if isinstance(figure.value, int)}
    assert values["reported.total"] == values["counted.total"] + values["excluded.total"] + pending
    assert values["excluded.total"] == sum(values[f"excluded.{reason.value}"] for reason in Reason)
    shown = sum(int(text.removesuffix("条")) for _, text in named["reported.total"].rows)
    assert shown == values["reported.total"]
