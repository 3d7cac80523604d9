"""What a lock says: which, since when, until when, whom to ask (I10)."""

from zoneinfo import ZoneInfo

import pytest

from reports import locks
from reports.locks import Kind, Lock
from tests.factories import BEFORE, CUTOFF, ZONE

OFFICE = "荔城区安委办"
EVERY = [
    locks.closed("2023年9月", CUTOFF, ZONE, OFFICE),
    locks.not_obliged("东关镇", ["甲"]),
    locks.ready(BEFORE, ZONE, ["乙", "丙"]),
    locks.signed(BEFORE, ZONE, "乙"),
    locks.filed(BEFORE, CUTOFF, ZONE, OFFICE),
    locks.form_changed("2023年9月", 2, BEFORE, ZONE),
]


def test_every_kind_of_lock_has_its_words() -> None:
    assert {lock.kind for lock in EVERY} == set(Kind)
    assert all(lock.which and lock.until and lock.ask for lock in EVERY)


@pytest.mark.parametrize("lock", EVERY, ids=lambda lock: lock.kind.value)
def test_message_says_which_until_when_and_whom_to_ask(lock: Lock) -> None:
    assert lock.message.startswith(lock.which)
    assert lock.until in lock.message
    assert lock.message.endswith(f"{lock.ask}。")
    assert "；。" not in lock.message
    assert "（）" not in lock.message


def test_closed_period_in_full() -> None:
    assert EVERY[0].message == (
        "2023年9月已关账，数据已冻结，不能再改（自2023年9月25日00:00起，不再开放填报）。"
        "确需更改的，请联系荔城区安委办办理更正。"
    )


def test_waiting_table_names_the_heads() -> None:
    assert EVERY[2].message == (
        "本表正在等负责人审核签字，不能修改（自2023年9月23日00:00起，签字报送或撤回为止）。"
        "需要改动的，请先撤回修改，或者找本单位负责人（乙、丙）。"
    )


def test_filed_table_says_until_when_it_can_be_returned() -> None:
    assert "到9月24日24:00关账为止" in EVERY[4].message


def test_I10_instants_are_those_of_the_tenants_zone() -> None:
    there = locks.closed("2023年9月", CUTOFF, ZoneInfo("Asia/Tashkent"), OFFICE)
    assert there.since == "2023年9月24日21:00"


def test_unknown_time_and_nobody_to_name_leave_no_gap() -> None:
    assert locks.ready(None, ZONE, []).message == (
        "本表正在等负责人审核签字，不能修改（签字报送或撤回为止）。"
        "需要改动的，请先撤回修改，或者找本单位负责人。"
    )
    assert "改好后请负责人重新签字" in locks.signed(None, ZONE, "").message
