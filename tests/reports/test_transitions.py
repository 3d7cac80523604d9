"""The life of a filing: every move from every state by every hand."""

from itertools import chain, combinations, product

import pytest

from reports.transitions import EDITABLE, LABELS, MOVES, Hand, State, permitted

# The whole table, written out by hand: state, hand → the moves that can be made.
TABLE = {
    (State.DRAFT, Hand.FILLER): ["submit"],
    (State.DRAFT, Hand.SIGNER): ["sign"],
    (State.DRAFT, Hand.REVIEWER): [],
    (State.READY, Hand.FILLER): ["reopen"],
    (State.READY, Hand.SIGNER): ["sign", "reopen"],
    (State.READY, Hand.REVIEWER): [],
    (State.SIGNED, Hand.FILLER): ["file", "reopen"],
    (State.SIGNED, Hand.SIGNER): ["file", "reopen"],
    (State.SIGNED, Hand.REVIEWER): [],
    (State.FILED, Hand.FILLER): [],
    (State.FILED, Hand.SIGNER): [],
    (State.FILED, Hand.REVIEWER): ["return"],
    (State.RETURNED, Hand.FILLER): ["submit"],
    (State.RETURNED, Hand.SIGNER): ["sign"],
    (State.RETURNED, Hand.REVIEWER): [],
}
HANDS = list(chain.from_iterable(combinations(Hand, size) for size in range(len(Hand) + 1)))


@pytest.mark.parametrize(("state", "hand"), list(product(State, Hand)))
def test_I8_one_hand_can_make_these_moves(state: State, hand: Hand) -> None:
    assert [move.name for move in permitted(state, frozenset({hand}))] == TABLE[state, hand]


@pytest.mark.parametrize(("state", "hands"), list(product(State, HANDS)))
def test_I8_several_hands_can_do_what_each_can_and_no_more(state: State, hands: tuple[Hand, ...]) -> None:
    found = {move.name for move in permitted(state, frozenset(hands))}
    assert found == {name for hand in hands for name in TABLE[state, hand]}


def test_moves_come_in_the_order_of_a_filings_life() -> None:
    names = list(MOVES)
    for state in State:
        found = [move.name for move in permitted(state, frozenset(Hand))]
        assert found == sorted(found, key=names.index)


def test_every_move_is_named_like_its_key_and_leads_elsewhere() -> None:
    for name, move in MOVES.items():
        assert move.name == name
        assert move.verb
        assert move.target not in move.sources
        assert move.hands


def test_every_state_has_words() -> None:
    assert set(LABELS) == set(State)
    assert len(set(LABELS.values())) == len(State)


def test_every_state_can_be_reached_and_left() -> None:
    reached = {move.target for move in MOVES.values()}
    assert reached == set(State)
    assert {state for move in MOVES.values() for state in move.sources} == set(State)


def test_I8_nothing_is_filed_without_having_been_signed() -> None:
    assert MOVES["file"].sources == {State.SIGNED}
    assert [name for name, move in MOVES.items() if move.target is State.SIGNED] == ["sign"]
    assert MOVES["sign"].hands == {Hand.SIGNER}


def test_I8_only_the_office_sends_back_and_does_nothing_else() -> None:
    assert [name for name, move in MOVES.items() if Hand.REVIEWER in move.hands] == ["return"]


def test_figures_are_edited_only_before_they_are_handed_on() -> None:
    assert {State.DRAFT, State.RETURNED} == EDITABLE
