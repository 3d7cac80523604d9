"""The named figures: the published month to the digit, and every way in which one can be undefined."""

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.figures import Figure, Value, by_key, compute
from reports.snapshot import SnapshotData, Timeliness
from tests import licheng

ENTERPRISE, DEPARTMENT = "major_enterprise_found", "major_department_found"


def fewer(table: licheng.Table, code: str, units: Mapping[str, int]) -> licheng.Table:
    """The table with some of one column's values taken back."""
    return {
        name: {**values, code: values[code] - units.get(name, 0)} if name in units else dict(values)
        for name, values in table.items()
    }


def august_table() -> licheng.Table:
    """September less its 1 + 5 new major hazards."""
    table = fewer(licheng.september(), ENTERPRISE, {"区应急局": 1})
    return fewer(table, DEPARTMENT, {"区应急局": 3, "西天尾镇": 2})


def july_table() -> licheng.Table:
    """August less its 13 new major hazards."""
    return fewer(august_table(), ENTERPRISE, {"区应急局": 8, "区卫健局": 5})


def august() -> SnapshotData:
    return licheng.snapshot(august_table(), july_table(), period="2023-08", period_title="2023年8月")


def september() -> SnapshotData:
    return licheng.snapshot(previous=august_table())


def figures(snapshot: SnapshotData, previous: SnapshotData | None = None) -> dict[str, Figure]:
    return by_key(compute(snapshot, previous))


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("general.found", 4993, "4993条"),
        ("general.rectified", 4643, "4643条"),
        ("general.rectification_rate", Decimal("92.99"), "92.99%"),
        ("major.found.total", 155, "155条"),
        ("major.found.enterprise", 81, "81条"),
        ("major.found.department", 74, "74条"),
        ("major.rectified.total", 142, "142条"),
        ("major.rectification_rate", Decimal("91.61"), "91.61%"),
        ("listed.found", 20, "20条"),
        ("listed.rate", Decimal("27.03"), "27.03%"),
        ("penalty.count", 672, "672次"),
        ("penalty.amount", Decimal("114.438"), "114.438万元"),
        ("penalty.top3.count_share", Decimal("92.56"), "92.56%"),
        ("penalty.top3.amount_share", Decimal("86.50"), "86.50%"),
        ("towns_assisted", 386, "386个次"),
        ("enterprises_inspected", 2075, "2075家次"),
        ("enterprises_assisted", 2848, "2848个次"),
        ("major.new.total", 6, "6条"),
        ("major.new.enterprise", 1, "1条"),
        ("major.new.department", 5, "5条"),
        ("major.new.previous", 13, "13条"),
        ("major.new.change_rate", Decimal("-53.85"), "下降53.85%"),
        ("major.outstanding", 13, "13条"),
        ("report_reward_total", Decimal("1.7"), "1.7万元"),
        ("filing.obliged", 27, "27家"),
        ("filing.on_time_rate", Decimal(100), "100%"),
    ],
)
def test_I5_published_figures_of_september_are_reproduced(key: str, value: Value, text: str) -> None:
    figure = figures(september(), august())[key]
    assert (figure.value, figure.text) == (value, text)


def test_units_without_any_major_hazard_are_named_in_printed_order() -> None:
    figure = figures(september())["zero_units.major"]
    assert figure.value == ("区住建局", "区公安分局", "区自然资源局", "区文旅局", "区鞋服城")
    assert figure.text == "区住建局、区公安分局、区自然资源局、区文旅局、区鞋服城"


def test_leading_penalty_units_are_the_published_three() -> None:
    assert figures(september())["penalty.top3.units"].value == ("区交警大队", "区消防救援大队", "区应急局")


def test_part_above_whole_in_one_row_names_the_unit() -> None:
    assert figures(september())["doubtful_units.listed"].value == ("区文旅局",)


def test_units_with_open_major_hazards_are_named() -> None:
    expected = ("区应急局", "区民宗局", "区卫健局", "区消防救援大队")
    assert figures(september())["outstanding_units.major"].value == expected


@pytest.mark.parametrize("code", sorted(licheng.PUBLISHED_TOTALS))
def test_I9_every_indicator_has_a_total_equal_to_the_sum_of_its_rows(code: str) -> None:
    data = replace(september(), indicators=(september().indicator(code),))
    (figure,) = [item for item in compute(data, None) if not item.key.startswith("filing.")][:1]
    assert isinstance(figure.value, int | Decimal)
    assert figure.value == sum(values[code] for values in licheng.september().values())
    assert len(figure.rows) == 27


def test_indicator_without_special_name_is_keyed_by_its_code() -> None:
    found = figures(september())
    assert {"double_penalty", "closed_down", "officer_training_attendees"} <= set(found)
    assert "general_found" not in found


def test_keys_are_unique_and_ordered_the_same_every_time() -> None:
    first = [figure.key for figure in compute(september(), august())]
    assert first == [figure.key for figure in compute(september(), august())]
    assert len(first) == len(set(first))


def test_same_keys_with_and_without_a_period_before() -> None:
    assert list(figures(september())) == list(figures(september(), august()))


