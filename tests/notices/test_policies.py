"""Who may draft, check, sign, withdraw and receive, as tables (I8)."""

import pytest

from notices import policies
from units.actors import FILE_FOR_UNIT, Actor
from units.enums import Role

UNIT = frozenset({7})


def actor(*tenant_roles: Role, **unit_roles: frozenset[int]) -> Actor:
    return Actor(
        user_id=1, name="张三", tenant_id=1, tenant_roles=frozenset(tenant_roles), unit_roles=unit_roles
    )


FILER, HEAD = actor(filer=UNIT), actor(head=UNIT)
REVIEWER, LEADER, ADMIN = actor(Role.REVIEWER), actor(Role.LEADER), actor(Role.ADMIN)
BOTH = actor(Role.REVIEWER, Role.LEADER)
SYSTEM = Actor.system(1)


@pytest.mark.parametrize(
    ("who", "checks", "withdraws", "letterhead", "mail"),
    [
        (FILER, False, False, False, False),
        (HEAD, False, False, False, False),
        (REVIEWER, True, True, True, False),
        (LEADER, True, True, False, False),
        (ADMIN, False, False, True, True),
    ],
)
def test_what_a_role_may_do_with_documents(
    who: Actor, checks: bool, withdraws: bool, letterhead: bool, mail: bool
) -> None:
    assert policies.may_check(who) is checks
    assert policies.may_withdraw(who) is withdraws
    assert policies.may_set_letterhead(who) is letterhead
    assert policies.may_see_mail(who) is mail


@pytest.mark.parametrize(
    ("who", "hands", "reviews", "signs"),
    [
        (REVIEWER, {2}, True, False),
        (REVIEWER, {1}, False, False),
        (LEADER, set(), True, True),
        (LEADER, {1}, False, False),
        (BOTH, {2}, True, True),
        (BOTH, {1, 2}, False, False),
        (ADMIN, set(), False, False),
        (HEAD, set(), False, False),
        (SYSTEM, set(), False, False),
    ],
)
def test_I8_who_had_a_hand_in_it_neither_approves_nor_signs(
    who: Actor, hands: set[int], reviews: bool, signs: bool
) -> None:
    assert policies.may_review_circular(who, hands) is reviews
    assert policies.may_sign_circular(who, hands) is signs


@pytest.mark.parametrize(
    ("who", "receives"), [(FILER, True), (HEAD, True), (REVIEWER, False), (LEADER, False), (ADMIN, False)]
)
def test_unit_signs_for_what_it_was_sent(who: Actor, receives: bool) -> None:
    assert policies.may_receive(who, 7) is receives
    assert policies.may_receive(who, 8) is False


def test_right_to_file_for_a_unit_is_none_to_receive_for_it() -> None:
    helper = Actor(user_id=1, name="张三", tenant_id=1, grants={FILE_FOR_UNIT: UNIT})
    assert policies.may_receive(helper, 7) is False
