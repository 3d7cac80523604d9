"""Changes on an earlier period."""

import pytest

from notices.numbers.changes import change, possible
from tests.notices.numbers.telling import told, wrong


@pytest.mark.parametrize(
    ("text", "turn", "holds"),
    [
        ("6条13条53.84%", "下降", False),
        ("6条13条53.85%", "下降", True),
        ("6条13条53.86%", "下降", False),
        ("6条13条53.85%", "上升", False),
        ("6条13条53.8%", "减少", True),
        ("13条6条116.67%", "增长", True),
        ("13条6条116.67%", "下降", False),
        ("6条6条0%", "上升", True),
        ("0条13条100%", "下降", True),
        ("1条0条100%", "上升", False),
    ],
)
def test_change_has_its_rate_and_its_direction(text: str, turn: str, holds: bool) -> None:
    assert change(told(text), 0, 1, 2, turn).holds is holds


def test_change_tells_what_should_stand_there() -> None:
    relation = change(told("6条13条53.84%"), 0, 1, 2, "上升")
    assert relation.expected == {2: "下降53.85%"}
    assert relation.says == "由13条到6条是下降53.85%"


@pytest.mark.parametrize(
    ("text", "turn", "holds"),
    [
        ("11起35.2%", "下降", False),
        ("11起35.3%", "下降", True),
        ("11起35.4%", "下降", False),
        ("12起35.3%", "下降", False),
        ("6条53.85%", "下降", True),
        ("6条53.84%", "下降", False),
        ("3条50%", "上升", True),
        ("3条40%", "上升", False),
        ("0条100%", "下降", True),
        ("3条100%", "下降", False),
    ],
)
def test_a_whole_number_must_lie_before(text: str, turn: str, holds: bool) -> None:
    assert possible(told(text), 0, 1, turn).holds is holds


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("由13条降至6条，下降53.85%", {}),
        ("由13条降至6条，下降53.58%", {"53.58%": "下降53.85%"}),
        ("由13条降到6条，同比上升53.85%", {"53.85%": "下降53.85%"}),
        ("发生事故11起、死亡11人，同比均下降35.3%", {}),
        ("发生事故12起、死亡11人，同比均下降35.3%", {"12起": ""}),
        ("发生事故11起、死亡11人，同比均下降36.3%", {"36.3%": ""}),
        ("9月新增重大隐患6条，比上期的13条下降53.85%", {}),
        ("9月新增重大隐患6条，比上期的13条下降53.58%", {"53.58%": "下降53.85%"}),
        ("9月新增重大隐患6条，比上期的13条上升53.85%", {"53.85%": "下降53.85%"}),
        ("9月新增行政处罚106次，比上期下降34.57%", {}),
        ("处罚10000次，同比下降12.34%", {}),
        ("罚款18.3万元，比上期下降33.33%", {}),
        ("发生事故11起，同比下降约36%", {}),
    ],
)
def test_changes_are_held_against_what_is_told(text: str, flagged: dict[str, str]) -> None:
    assert wrong(text) == flagged