def test_every_figure_says_what_it_is_in_words() -> None:
    for figure in compute(september(), august()):
        assert figure.label
        assert figure.formula
        assert figure.text


def test_form_without_an_indicator_leaves_out_the_figures_that_need_it() -> None:
    data = september()
    shorter = replace(data, indicators=tuple(item for item in data.indicators if item.code != "listed_found"))
    found = figures(shorter)
    assert not {"listed.found", "listed.rate", "zero_units.listed", "doubtful_units.listed"} & set(found)
    assert found["major.found.total"].value == 155


def test_form_with_a_new_indicator_gains_its_total() -> None:
    data = september()
    extra = replace(data.indicators[0], code="experts_hired", label="聘请专家", measure="人")
    units = tuple(
        replace(unit, values={**(unit.values or {}), "experts_hired": Decimal(2)}) for unit in data.units
    )
    found = figures(replace(data, indicators=(*data.indicators, extra), units=units))
    assert (found["experts_hired"].value, found["experts_hired"].text) == (54, "54人")


def test_I12_missing_unit_is_left_out_of_totals_and_named() -> None:
    figure = figures(licheng.missing(september(), "西天尾镇"))["general.found"]
    assert figure.value == 4993 - 267
    assert "未计入：西天尾镇（本期未报送）" in figure.formula
    assert ("西天尾镇", "本期未报送") in figure.rows


def test_I12_missing_unit_is_not_listed_among_those_without_hazards() -> None:
    figure = figures(licheng.missing(september(), "区文旅局"))["zero_units.major"]
    assert isinstance(figure.value, tuple)
    assert "区文旅局" not in figure.value
    assert "区文旅局（本期未报送）" in figure.formula


def test_I12_nil_return_counts_and_shows_as_such() -> None:
    zeros = {spec.code: Decimal(0) for spec in licheng.indicators()}
    data = licheng.with_unit(september(), "区鞋服城", nil=True, values=zeros)
    found = figures(data)
    assert found["filing.filed"].value == 27
    assert ("区鞋服城", "按时报送（零报告）") in found["filing.filed"].rows
    assert "区鞋服城" in found["zero_units.major"].text


def test_increment_leaves_out_and_names_units_silent_in_the_period_before() -> None:
    before = august_table()
    del before["区应急局"]
    figure = figures(licheng.snapshot(previous=before), august())["major.new.total"]
    assert figure.value == 2
    assert "未计入：区应急局（上期未报送）" in figure.formula


def test_increment_of_first_period_is_everything_and_says_so() -> None:
    figure = figures(licheng.snapshot(first_of_campaign=True))["major.new.total"]
    assert figure.value == 155
    assert "首期，全部计为新增" in figure.formula


def test_increment_is_unknown_when_no_unit_filed_before() -> None:
    found = figures(licheng.snapshot())
    assert (found["major.new.total"].value, found["major.new.total"].text) == (None, "—")
    assert "全部单位上期未报送" in found["major.new.total"].formula
    assert found["zero_units.general_new"].value is None


def test_change_is_unknown_without_the_period_before() -> None:
    figure = figures(september(), None)["major.new.change_rate"]
    assert (figure.value, figure.text) == (None, "—")


def test_change_is_unknown_when_nothing_was_new_before() -> None:
    still = licheng.snapshot(august_table(), august_table())
    assert figures(september(), still)["major.new.change_rate"].value is None


def test_change_shows_both_increments_of_each_unit() -> None:
    figure = figures(september(), august())["major.new.change_rate"]
    assert dict(figure.rows)["区应急局"] == "本期：4条；上期：8条"
    assert "（本期新增6 − 上期新增13）÷ 上期新增13" in figure.formula


def test_unit_with_no_new_general_hazard_is_named() -> None:
    before = fewer(licheng.september(), "general_found", dict.fromkeys(licheng.unit_kinds(), 1))
    before = fewer(before, "general_found", {"区商务局": -1, "区交警大队": -2})
    figure = figures(licheng.snapshot(previous=before))["zero_units.general_new"]
    assert figure.value == ("区商务局", "区交警大队")


def test_rate_with_nothing_to_rectify_is_a_dash() -> None:
    zeros = {name: dict.fromkeys(values, Decimal(0)) for name, values in licheng.september().items()}
    found = figures(licheng.snapshot(zeros))
    for key in ("major.rectification_rate", "listed.rate", "penalty.top3.amount_share"):
        assert (found[key].value, found[key].text) == (None, "—")
    assert found["penalty.top3.units"].value == ()
    assert found["penalty.top3.units"].text == "无"
    assert "合计0 ÷" in found["penalty.top3.amount_share"].formula


def test_I9_rate_with_part_above_whole_is_refused_and_says_so() -> None:
    table = licheng.september()
    table["区文旅局"] = {**table["区文旅局"], "listed_found": Decimal(100)}
    figure = figures(licheng.snapshot(table))["listed.rate"]
    assert (figure.value, figure.text) == (None, "—")
    assert "部分大于整体" in figure.formula


