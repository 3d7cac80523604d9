"""The life of a hazard record: every move from every status by every hand (I8)."""

from itertools import chain, combinations, product

import pytest

from hazards.life import ACCEPTED, EDITABLE, LABELS, MOVES, OPEN, Hand, Need, Status, permitted

UNIT_TABLE = {
    Status.DRAFT: ["file", "withdraw"],
    Status.FILED: ["withdraw"],
    Status.RETURNED: ["file", "withdraw"],
    Status.EXCLUDED: [],
    Status.RECTIFYING: ["report_done"],
    Status.AWAITING: ["close", "fail"],
    Status.CLOSED: [],
    Status.WITHDRAWN: [],
}
OFFICE_TABLE = {
    Status.DRAFT: [],
    Status.FILED: ["accept", "return", "exclude"],
    Status.RETURNED: [],
    Status.EXCLUDED: ["reinstate"],
    Status.RECTIFYING: [],
    Status.AWAITING: ["close", "fail"],
    Status.CLOSED: ["reopen"],
    Status.WITHDRAWN: [],
}
# The whole table, written out by hand: hand → status → the moves that can be made.
TABLE = {Hand.FILER: UNIT_TABLE, Hand.HEAD: UNIT_TABLE, Hand.REVIEWER: OFFICE_TABLE}
HANDS = list(chain.from_iterable(combinations(Hand, size) for size in range(len(Hand) + 1)))
NEEDS = {
    "file": {Need.SOUND},
    "withdraw": {Need.REASON},
    "accept": set(),
    "return": {Need.REASON},
    "exclude": {Need.REASON, Need.EXCLUSION},
    "reinstate": {Need.REASON},
    "report_done": set(),
    "close": {Need.OTHER_PERSON, Need.AFTER_PHOTO},
    "fail": {Need.OTHER_PERSON, Need.REASON},
    "reopen": {Need.REASON},
}


@pytest.mark.parametrize(("status", "hand"), list(product(Status, Hand)))
def test_I8_one_hand_can_make_these_moves(status: Status, hand: Hand) -> None:
    assert [move.name for move in permitted(status, frozenset({hand}))] == TABLE[hand][status]


@pytest.mark.parametrize(("status", "hands"), list(product(Status, HANDS)))
def test_I8_several_hands_can_do_what_each_can_and_no_more(status: Status, hands: tuple[Hand, ...]) -> None:
    found = {move.name for move in permitted(status, frozenset(hands))}
    assert found == {name for hand in hands for name in TABLE[hand][status]}


def test_moves_come_in_the_order_of_a_records_life() -> None:
    names = list(MOVES)
    for status in Status:
        found = [move.name for move in permitted(status, frozenset(Hand))]
        assert found == sorted(found, key=names.index)


def test_every_move_is_named_like_its_key_and_leads_elsewhere() -> None:
    for name, move in MOVES.items():
        assert move.name == name
        assert move.target not in move.sources
        assert move.hands
    assert len({move.verb for move in MOVES.values()}) == len(MOVES)


def test_I8_every_move_needs_these() -> None:
    assert {name: set(move.needs) for name, move in MOVES.items()} == NEEDS


def test_I8_every_negative_decision_gives_its_reason() -> None:
    undoing = {"withdraw", "return", "exclude", "reinstate", "fail", "reopen"}
    assert {name for name, move in MOVES.items() if Need.REASON in move.needs} == undoing


def test_I8_nothing_is_closed_without_another_persons_inspection() -> None:
    assert [name for name, move in MOVES.items() if move.target is Status.CLOSED] == ["close"]
    assert MOVES["close"].sources == {Status.AWAITING}


def test_I2_nothing_is_filed_without_being_sound() -> None:
    into_review = {name for name, move in MOVES.items() if move.target is Status.FILED}
    assert into_review == {"file", "reinstate"}
    assert MOVES["reinstate"].sources == {Status.EXCLUDED}, "which was filed, so it was sound"


def test_every_status_has_words_of_its_own() -> None:
    assert set(LABELS) == set(Status)
    assert len(set(LABELS.values())) == len(Status)


def test_every_status_but_the_first_is_reached_and_only_withdrawn_is_final() -> None:
    assert {move.target for move in MOVES.values()} == set(Status) - {Status.DRAFT}
    left = {status for move in MOVES.values() for status in move.sources}
    assert left == set(Status) - {Status.WITHDRAWN}


def test_kinds_of_status_do_not_overlap() -> None:
    assert not EDITABLE & ACCEPTED
    assert ACCEPTED - {Status.CLOSED} == OPEN
