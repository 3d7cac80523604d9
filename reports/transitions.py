"""The life of a unit's filing as one table: who may move it, from where, to where.

draft ── submit ──▶ ready ── sign ──▶ signed ── file ──▶ filed ── return ──▶ returned ──▶ (as draft)
The head may sign what is still a draft; before filing, the unit may take a filing back to draft.
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a unit's filing stands."""

    DRAFT = "draft"
    READY = "ready"
    SIGNED = "signed"
    FILED = "filed"
    RETURNED = "returned"


class Hand(StrEnum):
    """Whose move it is: somebody who fills for the unit, its head, or 安委办."""

    FILLER = "filler"
    SIGNER = "signer"
    REVIEWER = "reviewer"


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted move. `verb` is the word on the button and in messages."""

    name: str
    verb: str
    sources: frozenset[State]
    target: State
    hands: frozenset[Hand]


LABELS = {
    State.DRAFT: "草稿",
    State.READY: "待负责人审核",
    State.SIGNED: "已签字待报送",
    State.FILED: "已报送",
    State.RETURNED: "已退回",
}

EDITABLE = frozenset({State.DRAFT, State.RETURNED})

MOVES = {
    move.name: move
    for move in (
        Move("submit", "提请审核", EDITABLE, State.READY, frozenset({Hand.FILLER})),
        Move("sign", "审核签字", EDITABLE | {State.READY}, State.SIGNED, frozenset({Hand.SIGNER})),
        Move("file", "报送", frozenset({State.SIGNED}), State.FILED, frozenset({Hand.FILLER, Hand.SIGNER})),
        Move(
            "reopen",
            "撤回修改",
            frozenset({State.READY, State.SIGNED}),
            State.DRAFT,
            frozenset({Hand.FILLER, Hand.SIGNER}),
        ),
        Move("return", "退回", frozenset({State.FILED}), State.RETURNED, frozenset({Hand.REVIEWER})),
    )
}


def permitted(state: State, hands: frozenset[Hand]) -> tuple[Move, ...]:
    """The moves these hands can make from `state`, in the order of a filing's life."""
    return tuple(move for move in MOVES.values() if state in move.sources and move.hands & hands)