def test_I9_outstanding_is_never_negative() -> None:
    table = fewer(licheng.september(), DEPARTMENT, {"西天尾镇": 11, "镇海街道": 8})
    figure = figures(licheng.snapshot(table))["major.outstanding"]
    assert figure.value is None
    assert "部分大于整体" in figure.formula


def test_nothing_outstanding_is_zero_and_not_doubtful() -> None:
    table = licheng.september()
    for row in table.values():
        row |= {
            f"major_{kind}_rectified": row[f"major_{kind}_found"] for kind in ("enterprise", "department")
        }
    figure = figures(licheng.snapshot(table))["major.outstanding"]
    assert (figure.value, figure.text) == (0, "0条")
    assert "部分大于整体" not in figure.formula


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("enterprises_inspected", "抽查检查企业数"),
        ("officer_training_sessions", "组织开展本系统安全生产监管执法人员专题培训/场次"),
        ("report_reward_total", "举报奖励/总金额"),
    ],
)
def test_total_is_labelled_without_its_outermost_header(key: str, label: str) -> None:
    assert figures(september())[key].label == label


def test_total_of_a_column_outside_all_groups_keeps_its_own_name() -> None:
    data = replace(september(), indicators=(replace(september().indicators[0], code="alone", group=()),))
    assert figures(data)["alone"].label == "排查"


def penalties(counts: Mapping[str, tuple[int, str]]) -> SnapshotData:
    table = {
        name: {**values, "penalty_count": Decimal(0), "penalty_amount": Decimal(0)}
        for name, values in licheng.september().items()
    }
    for name, (count, amount) in counts.items():
        table[name] |= {"penalty_count": Decimal(count), "penalty_amount": Decimal(amount)}
    return licheng.snapshot(table)


def test_tie_at_third_place_goes_to_the_larger_amount() -> None:
    data = penalties(
        {
            "西天尾镇": (9, "1"),
            "北高镇": (5, "1"),
            "新度镇": (3, "0.5"),
            "黄石镇": (3, "0.6"),
            "镇海街道": (3, "0.1"),
        }
    )
    assert figures(data)["penalty.top3.units"].value == ("西天尾镇", "北高镇", "黄石镇")


def test_full_tie_at_third_place_goes_by_printed_order_and_the_formula_says_so() -> None:
    data = penalties({"镇海街道": (3, "1"), "新度镇": (3, "1"), "西天尾镇": (3, "1"), "北高镇": (3, "1")})
    figure = figures(data)["penalty.top3.units"]
    assert figure.value == ("西天尾镇", "北高镇", "新度镇")
    assert "相同的先比“部门精准严格执法情况/行政处罚/罚款金额”，再按调度表顺序" in figure.formula


def test_fewer_leaders_than_three_are_not_filled_up_with_idle_units() -> None:
    found = figures(penalties({"北高镇": (3, "1")}))
    assert found["penalty.top3.units"].value == ("北高镇",)
    assert found["penalty.top3.count_share"].value == 100


def test_filing_figures_tell_on_time_late_and_missing_apart() -> None:
    data = licheng.with_unit(licheng.missing(september(), "北高镇"), "拱辰街道", timeliness=Timeliness.LATE)
    found = figures(data)
    counts = {
        name: found[f"filing.{name}"].value for name in ("obliged", "filed", "on_time", "late", "missing")
    }
    assert counts == {"obliged": 27, "filed": 26, "on_time": 25, "late": 1, "missing": 1}
    assert found["filing.late_units"].value == ("拱辰街道",)
    assert found["filing.missing_units"].value == ("北高镇",)
    assert found["filing.on_time_rate"].value == Decimal("92.59")


def test_json_has_numbers_lists_and_null() -> None:
    found = figures(september())
    text = json.dumps([found[key].to_json() for key in found], ensure_ascii=False)
    values = {item["key"]: item["value"] for item in json.loads(text, parse_float=Decimal)}
    assert values["penalty.amount"] == Decimal("114.438")
    assert values["general.found"] == 4993
    assert isinstance(values["general.found"], int)
    assert values["filing.on_time_rate"] == 100
    assert values["zero_units.major"][0] == "区住建局"
    assert values["major.new.change_rate"] is None


def test_json_has_exactly_the_agreed_fields() -> None:
    fields = ["key", "label", "value", "unit", "text", "formula", "rows"]
    assert all(list(figure.to_json()) == fields for figure in compute(september(), august()))


@settings(deadline=None)
@given(st.decimals(min_value=0, max_value=10**8, places=6))
def test_I10_money_survives_json_without_loss(amount: Decimal) -> None:
    figure = Figure("k", "l", amount, "万元", "", "", ())
    (number,) = json.loads(json.dumps([figure.to_json()["value"]]), parse_float=Decimal, parse_int=Decimal)
    assert number == amount


def test_snapshot_read_back_from_json_gives_the_same_figures() -> None:
    again = SnapshotData.from_json(json.loads(json.dumps(september().to_json())))
    assert compute(again, august()) == compute(september(), august())
