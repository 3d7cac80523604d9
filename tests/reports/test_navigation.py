"""Which pages each role is offered, at a desk and on a phone."""

import pytest

from reports.navigation import PHONE_ENTRIES, Entry, entries, phone_entries
from units.actors import FILE_FOR_UNIT, Actor
from units.enums import Role

UNIT = frozenset({7})


def actor(*tenant_roles: Role, **unit_roles: frozenset[int]) -> Actor:
    return Actor(
        user_id=1, name="张三", tenant_id=1, tenant_roles=frozenset(tenant_roles), unit_roles=unit_roles
    )


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        (actor(filer=UNIT), ["本单位", "台账", "填报", "收文", "往期", "材料", "企业", "标准"]),
        (actor(head=UNIT), ["本单位", "台账", "填报", "收文", "往期", "材料", "企业", "标准"]),
        (
            actor(Role.REVIEWER),
            [
                *("审核", "调度", "台账", "期次", "看板", "通报", "统计", "材料"),
                *("企业", "标准", "表式", "规则", "日历"),
            ],
        ),
        (
            actor(Role.ADMIN),
            [
                *("调度", "期次", "台账", "看板", "通报", "统计", "材料"),
                *("企业", "标准", "表式", "规则", "日历", "邮件", "人员"),
            ],
        ),
        (actor(Role.LEADER), ["期次", "看板", "台账", "通报", "统计", "材料", "企业", "标准"]),
        (
            actor(Role.REVIEWER, filer=UNIT),
            [
                "本单位",
                "台账",
                "填报",
                "收文",
                "往期",
                "材料",
                "审核",
                "调度",
                "期次",
                "看板",
                "通报",
                "统计",
                "企业",
                "标准",
                "表式",
                "规则",
                "日历",
            ],
        ),
        (actor(), ["台账", "企业", "标准"]),
    ],
)
def test_role_decides_what_is_offered(who: Actor, labels: list[str]) -> None:
    assert [entry.label for entry in entries(who, "2023-09")] == labels


def form_entry(who: Actor) -> Entry:
    return next(entry for entry in entries(who, "2023-09") if entry.route == "reports:form")


def test_entry_of_the_review_desk_tells_how_much_waits() -> None:
    for found in (entries, phone_entries):
        counts = {entry.label: entry.count for entry in found(actor(Role.REVIEWER), "2023-09", 7)}
        assert counts.pop("审核") == 7
        assert set(counts.values()) == {0}


def test_granted_unit_is_offered_like_ones_own() -> None:
    helper = Actor(user_id=1, name="张三", tenant_id=1, grants={FILE_FOR_UNIT: frozenset({9})})
    assert form_entry(helper).args == ("2023-09", 9)


def test_without_a_period_there_is_nothing_to_fill_or_to_dispatch() -> None:
    found = entries(actor(Role.REVIEWER, filer=UNIT), None)
    assert not {"填报", "调度"} & {entry.label for entry in found}
    assert {"本单位", "往期", "期次", "台账"} < {entry.label for entry in found}


def test_form_entry_leads_to_the_persons_first_unit() -> None:
    assert form_entry(actor(filer=frozenset({9, 3}))).args == ("2023-09", 3)


def test_form_entry_prefers_ones_own_unit_to_a_granted_one() -> None:
    helper = Actor(1, "张三", 1, unit_roles={Role.FILER: UNIT}, grants={FILE_FOR_UNIT: frozenset({3})})
    assert form_entry(helper).args == ("2023-09", 7)


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        (actor(filer=UNIT), ["本单位", "台账", "填报", "我的"]),
        (actor(head=UNIT), ["本单位", "台账", "填报", "我的"]),
        (actor(Role.REVIEWER), ["审核", "调度", "台账", "我的"]),
        (actor(Role.LEADER), ["期次", "看板", "台账", "我的"]),
        (actor(Role.ADMIN), ["调度", "期次", "人员", "我的"]),
        (actor(Role.ADMIN, head=UNIT), ["本单位", "台账", "人员", "我的"]),
    ],
)
def test_what_a_role_does_most_is_within_reach_of_a_thumb(who: Actor, labels: list[str]) -> None:
    assert [entry.label for entry in phone_entries(who, "2023-09")] == labels
    assert len(labels) <= PHONE_ENTRIES


@pytest.mark.parametrize(
    "who", [actor(filer=UNIT), actor(Role.REVIEWER, filer=UNIT), actor(Role.LEADER), actor()]
)
def test_phone_bar_ends_with_ones_own_account_and_never_overflows(who: Actor) -> None:
    found = phone_entries(who, "2023-09")
    assert found[-1].label == "我的"
    assert len(found) <= PHONE_ENTRIES
    assert found[:-1] == entries(who, "2023-09")[: len(found) - 1]
