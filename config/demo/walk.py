"""A demonstration record on its way through life, by the same services and under the same rules as any other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from config.demo import photos
from config.demo.cases import Scene, Situation, scenes
from hazards.counting import Reason
from hazards.entries import Entries
from hazards.models import Criterion, Enterprise, Extension, FoundBy, Hazard, Stage
from hazards.services import evidence, ledger, rectification
from units.actors import Actor
from units.models import Unit

INSPECTORS = {
    FoundBy.DEPARTMENT: "演示检查员甲、演示检查员乙",
    FoundBy.ENTERPRISE: "演示企业安全员",
}
RESPONSIBLE = "演示企业负责人"


@dataclass(frozen=True, slots=True)
class Crew:
    """Who handles a unit's records: its filer, its head who re-inspects, and 安委办's reviewer."""

    unit: Unit
    filer: Actor
    head: Actor
    reviewer: Actor


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found, where, how and when; `number` fills the blank in the situation's words."""

    situation: Situation
    enterprise: Enterprise
    number: int
    found_by: FoundBy
    found_at: datetime
    due_on: date

    def words(self, text: str) -> str:
        return text.replace("{n}", str(self.number))


class Walk:
    """One record and the people who move it. Each step says when it was made."""

    def __init__(self, crew: Crew, hazard: Hazard, scene: Scene) -> None:
        self.crew = crew
        self.hazard = hazard
        self._scene = scene

    def file(self, at: datetime) -> None:
        self._move(self.crew.filer, "file", at)

    def accept(self, at: datetime) -> None:
        self._move(self.crew.reviewer, "accept", at)

    def send_back(self, at: datetime, reason: str) -> None:
        self._move(self.crew.reviewer, "return", at, reason)

    def exclude(self, at: datetime, exclusion: str, reason: str) -> None:
        self._move(self.crew.reviewer, "exclude", at, reason, Reason(exclusion))

    def withdraw(self, at: datetime, reason: str) -> None:
        self._move(self.crew.filer, "withdraw", at, reason)

    def report_done(self, at: datetime) -> None:
        self._move(self.crew.filer, "report_done", at)

    def close(self, at: datetime) -> None:
        """The unit's head has been there and brings a picture."""
        self.photo(self.crew.head, Stage.REINSPECTED, at)
        self._move(self.crew.head, "close", at)

    def fail(self, at: datetime, reason: str) -> None:
        self._move(self.crew.head, "fail", at, reason)

    def reopen(self, at: datetime, reason: str) -> None:
        self._move(self.crew.reviewer, "reopen", at, reason)

    def rewrite(self, at: datetime, description: str) -> None:
        """What the filer mends after a return."""
        filer, hazard = self.crew.filer, self.hazard
        new: Entries = {"description": description}
        self.hazard = ledger.edit_hazard(
            actor=filer, hazard_id=hazard.pk, version=hazard.version, entries=new, at=at
        )

    def progress(self, at: datetime, text: str) -> None:
        rectification.note_progress(actor=self.crew.filer, hazard_id=self.hazard.pk, text=text, at=at)

    def ask(self, at: datetime, days: int, reason: str) -> None:
        """Ask for so many more days."""
        wanted = (self.hazard.due_on or at.date()) + timedelta(days=days)
        rectification.ask_extension(
            actor=self.crew.filer, hazard_id=self.hazard.pk, wanted_on=wanted, reason=reason, at=at
        )

    def grant(self, at: datetime, answer: str) -> None:
        """The office grants what was asked last."""
        asked = Extension.objects.filter(hazard=self.hazard).latest("id")
        rectification.decide_extension(
            actor=self.crew.reviewer, extension_id=asked.pk, granted=True, answer=answer, at=at
        )
        self.hazard.refresh_from_db()

    def photo(self, actor: Actor, stage: Stage, at: datetime) -> None:
        """A drawn picture of this stage."""
        self.attach(actor, stage, at, *photo_of(self.hazard, self._scene, stage, at))

    def attach(self, actor: Actor, stage: Stage, at: datetime, name: str, content: bytes) -> None:
        evidence.attach(actor=actor, hazard_id=self.hazard.pk, stage=stage, name=name, content=content, at=at)

    def _move(
        self,
        actor: Actor,
        name: str,
        at: datetime,
        reason: str = "",
        exclusion: Reason | None = None,
    ) -> None:
        self.hazard = ledger.move(
            actor=actor,
            hazard_id=self.hazard.pk,
            name=name,
            version=self.hazard.version,
            at=at,
            reason=reason,
            exclusion=exclusion,
        )


def begin(crew: Crew, discovery: Discovery, criteria: Mapping[str, Criterion]) -> Walk:
    """A complete draft with its photo and every needed condition answered."""
    situation, at = discovery.situation, discovery.found_at
    hazard = ledger.draft_hazard(
        actor=crew.filer, unit=crew.unit, entries=entries(discovery, criteria), at=at, synthetic=True
    )
    hazard = ledger.answer(
        actor=crew.filer, hazard_id=hazard.pk, version=hazard.version, answers=situation.answers, at=at
    )
    walk = Walk(crew, hazard, scenes()[situation.scene])
    walk.photo(crew.filer, Stage.FOUND, at)
    return walk


def sketch(crew: Crew, discovery: Discovery) -> None:
    """A draft somebody has only begun."""
    begun: Entries = {
        "enterprise": discovery.enterprise,
        "place": discovery.words(discovery.situation.place),
        "sector": discovery.situation.sector,
        "description": discovery.words(discovery.situation.description),
    }
    ledger.draft_hazard(
        actor=crew.filer, unit=crew.unit, entries=begun, at=discovery.found_at, synthetic=True
    )


def photo_of(hazard: Hazard, scene: Scene, stage: Stage, at: datetime) -> tuple[str, bytes]:
    """Name and content of a drawn picture of a record at this stage: the same for the same record."""
    found = stage is Stage.FOUND
    local = at.astimezone(hazard.unit.tenant.zone)
    content = photos.draw(
        scene,
        seed=f"{hazard.unit.name} {hazard.place} {hazard.discovered_at.timestamp()} {stage} {hazard.version}",
        taken_at=local,
        mended=not found,
    )
    return f"{'检查' if found else '复查'}照片{local:%m%d}.jpg", content


def entries(discovery: Discovery, criteria: Mapping[str, Criterion]) -> Entries:
    """A complete record of the discovery, 五落实 included, but for the answers."""
    situation = discovery.situation
    scene = scenes()[situation.scene]
    return {
        "enterprise": discovery.enterprise,
        "place": discovery.words(situation.place),
        "sector": situation.sector,
        "found_by": discovery.found_by.value,
        "inspectors": INSPECTORS[discovery.found_by],
        "discovered_at": discovery.found_at,
        "description": discovery.words(situation.description),
        "criterion": criteria[situation.clause],
        "responsible": RESPONSIBLE,
        "measures": scene.measures,
        "funds": scene.funds,
        "due_on": discovery.due_on,
        "plan": scene.plan,
        "halt": scene.halt,
    }
