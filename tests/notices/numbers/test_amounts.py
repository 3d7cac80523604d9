"""Money without penalties."""

import pytest

from tests.notices.numbers.telling import wrong


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("未作出行政处罚，填报处罚金额14万元", {"14万元": "0万元"}),
        ("未作出行政处罚，填报处罚金额0万元", {}),
        ("没有实施行政处罚，却填报罚款金额1元", {"1元": "0元"}),
        ("行政处罚0次、处罚金额14万元", {"0次": ""}),
        ("行政处罚1次、处罚金额14万元", {}),
        ("行政处罚0次、处罚金额0万元", {}),
        ("行政处罚1次、处罚金额0万元", {}),
        ("没有行政处罚。全区处罚金额14万元", {}),
        ("未作出处罚金额较大的决定，处罚金额14万元", {}),
    ],
)
def test_amount_rests_on_a_count(text: str, flagged: dict[str, str]) -> None:
    assert wrong(text) == flagged
