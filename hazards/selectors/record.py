"""What the page of one record shows, as one person sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hazards import lifeline, policies, rectifying, soundness
from hazards.judgment import Answer, Judgment
from hazards.life import EDITABLE, Move, Need, Status
from hazards.lifeline import Station, Step
from hazards.models import Hazard, HazardEvent, Stage
from hazards.outline import Node, outline
from hazards.rectifying import Term
from hazards.selectors import evidence, ledger, rectification
from hazards.selectors.evidence import Gallery, Item
from hazards.selectors.rectification import Rectification
from hazards.selectors.story import Line, story
from units.actors import Actor

OTHERS = 5
"""How many other records of the enterprise are shown."""
CONSEQUENCES: Mapping[str, str] = {
    "file": "报送后交安委办审核，审核期间不能再改；需要改动的，请安委办退回。",
    "withdraw": "撤回后本条不再办理，也不计入统计；要重新报送的，须另建一条。",
    "accept": "通过后本条计入统计，由报送单位按五落实整改。",
    "return": "退回后由报送单位改正、重新报送。原因会立即显示给填报人。",
    "exclude": "不纳入的隐患不计入统计。原因会立即显示给填报人；以后可以恢复审核。",
    "reinstate": "恢复后本条回到待审核，可以重新决定。",
    "report_done": "报请后交另一人复查；您本人不能再办理本条的复查和销号。",
    "close": "销号后本条办结，由您签名负责；发现反弹的，安委办可以重新打开。",
    "fail": "不合格的退回继续整改，并记一次复查不合格。",
    "reopen": "重新打开后退回整改，并记一次；原来的销号时间保留在办理记录里。",
}
"""What each move brings about, said before it is made."""
OWN_WORK = "本条是您整改或报请复查的，要由另一人复查：请同事或安委办办理。"
NO_PHOTO = "还没有本次复查的照片，先在这里上传，再办理销号。"
_FORWARD = frozenset({"file", "accept", "report_done", "close"})
_WAITS_FOR: Mapping[Status, str] = {
    Status.DRAFT: "等{unit}填写完整后报送。",
    Status.FILED: "等安委办审核。",
    Status.RETURNED: "等{unit}改正后重新报送。",
    Status.EXCLUDED: "本条不纳入统计，已经办结；安委办可以恢复审核。",
    Status.RECTIFYING: "等{unit}整改，整改完成后报请复查。",
    Status.AWAITING: "等没有参与本条整改的另一人复查：{unit}的同事或安委办。",
    Status.CLOSED: "已经销号。回头看发现反弹的，由安委办重新打开。",
    Status.WITHDRAWN: "已经撤回，不再办理。",
}


_YOUR_TURN: Mapping[Status, str] = {
    Status.DRAFT: "填写完整后报送。",
    Status.FILED: "对照条款核对事实，再决定通过、退回或不纳入。",
    Status.RETURNED: "按退回原因改正，再重新报送。",
    Status.EXCLUDED: "本条不纳入统计；补充材料后可以恢复审核。",
    Status.RECTIFYING: "按五落实整改，整改完成后报请复查。",
    Status.AWAITING: "到现场复查并拍照上传：合格的销号，不合格的写明原因退回整改。",
    Status.CLOSED: "已经销号。发现反弹的，可以重新打开。",
}
"""The same, to whose turn it is."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A move this person's hands can make; `blocked` says what is still in the way, "" when nothing is."""

    move: Move
    consequence: str
    blocked: str

    @property
    def look(self) -> str:
        """The style of its button: steps forward stand out, steps back are amber."""
        return "btn-primary" if self.move.name in _FORWARD else "btn-caution"

    @property
    def asks_reason(self) -> bool:
        """Whether words are needed."""
        return Need.REASON in self.move.needs

    @property
    def asks_exclusion(self) -> bool:
        """Whether a reason of the closed list is needed."""
        return Need.EXCLUSION in self.move.needs


@dataclass(frozen=True, slots=True)
class Law:
    """The clause a record is judged by, its conditions, the answers given and what they come to."""

    clause: Mapping[str, Any]
    since: date
    conditions: Node
    answers: Mapping[str, Answer]
    judgment: Judgment


