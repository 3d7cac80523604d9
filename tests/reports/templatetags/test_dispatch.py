"""How filings and figures are printed."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from reports.figures import Figure
from reports.snapshot import decimal_text
from reports.standing import STATUS_LABELS
from reports.templatetags import dispatch
from reports.wording import quoted
from tests.licheng import indicators


def figure(value: Decimal | int | tuple[str, ...] | None, unit: str, text: str) -> Figure:
    return Figure("key", "标签", value, unit, text, "公式", ())


@pytest.mark.parametrize("key", [key for key in STATUS_LABELS if key != "filed"])
def test_every_standing_has_word_and_picture(key: str) -> None:
    html = Template("{% load dispatch %}{% standing key %}").render(Context({"key": key}))
    assert STATUS_LABELS[key] in html
    assert f"icons.svg#{dispatch.standing_icon(key)}" in html


@pytest.mark.parametrize(
    ("value", "text", "direction"),
    [
        (Decimal(3), "+3", "up"),
        (Decimal("-1.50"), "−1.5", "down"),
        (Decimal(0), "0", "same"),
        (Decimal("0.000"), "0", "same"),
        (None, "", ""),
    ],
)
def test_change_has_sign_and_direction(value: Decimal | None, text: str, direction: str) -> None:
    assert dispatch.signed(value) == text
    assert dispatch.direction(value) == direction


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_I10_change_is_printed_without_loss(value: Decimal) -> None:
    assert Decimal(dispatch.signed(value).replace("−", "-")) == value


def test_exact_prints_a_dash_for_nothing_and_a_zero_for_zero() -> None:
    assert dispatch.exact(None) == "—"
    assert dispatch.exact(Decimal(0)) == "0"
    assert dispatch.exact(Decimal("114.438")) == "114.438"


@pytest.mark.parametrize(
    ("shown", "value", "unit"),
    [
        (figure(155, "条", "155条"), "155", "条"),
        (figure(Decimal("114.438"), "万元", "114.438万元"), "114.438", "万元"),
        (figure(Decimal("91.61"), "%", "91.61%"), "91.61%", ""),
        (figure(Decimal(100), "%", "100%"), "100%", ""),
        (figure(None, "条", "—"), "—", ""),
        (figure(("甲", "乙"), "", "甲、乙"), "甲、乙", ""),
    ],
)
def test_figure_is_split_into_number_and_measure(shown: Figure, value: str, unit: str) -> None:
    assert dispatch.figure_value(shown) == value
    assert dispatch.figure_unit(shown) == unit


def test_compact_names_of_the_form_stay_distinct() -> None:
    names = [dispatch.compact_name(quoted(spec)) for spec in indicators()]
    assert len(set(names)) == len(names) == 28


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("“一般隐患/排查”", "一般隐患"),
        ("“重大隐患/部门排查/已整改”", "部门排查已整改"),
        ("“部门精准严格执法情况/行政处罚/罚款金额”", "罚款金额"),
        ("单列", "单列"),
    ],
)
def test_compact_name_keeps_what_tells_columns_apart(name: str, short: str) -> None:
    assert dispatch.compact_name(name) == short


def test_unit_without_page_is_printed_as_plain_name() -> None:
    template = Template("{% load dispatch %}{% unit_link name %}")
    html = template.render(Context({"unit_ids": {}, "name": "甲<镇>"}))
    assert html == "甲&lt;镇&gt;"


def test_exact_agrees_with_what_is_stored() -> None:
    assert dispatch.exact(Decimal("12.3400")) == decimal_text(Decimal("12.3400"))
