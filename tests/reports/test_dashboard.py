"""The leader's page: key figures with change, one sentence, charts with the table behind them."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import dashboard
from reports.dashboard import KEY_FIGURES, criteria_of, key_figures, ranking_chart, sentence, trend_chart
from reports.figures import Figure, by_key, compute
from reports.ranking import CRITERIA, rank
from tests.licheng import missing, snapshot


def figure(key: str, value: Decimal | int | None, unit: str = "条", text: str = "") -> Figure:
    return Figure(key, f"标签{key}", value, unit, text or f"{value}{unit}", "公式", ())


def september() -> Mapping[str, Figure]:
    return by_key(compute(snapshot(), None))


def test_key_figures_are_those_of_the_catalogue() -> None:
    shown = {each.figure.key: each.figure.text for each in key_figures(september(), None)}
    assert shown["major.found.total"] == "155条"
    assert shown["major.rectification_rate"] == "91.61%"
    assert shown["general.rectification_rate"] == "92.99%"
    assert shown["penalty.amount"] == "114.438万元"
    assert list(shown) == list(KEY_FIGURES)


def test_figure_that_the_form_lacks_is_left_out() -> None:
    some = {key: value for key, value in september().items() if key != "penalty.amount"}
    assert "penalty.amount" not in [each.figure.key for each in key_figures(some, None)]


@pytest.mark.parametrize(
    ("now", "before", "unit", "change", "direction"),
    [
        (155, 149, "条", "比上期增加 6 条", "up"),
        (149, 155, "条", "比上期减少 6 条", "down"),
        (Decimal("91.61"), Decimal("90.11"), "%", "比上期上升 1.5 个百分点", "up"),
        (Decimal("90.11"), Decimal("91.61"), "%", "比上期下降 1.5 个百分点", "down"),
        (Decimal("114.438"), Decimal("114.4"), "万元", "比上期增加 0.038 万元", "up"),
        (155, 155, "条", "与上期持平", "same"),
        (155, 0, "条", "比上期增加 155 条", "up"),
        (None, 155, "条", "", ""),
        (155, None, "条", "", ""),
    ],
)
def test_change_is_stated_in_the_figures_own_measure(
    now: Decimal | int | None, before: Decimal | int | None, unit: str, change: str, direction: str
) -> None:
    key = KEY_FIGURES[0]
    (found,) = key_figures({key: figure(key, now, unit)}, {key: figure(key, before, unit)})
    assert (found.change, found.direction) == (change, direction)


def test_first_period_has_nothing_to_compare() -> None:
    assert {each.change for each in key_figures(september(), None)} == {""}


def test_sentence_says_what_changed() -> None:
    figures = {
        "major.new.total": figure("major.new.total", 6),
        "major.new.previous": figure("major.new.previous", 13),
        "major.new.change_rate": figure("c", Decimal("-53.85"), "%", "下降53.85%"),
    }
    assert sentence(figures) == "本期新增重大隐患6条，上期13条，下降53.85%。"


def test_sentence_without_a_period_before_claims_no_change() -> None:
    figures = {
        "major.new.total": figure("major.new.total", 6),
        "major.new.previous": figure("major.new.previous", None, text="—"),
        "major.new.change_rate": figure("c", None, "%", "—"),
    }
    assert sentence(figures) == "本期新增重大隐患6条。"


def test_sentence_is_silent_about_figures_that_are_not_there() -> None:
    assert sentence({}) == ""


def test_sentence_after_a_period_without_any_gives_no_rate() -> None:
    figures = {
        "major.new.total": figure("major.new.total", 6),
        "major.new.previous": figure("major.new.previous", 0),
        "major.new.change_rate": figure("c", None, "%", "—"),
    }
    assert sentence(figures) == "本期新增重大隐患6条，上期0条。"


def test_trend_has_one_point_a_period_and_gaps_stay_gaps() -> None:
    points = [
        ("7月", {"a": figure("a", 5)}),
        ("8月", {}),
        ("9月", {"a": figure("a", None, text="—")}),
    ]
    chart = trend_chart("走势", ("a",), points)
    assert chart.labels == ("7月", "8月", "9月")
    assert chart.series[0].values == (Decimal(5), None, None)
    assert chart.table == (("7月", ("5条",)), ("8月", ("—",)), ("9月", ("—",)))
    assert chart.to_json()["series"][0]["values"] == ["5", None, None]


def test_trend_without_periods_says_so() -> None:
    chart = trend_chart("走势", ("a",), [])
    assert "还没有数据" in chart.summary
    assert (chart.series, chart.table) == ((), ())


def test_figure_that_no_period_has_is_no_line() -> None:
    chart = trend_chart("走势", ("a", "missing"), [("9月", {"a": figure("a", 5)})])
    assert [each.name for each in chart.series] == ["标签a"]


def test_full_form_can_be_ranked_by_everything() -> None:
    assert dict(criteria_of(snapshot())) == dict(CRITERIA)


def test_form_is_ranked_only_by_what_it_has() -> None:
    some = tuple(
        spec for spec in snapshot().indicators if spec.code in {"general_found", "major_enterprise_found"}
    )
    assert set(criteria_of(snapshot(indicators=some))) == {"general_found", "general_new"}


def test_form_without_any_measure_is_not_ranked() -> None:
    assert criteria_of(snapshot(indicators=())) == {}


def test_text_alternative_names_the_latest_values() -> None:
    chart = trend_chart("走势", ("a",), [("8月", {"a": figure("a", 9)}), ("9月", {"a": figure("a", 5)})])
    assert chart.summary == "走势，共2期。9月：标签a5条。"


@pytest.mark.parametrize("by", list(CRITERIA))
def test_ranking_chart_shows_exactly_the_ranked_units(by: str) -> None:
    rows = rank(missing(snapshot(), "区应急局"), by)
    chart = ranking_chart("排名", rows)
    assert list(chart.labels) == [row.unit for row in rows if row.rank is not None]
    assert "区应急局" not in chart.labels
    assert chart.series[0].texts == tuple(row.text for row in rows if row.rank is not None)


def test_ranking_chart_of_nobody_says_so() -> None:
    assert "没有可排名的单位" in ranking_chart("排名", ()).summary


@given(st.decimals(min_value=0, max_value=10**9, places=6))
def test_I10_chart_carries_exact_values(value: Decimal) -> None:
    chart = trend_chart("走势", ("a",), [("9月", {"a": figure("a", value, "万元")})])
    assert Decimal(chart.to_json()["series"][0]["values"][0]) == value


def test_trend_keys_cover_everything_the_page_draws() -> None:
    assert {*KEY_FIGURES, *dashboard.NEW_MAJOR, *dashboard.RATES} == set(dashboard.TREND_KEYS)
