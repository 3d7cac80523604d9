"""The trail as people read it."""

from datetime import timedelta

import pytest

from hazards.life import MOVES
from hazards.models import HazardEvent
from hazards.selectors.story import Change, story
from tests.ledgers import FOUND_AT

HOUR = timedelta(hours=1)


def event(
    verb: str = "修改",
    who: str = "甲",
    after: timedelta = timedelta(0),
    changes: dict[str, list[str]] | None = None,
    reason: str = "",
) -> HazardEvent:
    return HazardEvent(
        tenant_id=1, verb=verb, actor_name=who, at=FOUND_AT + after, changes=changes or {}, reason=reason
    )


def test_line_says_what_who_when_and_why() -> None:
    (line,) = story([event("退回", reason="请补照片")])
    assert (line.verb, line.who, line.at, line.reason, line.times) == ("退回", "甲", FOUND_AT, "请补照片", 1)


@pytest.mark.parametrize(
    ("name", "tone"),
    [
        ("file", "done"),
        ("accept", "done"),
        ("report_done", "done"),
        ("close", "done"),
        ("reinstate", "done"),
        ("return", "back"),
        ("exclude", "back"),
        ("withdraw", "back"),
        ("fail", "back"),
        ("reopen", "back"),
    ],
)
def test_steps_forward_and_back_look_different(name: str, tone: str) -> None:
    assert story([event(MOVES[name].verb)])[0].tone == tone
    assert story([event("整改进展")])[0].tone == ""


def test_changes_are_named_in_words() -> None:
    changes = {
        "funds": ["0.35", "1.2"],
        "wanted_on": ["2023-09-30", "2023-10-31"],
        "存在有限空间": ["", "是"],
    }
    assert story([event("调整方案", changes=changes)])[0].changes == [
        Change("整改资金（万元）", "0.35", "1.2"),
        Change("整改时限延到", "2023年9月30日", "2023年10月31日"),
        Change("存在有限空间", "", "是"),
    ]


def test_instants_are_told_with_their_time() -> None:
    changes = {"discovered_at": ["2023-09-10 09:30", "2023-09-11 10:05"]}
    (change,) = story([event(changes=changes)])[0].changes
    assert (change.old, change.new) == ("2023年9月10日 09:30", "2023年9月11日 10:05")


def test_small_edits_of_one_sitting_are_one_line() -> None:
    lines = story(
        [
            event(changes={"place": ["", "泵"]}),
            event(changes={"place": ["泵", "泵房"], "plan": ["", "停用"]}, after=HOUR / 2),
            event(changes={"plan": ["停用", ""]}, after=HOUR),
        ]
    )
    assert [(line.times, line.at) for line in lines] == [(3, FOUND_AT + HOUR)]
    assert lines[0].changes == [Change("具体位置", "", "泵房")], "the plan ended as it began"


@pytest.mark.parametrize(
    "second",
    [event(who="乙"), event("判定"), event(after=HOUR)],
    ids=["somebody else", "something else", "later"],
)
def test_other_edits_are_lines_of_their_own(second: HazardEvent) -> None:
    assert len(story([event(), second])) == 2


def test_I8_moves_are_never_joined() -> None:
    assert len(story([event("整改进展"), event("整改进展"), event("报送"), event("报送")])) == 4


def test_nothing_is_left_out_and_the_order_stays() -> None:
    verbs = ["新建", "修改", "判定", "修改", "报送"]
    assert [line.verb for line in story([event(verb) for verb in verbs])] == verbs
