"""Columns of an office's own, called by their labels."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from notices.numbers.own_columns import called
from notices.numbers.verdicts import Verdict
from reports.figures import by_key, compute
from reports.snapshot import IndicatorSpec
from tests import licheng
from tests.notices.numbers.telling import verdicts

OK, CONTRADICTS, UNVERIFIED = Verdict.OK, Verdict.CONTRADICTS, Verdict.UNVERIFIED
CHECKS = IndicatorSpec("night_checks", 29, ("部门检查",), "夜间突击检查", "次")
FUNDS = IndicatorSpec("funds", 30, ("投入",), "隐患整改投入", "万元", 2)


def known(*specs: IndicatorSpec) -> dict[str, Any]:
    values = {name: {**row, **{spec.code: Decimal(2) for spec in specs}}
              for name, row in licheng.september().items()}  # fmt: skip
    snapshot = licheng.snapshot(values)
    snapshot = replace(snapshot, indicators=(*snapshot.indicators, *specs))
    return {"figures": by_key(compute(snapshot, None)), "units": snapshot.units,
            "indicators": snapshot.indicators}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("累计开展夜间突击检查54次", OK),
        ("累计开展夜间突击检查55次", CONTRADICTS),
        ("开展夜间突击检查50余次", OK),
        ("开展夜间突击检查60余次", CONTRADICTS),
        ("开展夜间突击检查54家次", UNVERIFIED),
        ("区应急局夜间突击检查2次", OK),
        ("区应急局夜间突击检查3次", CONTRADICTS),
        ("去年同期夜间突击检查40次", UNVERIFIED),
        ("隐患整改投入54万元", OK),
        ("隐患整改投入540001元", CONTRADICTS),
    ],
)
def test_number_is_held_against_the_column_of_its_label(text: str, verdict: Verdict) -> None:
    assert list(verdicts(text, **known(CHECKS, FUNDS)).values()) == [verdict]


def test_label_that_nobody_has_on_the_form_is_left_open() -> None:
    assert verdicts("累计开展夜间突击检查55次", **known()) == {"55次": UNVERIFIED}


def test_columns_of_the_shipped_form_short_labels_and_shared_ones_are_left_out() -> None:
    short = replace(CHECKS, code="short", label="次数")
    twice = (replace(CHECKS, code="one"), replace(CHECKS, code="other"))
    assert called(licheng.indicators()) == ()
    assert called((short, *twice)) == ()
    assert [each.key for each in called((*licheng.indicators(), CHECKS))] == ["night_checks"]


def test_signs_of_a_label_are_taken_as_they_are() -> None:
    (found,) = called((replace(CHECKS, label="“三违”行为（含.外包）查处"),))
    assert found.fits("“三违”行为含.外包查处".replace("“", "").replace("”", ""), found.sign, "次", "")
    assert not found.fits("三违行为含外外包查处", found.sign, "次", "")
