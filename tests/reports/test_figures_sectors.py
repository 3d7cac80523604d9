"""Major hazards by sector: as published, and not at all where ledger and tables differ."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import sector_names
from reports.figure import Figure, by_key
from reports.figures import compute
from reports.ledger_part import LedgerCount
from reports.snapshot import SnapshotData
from tests import licheng
from tests.reports.ledger_rows import BEFORE, agreeing, row, with_ledger
from tests.reports.test_figures import august, september


def found(rows: tuple[LedgerCount, ...] = agreeing(), data: SnapshotData | None = None) -> dict[str, Figure]:
    return by_key(compute(with_ledger(rows, data=data), august()))


@pytest.mark.parametrize(
    ("sector", "count", "share"),
    [
        ("工贸", 98, "63.23"),
        ("危化品", 12, "7.74"),
        ("道路交通", 8, "5.16"),
        ("消防", 6, "3.87"),
        ("其他", 31, "20.00"),
    ],
)
def test_I5_published_sectors_of_september_are_reproduced(sector: str, count: int, share: str) -> None:
    named = found()
    assert named[f"sector.major.{sector}.count"].value == count
    assert named[f"sector.major.{sector}.share"].value == Decimal(share)


def test_sectors_are_printed_the_largest_first_and_the_rest_together() -> None:
    assert found()["sectors.major"].text == (
        "工贸98条、占比63.23%；危化品12条、占比7.74%；道路交通8条、占比5.16%；消防6条、占比3.87%；其他31条、占比20.00%"
    )


def test_new_hazards_of_the_month_are_all_of_one_sector() -> None:
    assert found()["sectors.major.new"].text == "工贸6条、占比100%"


def test_equal_sectors_keep_the_order_of_the_catalogue() -> None:
    """水利工程 has six as well as 消防, which comes first; so it is among the others."""
    value = found()["sectors.major"].value
    assert value == ("工贸", "危化品", "道路交通", "消防", "其他")


def test_sectors_without_any_are_named() -> None:
    missing = found()["sectors.major.none"].value
    assert isinstance(missing, tuple)
    assert {"建筑施工", "民爆物品", "烟花爆竹", "养老机构"} <= set(missing)
    assert not {"工贸", "特种设备", "水利工程", "其他"} & set(missing)
    assert list(missing) == [name for name in sector_names.printed() if name in missing]


def test_rows_lead_to_the_units_and_those_of_the_rest_too() -> None:
    rows = (
        row(100),
        row(30, "卫生健康", unit="区卫健局", period=BEFORE),
        row(25, unit="北高镇", period=BEFORE),
    )
    data = licheng.snapshot(previous=licheng.september())
    named = found(rows, data)
    assert named["sector.major.工贸.count"].rows == (("区应急局", "100条"), ("北高镇", "25条"))
    assert named["sector.major.其他.count"].rows == (("区卫健局", "30条"),)


@pytest.mark.parametrize(("total", "agrees"), [(91, False), (92, True), (93, False)])
def test_ledger_that_differs_from_the_tables_gives_no_sectors_and_both_numbers(
    total: int, agrees: bool
) -> None:
    rows = (replace(agreeing()[0], total=total), *agreeing()[1:])
    named = found(rows)
    for key in ("sectors.major", "sector.major.工贸.count", "sector.major.工贸.share", "sectors.major.none"):
        assert (named[key].value is not None) is agrees
        said = f"台账合计{63 + total}条，与调度表“重大隐患排查数”155条不一致"
        assert (said in named[key].formula) is not agrees
    assert named["sectors.major.new"].text == "工贸6条、占比100%"


def test_new_ones_are_set_against_the_increment_of_the_tables() -> None:
    rows = (*agreeing()[:-1], replace(agreeing()[-1], total=5), row(1, period=BEFORE))
    named = found(rows)
    assert named["sectors.major"].value is not None
    assert named["sectors.major.new"].text == "—"
    assert "台账合计5条，与调度表“本期新增重大隐患数”6条不一致" in named["sectors.major.new"].formula


def test_what_does_not_count_is_in_no_sector() -> None:
    assert found((*agreeing(), row(9, pending=True)))["sectors.major"].value is not None


def test_ledger_without_records_beside_a_table_with_some_says_so() -> None:
    named = found(())
    assert named["sectors.major"].text == "—"
    assert "台账合计0条" in named["sector.major.其他.share"].formula


def test_no_hazards_on_either_side_is_none_in_every_sector() -> None:
    zeros = {name: dict.fromkeys(values, Decimal(0)) for name, values in licheng.september().items()}
    named = found((), licheng.snapshot(zeros, zeros))
    assert named["sectors.major"].text == "无"
    assert named["sector.major.其他.share"].text == "—"
    assert named["sectors.major.none"].value == sector_names.printed()


def test_I12_tables_without_any_filing_agree_with_no_ledger() -> None:
    named = found((), licheng.snapshot({}))
    assert named["sectors.major"].text == "—"
    assert "“重大隐患排查数”—条" in named["sectors.major"].formula


def test_snapshot_without_ledger_or_form_without_hazards_has_no_sectors() -> None:
    shorter = tuple(spec for spec in licheng.indicators() if spec.code != "major_department_found")
    for data in (september(), replace(with_ledger(agreeing()), indicators=shorter)):
        assert not [key for key in by_key(compute(data, None)) if key.startswith("sector")]


SECTORS = st.sampled_from([*sector_names.printed(), "卫生健康", "没听说过", ""])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(SECTORS, st.integers(1, 40)), max_size=12))
def test_I9_sectors_make_up_the_whole_and_their_shares_a_hundred(parts: list[tuple[str, int]]) -> None:
    total = sum(count for _, count in parts)
    zeros = {spec.code: Decimal(0) for spec in licheng.indicators()}
    table = {"北高镇": {**zeros, "major_department_found": Decimal(total)}}
    named = found(tuple(row(count, sector) for sector, count in parts), licheng.snapshot(table, table))
    counts = [
        figure.value for key, figure in named.items() if key.startswith("sector.") and key.endswith("count")
    ]
    shares = [
        figure.value for key, figure in named.items() if key.startswith("sector.") and key.endswith("share")
    ]
    assert len(counts) <= 5
    assert sum(count for count in counts if isinstance(count, int)) == total
    known = [share for share in shares if isinstance(share, Decimal)]
    assert known == [] if total == 0 else sum(known) == 100
    named_counts = [count for count in counts[:-1] if isinstance(count, int)]
    assert named_counts == sorted(named_counts, reverse=True)
