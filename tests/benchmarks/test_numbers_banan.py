"""The rows and ledger made up for 巴南: they agree with what its circular says, whatever it calls its units."""

from decimal import Decimal

import pytest

from benchmarks.numbers import TEXTS, judge
from benchmarks.numbers_banan import banan
from benchmarks.numbers_known import NOTHING, Known
from notices.numbers.verdicts import Verdict

LISTED = (
    "其中甲镇（报送1条但不构成判定标准）、乙局、丙公司（报送1条但超过规定报送时限）"
    "5-10月重大事故隐患有效排查量为0条。"
)


def text() -> str:
    return (TEXTS / "banan-2023-10.txt").read_text(encoding="utf-8")


def known(words: str) -> Known:
    nothing, all_ = banan(words)
    assert nothing is NOTHING
    assert "合成" in all_.words
    return all_


def counts(found: Known) -> dict[str, int]:
    codes = ("major_enterprise_found", "major_department_found")
    return {unit.name: sum(int(unit.values[code]) for code in codes)
            for unit in found.units if unit.values is not None}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("major.found.total", 156),
        ("major.found.enterprise", 62),
        ("major.found.department", 94),
        ("major.rectified.enterprise", 59),
        ("major.rectified.department", 64),
        ("major.new.previous", 43),
        ("enterprises_assisted", 736),
        ("production_halted", 13),
        ("judicial_transfer", 6),
        ("penalty.amount", Decimal("109.33")),
        ("law_inspections", 583),
        ("sector.major.工贸.count", 72),
        ("sector.major.建筑施工.count", 52),
        ("units.major.above_ten.count", 3),
        ("units.major.below_mean.count", 37),
    ],
)
def test_rows_add_up_to_what_was_published(key: str, value: Decimal | int) -> None:
    figures = known(text()).figures
    assert figures is not None
    assert figures[key].value == value


def test_units_are_fifty_and_called_as_the_text_calls_them() -> None:
    found = counts(known(text()))
    assert len(found) == 50
    assert (found["区应急局"], found["区住房城乡建委"], found["区建设公司"]) == (46, 24, 12)
    assert {
        found[name] for name in ("区发改委", "区林业局", "区经信委", "区民政局", "城南镇", "区滨江公司")
    } == {0}
    assert all(unit.previous is not None for unit in known(text()).units)


def test_third_unit_and_those_without_any_are_taken_from_the_text() -> None:
    found = counts(known("甲【46个】、乙【24个】、滨河公司【12个】。" + LISTED))
    assert found["滨河公司"] == 12
    assert [name for name, count in found.items() if not count and not name.startswith("合成")] == [
        "甲镇", "乙局", "丙公司",
    ]  # fmt: skip
    assert (len(found), sum(found.values())) == (50, 156)


def test_ledger_tells_why_records_do_not_count() -> None:
    figures = known(LISTED).figures
    assert figures is not None
    told = dict(figures["units.major.none_reasons"].rows)
    assert told["甲镇"] == "报送1条，不符合判定标准"
    assert told["丙公司"] == "报送1条，超过规定报送时限"
    assert told["乙局"] == "未报送台账"


def test_text_without_such_lists_still_has_rows() -> None:
    assert sum(counts(known("没有名单。")).values()) == 156


def test_numbers_of_the_text_are_held_against_rows_ledger_and_own_column() -> None:
    found = {each.text: each for each in judge(text(), (), known(text())) if each.verdict is Verdict.OK}
    assert found["580余次"].figure == "law_inspections"
    assert found["3条"].figure == "reported.total"
    assert found["0条"].figure == "units.major.none"
    assert found["0"].figure == "sectors.major.none"
    assert {"736家次", "109.33万元", "10个", "37个", "46个"} <= set(found)
