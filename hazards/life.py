"""The life of a hazard record as one table: who may move it, from where, to where, with what (I8).

draft ─ file ▶ filed ─ accept ▶ rectifying ─ report_done ▶ awaiting ─ close ▶ closed ─ reopen ▶ rectifying
                 ├─ return ▶ returned ─ file ▶ filed           └─ fail ▶ rectifying
                 └─ exclude ▶ excluded ─ reinstate ▶ filed
draft, filed, returned ─ withdraw ▶ withdrawn
"""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a hazard record stands."""

    DRAFT = "draft"
    FILED = "filed"
    RETURNED = "returned"
    EXCLUDED = "excluded"
    RECTIFYING = "rectifying"
    AWAITING = "awaiting"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Hand(StrEnum):
    """Whose move it is: the reporting unit's people, its head, or 安委办."""

    FILER = "filer"
    HEAD = "head"
    REVIEWER = "reviewer"


class Need(StrEnum):
    """What a move must be given: words, a reason of the closed list, a complete and qualifying record, a
    person who had no hand in the rectification, or a photo of the present re-inspection."""

    REASON = "reason"
    EXCLUSION = "exclusion"
    SOUND = "sound"
    OTHER_PERSON = "other_person"
    AFTER_PHOTO = "after_photo"


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted move. `verb` is the word on the button and in the trail."""

    name: str
    verb: str
    sources: frozenset[Status]
    target: Status
    hands: frozenset[Hand]
    needs: frozenset[Need] = frozenset()


LABELS = {
    Status.DRAFT: "草稿",
    Status.FILED: "待审核",
    Status.RETURNED: "已退回",
    Status.EXCLUDED: "不纳入",
    Status.RECTIFYING: "整改中",
    Status.AWAITING: "待复查",
    Status.CLOSED: "已销号",
    Status.WITHDRAWN: "已撤回",
}

EDITABLE = frozenset({Status.DRAFT, Status.RETURNED})
ACCEPTED = frozenset({Status.RECTIFYING, Status.AWAITING, Status.CLOSED})
OPEN = frozenset({Status.RECTIFYING, Status.AWAITING})

_UNIT = frozenset({Hand.FILER, Hand.HEAD})
_OFFICE = frozenset({Hand.REVIEWER})

MOVES = {
    move.name: move
    for move in (
        Move("file", "报送", EDITABLE, Status.FILED, _UNIT, frozenset({Need.SOUND})),
        Move(
            "withdraw",
            "撤回",
            frozenset({Status.DRAFT, Status.FILED, Status.RETURNED}),
            Status.WITHDRAWN,
            _UNIT,
            frozenset({Need.REASON}),
        ),
        Move("accept", "审核通过", frozenset({Status.FILED}), Status.RECTIFYING, _OFFICE),
        Move("return", "退回", frozenset({Status.FILED}), Status.RETURNED, _OFFICE, frozenset({Need.REASON})),
        Move(
            "exclude",
            "不纳入",
            frozenset({Status.FILED}),
            Status.EXCLUDED,
            _OFFICE,
            frozenset({Need.REASON, Need.EXCLUSION}),
        ),
        Move(
            "reinstate",
            "恢复审核",
            frozenset({Status.EXCLUDED}),
            Status.FILED,
            _OFFICE,
            frozenset({Need.REASON}),
        ),
        Move("report_done", "报请复查", frozenset({Status.RECTIFYING}), Status.AWAITING, _UNIT),
        Move(
            "close",
            "复查销号",
            frozenset({Status.AWAITING}),
            Status.CLOSED,
            frozenset(Hand),
            frozenset({Need.OTHER_PERSON, Need.AFTER_PHOTO}),
        ),
        Move(
            "fail",
            "复查不合格",
            frozenset({Status.AWAITING}),
            Status.RECTIFYING,
            frozenset(Hand),
            frozenset({Need.OTHER_PERSON, Need.REASON}),
        ),
        Move(
            "reopen",
            "重新打开",
            frozenset({Status.CLOSED}),
            Status.RECTIFYING,
            _OFFICE,
            frozenset({Need.REASON}),
        ),
    )
}


def permitted(status: Status, hands: frozenset[Hand]) -> tuple[Move, ...]:
    """The moves these hands can make from `status`, in the order of a record's life."""
    return tuple(move for move in MOVES.values() if status in move.sources and move.hands & hands)
