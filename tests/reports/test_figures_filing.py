"""Figures of filing, of both duties: over the frozen list, extensions counted as in time (I9)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.figures import Figure, by_key, compute
from reports.ranking import marks, rank
from reports.snapshot import SnapshotData, Timeliness, UnitFiling
from tests import licheng

EXTENSION = "延期至9月26日24:00（防汛抢险）"
standings = st.sampled_from(list(Timeliness))


def figures(data: SnapshotData) -> dict[str, Figure]:
    return by_key(compute(data, None))


def with_standings(forms: list[Timeliness], ledgers: list[Timeliness | None] | None = None) -> SnapshotData:
    """A snapshot of as many units as there are standings."""
    data = licheng.snapshot()
    spoken: list[Timeliness | None] = ledgers or [None] * len(forms)
    units = tuple(
        replace(unit, timeliness=form, ledger=ledger)
        for unit, form, ledger in zip(data.units, forms, spoken, strict=False)
    )
    return replace(data, units=units)


def three() -> SnapshotData:
    """One unit in each way of not being simply in time; the rest in time, with ledgers."""
    data = licheng.snapshot()
    data = replace(data, units=tuple(replace(unit, ledger=Timeliness.ON_TIME) for unit in data.units))
    data = licheng.with_unit(data, "北高镇", timeliness=Timeliness.EXTENDED, extension=EXTENSION)
    data = licheng.with_unit(data, "拱辰街道", ledger=Timeliness.LATE)
    data = licheng.with_unit(data, "黄石镇", ledger=Timeliness.ON_TIME, ledger_nil=True)
    return licheng.with_unit(data, "新度镇", ledger=Timeliness.MISSING)


def test_extended_units_count_as_in_time_and_are_named_with_end_and_reason() -> None:
    found = figures(three())
    assert found["filing.on_time"].value == found["filing.filed"].value == 27
    assert found["filing.on_time_rate"].text == "100%"
    assert found["filing.extended"].value == 1
    assert found["filing.extended_units"].value == ("北高镇",)
    assert found["filing.extended_units"].text == f"北高镇{EXTENSION}"
    assert ("北高镇", f"延期内报送，{EXTENSION}") in found["filing.on_time_rate"].rows


def test_ledger_has_figures_of_its_own() -> None:
    found = figures(three())
    counts = {
        name: found[f"filing.ledger.{name}"].value
        for name in ("obliged", "filed", "nil", "on_time", "late", "missing")
    }
    assert counts == {"obliged": 27, "filed": 26, "nil": 1, "on_time": 25, "late": 1, "missing": 1}
    assert found["filing.ledger.late_units"].value == ("拱辰街道",)
    assert found["filing.ledger.missing_units"].value == ("新度镇",)
    assert found["filing.ledger.on_time_rate"].text == "92.59%"
    assert found["filing.ledger.nil"].rows == (("黄石镇", "按时报送（零报告）"),)
    assert found["filing.missing"].value == 0


def test_unit_that_owes_no_ledger_is_not_in_its_rate() -> None:
    data = licheng.with_unit(three(), "新度镇", ledger=None)
    found = figures(data)
    assert (found["filing.ledger.obliged"].value, found["filing.ledger.missing"].value) == (26, 0)
    assert found["filing.ledger.on_time_rate"].text == "96.15%"


def test_periods_closed_before_ledgers_were_owed_have_no_figures_of_them() -> None:
    found = figures(licheng.snapshot())
    assert not [key for key in found if key.startswith("filing.ledger.")]
    assert found["filing.extended_units"].text == "无"


@given(
    st.lists(standings, min_size=1, max_size=27), st.lists(standings | st.none(), min_size=27, max_size=27)
)
def test_I9_filing_rates_never_exceed_a_hundred_and_parts_add_up(
    forms: list[Timeliness], ledgers: list[Timeliness | None]
) -> None:
    found = figures(with_standings(forms, ledgers[: len(forms)]))
    for key in ("filing", "filing.ledger"):
        if f"{key}.obliged" not in found:
            continue
        owing, filed, missing = (found[f"{key}.{name}"].value for name in ("obliged", "filed", "missing"))
        rate = found[f"{key}.on_time_rate"].value
        assert isinstance(filed, int)
        assert isinstance(missing, int)
        assert filed + missing == owing
        assert isinstance(rate, Decimal | int)
        assert 0 <= rate <= 100
        assert (rate == 100) == (found[f"{key}.on_time"].value == owing)


@given(st.lists(standings, min_size=1, max_size=27), st.integers(0, 26))
def test_extension_granted_never_lowers_the_rate(forms: list[Timeliness], place: int) -> None:
    at = place % len(forms)
    granted = [Timeliness.EXTENDED if here == at else form for here, form in enumerate(forms)]
    before, after = (figures(with_standings(each))["filing.on_time_rate"].value for each in (forms, granted))
    assert isinstance(before, Decimal | int)
    assert isinstance(after, Decimal | int)
    assert after >= before


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"timeliness": Timeliness.LATE}, ("迟报",)),
        ({"extension": EXTENSION, "timeliness": Timeliness.EXTENDED}, (EXTENSION,)),
        ({"extension": EXTENSION, "timeliness": Timeliness.LATE}, (EXTENSION, "迟报")),
        ({"ledger": Timeliness.MISSING}, ("台账缺报",)),
        ({"ledger": Timeliness.LATE, "timeliness": Timeliness.LATE}, ("迟报", "台账迟报")),
        ({"ledger": Timeliness.ON_TIME}, ()),
    ],
)
def test_ranking_marks_extensions_and_what_was_not_in_time(
    changes: dict[str, object], expected: tuple[str, ...]
) -> None:
    unit = UnitFiling("东关镇", "town", 1, **{"timeliness": Timeliness.ON_TIME, **changes})  # type: ignore[arg-type]
    assert marks(unit) == expected


def test_every_row_of_a_ranking_carries_its_marks() -> None:
    rows = {row.unit: row for row in rank(three(), "major_found")}
    assert rows["北高镇"].marks == (EXTENSION,)
    assert rows["新度镇"].marks == ("台账缺报",)
    assert rows["区应急局"].marks == ()
