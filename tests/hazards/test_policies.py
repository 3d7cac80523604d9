"""Who may do what with records and register: tables over people and units."""

import pytest

from hazards import policies
from hazards.life import Hand
from units.actors import FILE_FOR_UNIT, SIGN_FOR_UNIT, Actor
from units.enums import Role

TOWN, OTHER = 1, 2
FILER = Actor(10, "填", 1, unit_roles={Role.FILER: frozenset({TOWN})})
HEAD = Actor(11, "负", 1, unit_roles={Role.HEAD: frozenset({TOWN})})
STAND_IN = Actor(12, "代", 1, grants={FILE_FOR_UNIT: frozenset({TOWN})})
SIGNER = Actor(13, "签", 1, grants={SIGN_FOR_UNIT: frozenset({TOWN})})
REVIEWER = Actor(14, "审", 1, tenant_roles=frozenset({Role.REVIEWER}))
LEADER = Actor(15, "领", 1, tenant_roles=frozenset({Role.LEADER}))
ADMIN = Actor(16, "管", 1, tenant_roles=frozenset({Role.ADMIN}))
STRANGER = Actor(17, "客", 1)
SYSTEM = Actor.system(1)
EVERYBODY = [FILER, HEAD, STAND_IN, SIGNER, REVIEWER, LEADER, ADMIN, STRANGER, SYSTEM]


def those(allowed: list[Actor]) -> list[tuple[Actor, bool]]:
    return [(actor, actor in allowed) for actor in EVERYBODY]


@pytest.mark.parametrize(("actor", "expected"), those([FILER, HEAD, STAND_IN]))
def test_I8_only_the_units_people_report(actor: Actor, expected: bool) -> None:
    assert policies.may_report(actor, TOWN) is expected
    assert policies.may_report(actor, OTHER) is False


@pytest.mark.parametrize(("actor", "expected"), those([REVIEWER, SYSTEM]))
def test_I8_only_the_office_reviews(actor: Actor, expected: bool) -> None:
    assert policies.may_review(actor) is expected


@pytest.mark.parametrize(
    ("actor", "expected"), those([FILER, HEAD, STAND_IN, SIGNER, REVIEWER, LEADER, ADMIN, SYSTEM])
)
def test_I3_filed_record_is_seen_by_its_unit_and_the_whole_tenants_people(
    actor: Actor, expected: bool
) -> None:
    assert policies.may_see(actor, TOWN, filed=True) is expected


@pytest.mark.parametrize(("actor", "expected"), those([FILER, HEAD, STAND_IN, SIGNER, SYSTEM]))
def test_I3_draft_is_its_units_own(actor: Actor, expected: bool) -> None:
    assert policies.may_see(actor, TOWN, filed=False) is expected


@pytest.mark.parametrize(("actor", "expected"), those([REVIEWER, LEADER, ADMIN, SYSTEM]))
def test_I3_other_units_records_are_not_seen(actor: Actor, expected: bool) -> None:
    assert policies.may_see(actor, OTHER, filed=True) is expected


@pytest.mark.parametrize(("actor", "expected"), those([FILER, HEAD, STAND_IN, REVIEWER, ADMIN, SYSTEM]))
def test_register_takes_entries_from_who_reports(actor: Actor, expected: bool) -> None:
    assert policies.may_register(actor) is expected
    assert policies.may_maintain(actor, [OTHER, TOWN]) is expected


@pytest.mark.parametrize(("actor", "expected"), those([REVIEWER, ADMIN, SYSTEM]))
def test_other_units_entry_is_changed_by_the_whole_tenants_people(actor: Actor, expected: bool) -> None:
    assert policies.may_maintain(actor, [OTHER]) is expected
    assert policies.may_maintain(actor, []) is expected
    assert policies.may_administer_register(actor) is expected


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (FILER, {Hand.FILER}),
        (STAND_IN, {Hand.FILER}),
        (HEAD, {Hand.HEAD}),
        (REVIEWER, {Hand.REVIEWER}),
        (SYSTEM, {Hand.REVIEWER}),
        (LEADER, set()),
        (ADMIN, set()),
        (SIGNER, set()),
        (STRANGER, set()),
    ],
)
def test_I8_hands_follow_from_roles(actor: Actor, expected: set[Hand]) -> None:
    assert policies.hands(actor, TOWN) == expected


@pytest.mark.parametrize(("actor", "expected"), those([FILER, HEAD, STAND_IN, REVIEWER, SYSTEM]))
def test_I8_units_ledger_is_taken_in_by_its_people_and_the_office(actor: Actor, expected: bool) -> None:
    assert policies.may_import(actor, TOWN) is expected


@pytest.mark.parametrize(("actor", "expected"), those([REVIEWER, SYSTEM]))
def test_I8_ledger_of_all_or_other_units_is_taken_in_by_the_office(actor: Actor, expected: bool) -> None:
    assert policies.may_import(actor, None) is expected
    assert policies.may_import(actor, OTHER) is expected
