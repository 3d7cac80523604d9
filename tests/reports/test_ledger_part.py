"""The ledger part of a snapshot: told of once, added up exactly, the same after its JSON (I1, I4)."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.counting import Reason
from reports.ledger_part import Closing, LedgerCount, Misjudged, belongs_to, gathered, reported_words
from reports.snapshot import SnapshotData, canonical, digest
from tests import licheng
from tests.factories import INSTANT, ZONE

AUGUST, SEPTEMBER = (datetime(2023, month, 25, tzinfo=ZONE) for month in (8, 9))
CLOSINGS = (Closing("2023-08", AUGUST), Closing("2023-09", SEPTEMBER))
ROW = LedgerCount("西天尾镇", 1, "工贸", "department", "2023-09", True, None, 3, 2, 1, 1)
OUT = LedgerCount("西天尾镇", 1, "工贸", "department", "2023-08", False, Reason.DUPLICATE, 2)
CLAUSE = Misjudged("2023-09", "gm-13", "《判定标准》第十三条", "未设置警示标志", 2)


@pytest.mark.parametrize(
    ("window", "filed_at", "period"),
    [
        ("2023-08", AUGUST - INSTANT, "2023-08"),
        ("2023-08", AUGUST, "2023-09"),
        ("2023-08", SEPTEMBER - INSTANT, "2023-09"),
        ("2023-09", AUGUST - INSTANT, "2023-09"),
        ("2023-09", SEPTEMBER, None),
        (None, AUGUST - INSTANT, "2023-08"),
        (None, AUGUST, "2023-09"),
        ("2023-W37", AUGUST, "2023-09"),
    ],
)
def test_I1_what_does_not_count_is_told_of_when_it_came_but_not_before_its_day(
    window: str | None, filed_at: datetime, period: str | None
) -> None:
    assert belongs_to(window, filed_at, CLOSINGS) == period


@given(st.sampled_from([None, "2023-08", "2023-09"]), st.integers(-60, 60))
def test_I1_a_period_closed_later_changes_nothing_of_what_was_told_before(
    window: str | None, days: int
) -> None:
    filed_at = AUGUST + timedelta(days=days)
    known = belongs_to(window, filed_at, CLOSINGS)
    later = belongs_to(window, filed_at, (*CLOSINGS, Closing("2023-10", SEPTEMBER + timedelta(days=30))))
    assert later == known if known else later in {"2023-10", None}


@given(st.lists(st.tuples(st.sampled_from([ROW, OUT, replace(ROW, sector="消防")]), st.integers(0, 9))))
def test_I9_gathered_rows_add_up_to_what_was_given(parts: list[tuple[LedgerCount, int]]) -> None:
    rows = [replace(row, total=count, rectified=count // 2) for row, count in parts]
    found = gathered(rows)
    assert sum(row.total for row in found) == sum(row.total for row in rows)
    assert sum(row.rectified for row in found) == sum(row.rectified for row in rows)
    assert len(found) == len({(row.sector, row.period) for row in rows})


def test_gathered_rows_come_in_the_order_they_were_first_met() -> None:
    assert gathered([OUT, ROW, OUT]) == (replace(OUT, total=4), ROW)


def test_rows_survive_their_json() -> None:
    for row in (ROW, OUT, replace(OUT, reason=None, unit_id=None)):
        assert LedgerCount.from_json(json.loads(json.dumps(row.to_json()))) == row
    assert Misjudged(**json.loads(json.dumps(CLAUSE.to_json()))) == CLAUSE


def test_I4_snapshot_with_its_ledger_survives_its_json_and_its_hash_covers_it() -> None:
    data = licheng.snapshot(ledger=(ROW, OUT), misjudged=(CLAUSE,))
    again = SnapshotData.from_json(json.loads(canonical(data.to_json())))
    assert again == data
    assert digest(again.to_json()) == digest(data.to_json())
    for other in (
        replace(data, ledger=(OUT,)),
        replace(data, ledger=(replace(ROW, overdue=0), OUT)),
        replace(data, misjudged=()),
        replace(data, ledger=()),
    ):
        assert digest(other.to_json()) != digest(data.to_json())


def test_I4_snapshot_made_before_ledgers_were_frozen_keeps_its_hash() -> None:
    old = licheng.snapshot().to_json()
    assert not {"ledger", "misjudged"} & set(old)
    again = SnapshotData.from_json(old)
    assert (again.ledger, again.misjudged) == (None, ())
    assert digest(again.to_json()) == digest(old)


def test_no_records_is_not_the_same_as_no_ledger() -> None:
    assert SnapshotData.from_json(licheng.snapshot(ledger=()).to_json()).ledger == ()


@pytest.mark.parametrize(
    ("counts", "excluded", "pending", "words"),
    [
        (0, {}, 0, "未报送"),
        (0, {Reason.CRITERION_NOT_MET: 3}, 0, "报送3条，均不符合判定标准"),
        (0, {Reason.AFTER_CUTOFF: 1}, 0, "报送1条，超过规定报送时限"),
        (0, {Reason.BEFORE_CAMPAIGN: 1, Reason.CRITERION_NOT_MET: 1}, 0,
         "报送2条，纳入统计0条，不符合判定标准1条，专项行动开展前发现1条"),
        (2, {Reason.DUPLICATE: 1}, 0, "报送3条，纳入统计2条，重复报送1条"),
        (0, {Reason.DUPLICATE: 1}, 1, "报送2条，纳入统计0条，重复报送1条，待定1条"),
        (4, {}, 0, "报送4条，纳入统计4条"),
    ],
)  # fmt: skip
def test_what_became_of_a_units_records_in_words(
    counts: int, excluded: dict[Reason, int], pending: int, words: str
) -> None:
    assert reported_words(counts, excluded, pending) == words