@dataclass(frozen=True, slots=True)
class Record:
    """A record with its line of life, what it rests on, and what can be done next.

    `repeated` are after-photos that stand elsewhere too; `others` the latest records of the same enterprise,
    of `others_count`.
    """

    hazard: Hazard
    stations: Sequence[Station]
    lines: Sequence[Line]
    term: Term | None
    choices: Sequence[Choice]
    can_edit: bool
    law: Law | None
    gallery: Gallery
    repeated: Sequence[Item]
    rectification: Rectification
    others: Sequence[Hazard]
    others_count: int

    @property
    def decides(self) -> bool:
        """Whether it is this person's turn; to take back what one has filed is no turn."""
        return any(choice.move.name != "withdraw" and choice.blocked != OWN_WORK for choice in self.choices)

    @property
    def next(self) -> str:
        """What is to be done and by whom, in words."""
        status = Status(self.hazard.status)
        words = _YOUR_TURN if self.decides else _WAITS_FOR
        return words[status].format(unit=self.hazard.unit.name)

    @property
    def notes(self) -> Sequence[Line]:
        """How the rectification went, the latest first."""
        return [line for line in reversed(self.lines) if line.verb == rectifying.NOTED]

    @property
    def takes_after_photos(self) -> bool:
        """Whether this person re-inspects now, and so adds the photos of it."""
        return any(choice.move.name == "close" and choice.blocked != OWN_WORK for choice in self.choices)


def record(actor: Actor, hazard_id: int, *, at: datetime) -> Record:
    """The record as this person sees it at this instant; NotFound unless they may know of it."""
    hazard = ledger.hazard(actor, hazard_id)
    events = ledger.history(hazard)
    status = Status(hazard.status)
    today = at.astimezone(hazard.tenant.zone).date()
    gallery = evidence.gallery(hazard)
    others = ledger.same_enterprise(actor, hazard)
    return Record(
        hazard=hazard,
        stations=_stations(hazard, events),
        lines=story(events),
        term=rectifying.term(status, hazard.due_on, today),
        choices=_choices(actor, hazard, gallery),
        can_edit=status in EDITABLE and policies.may_report(actor, hazard.unit_id),
        law=_law(hazard),
        gallery=gallery,
        repeated=rectification.repeated(gallery),
        rectification=rectification.rectification(actor, hazard, at=at),
        others=list(others[:OTHERS]),
        others_count=others.count(),
    )


def _stations(hazard: Hazard, events: Sequence[HazardEvent]) -> Sequence[Station]:
    found = Step("发现", hazard.inspectors, hazard.discovered_at)
    steps = [Step(event.verb, event.actor_name, event.at) for event in events]
    return lifeline.stations(Status(hazard.status), found, steps)


def _law(hazard: Hazard) -> Law | None:
    clause = soundness.clause_of(hazard)
    judgment = soundness.judgment_of(hazard)
    if not clause or judgment is None:
        return None
    answers = soundness.answers_of(hazard, clause["logic"])
    return Law(
        clause,
        date.fromisoformat(clause["effective_from"]),
        outline(clause["logic"], answers),
        answers,
        judgment,
    )


def _choices(actor: Actor, hazard: Hazard, gallery: Gallery) -> Sequence[Choice]:
    """The moves this person's hands can make now, each with its consequence and what is in its way."""
    moves = ledger.moves(actor, hazard)
    verifies = any(Need.OTHER_PERSON in move.needs for move in moves)
    own_work = verifies and ledger.rectified(actor, hazard)
    taken = gallery.of(Stage.REINSPECTED)
    photographed = any(item.evidence.is_picture and item.evidence.round == hazard.round for item in taken)
    found = []
    for move in moves:
        blocked = ""
        if Need.OTHER_PERSON in move.needs and own_work:
            blocked = OWN_WORK
        elif Need.AFTER_PHOTO in move.needs and not photographed:
            blocked = NO_PHOTO
        found.append(Choice(move, CONSEQUENCES[move.name], blocked))
    return found
