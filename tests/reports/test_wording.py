"""Names and amounts as written."""

from decimal import Decimal

import pytest

from reports.wording import amount_text, plain_text, quoted
from tests import licheng


def test_quoted_name_holds_no_double_marks_within() -> None:
    spec = next(item for item in licheng.indicators() if item.code == "double_penalty")
    assert quoted(spec) == "“部门精准严格执法情况/企业和企业主要负责人‘一案双罚’”"


@pytest.mark.parametrize(
    ("value", "measure", "text"),
    [
        (4993, "条", "4993条"),
        (Decimal("114.438"), "万元", "114.438万元"),
        (Decimal("2.700"), "万元", "2.7万元"),
        (Decimal("1E+3"), "条", "1000条"),
        (0, "家次", "0家次"),
        (None, "条", "—"),
    ],
)
def test_I10_amount_is_printed_without_loss_or_exponent(
    value: Decimal | int | None, measure: str, text: str
) -> None:
    assert amount_text(value, measure) == text


def test_unknown_amount_is_a_dash_and_zero_is_not() -> None:
    assert (plain_text(None), plain_text(Decimal(0))) == ("—", "0")
