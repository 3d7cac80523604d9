"""Hazard records for tests: a small standard, an enterprise, and records at every point of their life."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hazards import counting
from hazards.entries import Entries
from hazards.judgment import Answer, Value
from hazards.life import Status
from hazards.models import Criterion, Enterprise, Evidence, Hazard, Stage, Standard
from hazards.services import enterprises, ledger
from hazards.standards import Logic
from tests.factories import ZONE, District
from units.actors import Actor
from units.models import Unit

FOUND_AT = datetime(2023, 9, 10, 9, 30, tzinfo=ZONE)
"""When the hazards of tests are discovered: within the period 2023-09."""
FILED_AT = FOUND_AT + timedelta(days=1)
IN_FORCE = date(2023, 5, 15)
USCC = "91110000600037341L"
OTHER_USCC = "92110000MA0000001H"
CONFINED: Logic = {"all": [{"condition": "存在有限空间"}, {"condition": "未设置明显的安全警示标志"}]}
MET = {"/0": Answer(Value.YES, "污水池"), "/1": Answer(Value.YES, "现场无标志", "照片3")}


def make_criterion(
    code: str = "gm-2023-13", starts: date = IN_FORCE, ends: date | None = None, logic: Logic = CONFINED
) -> Criterion:
    """A clause of a standard of its own, in force from 15 May 2023."""
    standard, _ = Standard.objects.get_or_create(
        code=code.rpartition("-")[0],
        defaults={
            "title": "工贸企业重大事故隐患判定标准",
            "issuer": "应急管理部",
            "number": "应急管理部令第10号",
            "effective_from": starts,
            "effective_to": ends,
            "sector": "工贸",
            "confidence": "verbatim",
        },
    )
    return Criterion.objects.create(
        standard=standard, code=code, article="第十三条", text="有限空间", logic=logic, order=1
    )


def clause() -> Criterion:
    """The clause most tests judge by, made when first asked for."""
    return Criterion.objects.filter(code="gm-2023-13").first() or make_criterion()


def make_enterprise(name: str = "东关机械厂", uscc: str = "", **fields: object) -> Enterprise:
    """An entry of the open tenant's register."""
    return Enterprise.objects.create(name=name, uscc=uscc, **fields)


def complete(**fields: object) -> Entries:
    """Everything a record needs to be filed, but the answers."""
    entries: Entries = {
        "enterprise": Enterprise.objects.filter(name="东关机械厂").first() or make_enterprise(),
        "place": "污水处理站",
        "sector": "工贸",
        "found_by": "department",
        "inspectors": "甲、乙",
        "discovered_at": FOUND_AT,
        "description": "污水池入口处没有设置有限空间安全警示标志",
        "criterion": clause(),
        "responsible": "丙",
        "measures": "设置警示标志，加锁管理",
        "funds": Decimal("0.35"),
        "due_on": date(2023, 9, 30),
        "plan": "停止进入，专人看守",
    }
    return {**entries, **fields}  # type: ignore[typeddict-item]


def drafted(
    district: District, unit: Unit | None = None, actor: Actor | None = None, **fields: object
) -> Hazard:
    """A complete draft of the first town with every condition answered yes."""
    by = actor or district.filer
    hazard = ledger.draft_hazard(
        actor=by, unit=unit or district.town, entries=complete(**fields), at=FOUND_AT
    )
    if hazard.criterion is None:
        return hazard
    return ledger.answer(actor=by, hazard_id=hazard.pk, version=hazard.version, answers=MET, at=FOUND_AT)


def step(
    actor: Actor,
    hazard: Hazard,
    name: str,
    *,
    at: datetime = FILED_AT,
    reason: str = "",
    exclusion: counting.Reason | None = None,
) -> Hazard:
    """One move by somebody whose page is up to date; a close-out comes with its after-photo."""
    if name == "close":
        photographed(hazard)
    return ledger.move(
        actor=actor,
        hazard_id=hazard.pk,
        name=name,
        version=hazard.version,
        at=at,
        reason=reason,
        exclusion=exclusion,
    )


def photographed(hazard: Hazard, stage: Stage = Stage.REINSPECTED, **fields: Any) -> Evidence:
    """A picture of the record's present round, without its file."""
    return Evidence.objects.create(
        **{
            "hazard": hazard,
            "unit_id": hazard.unit_id,
            "stage": stage,
            "round": hazard.round,
            "name": "现场.jpg",
            "media_type": "image/jpeg",
            "size": 1,
            "digest": "0",
            "width": 640,
            "height": 480,
            "at": FILED_AT,
            "uploader_name": "测试",
            **fields,
        }
    )


WAYS = {
    Status.DRAFT: (),
    Status.FILED: ("file",),
    Status.RETURNED: ("file", "return"),
    Status.EXCLUDED: ("file", "exclude"),
    Status.RECTIFYING: ("file", "accept"),
    Status.AWAITING: ("file", "accept", "report_done"),
    Status.CLOSED: ("file", "accept", "report_done", "close"),
    Status.WITHDRAWN: ("file", "withdraw"),
}
"""How a record gets to each status."""
_UNITS_OWN = frozenset({"file", "report_done", "withdraw"})


def standing(district: District, status: Status, **fields: Any) -> Hazard:
    """A record of the first town at this point of its life, by its filer and 安委办."""
    hazard = drafted(district, **fields)
    for name in WAYS[status]:
        exclude = name == "exclude"
        hazard = step(
            district.filer if name in _UNITS_OWN else district.reviewer,
            hazard,
            name,
            reason="条款不符" if exclude or name in {"return", "withdraw"} else "",
            exclusion=counting.Reason.CRITERION_NOT_MET if exclude else None,
        )
    return hazard


def registered(district: District, **fields: object) -> Enterprise:
    """An enterprise as the first town's filer registers it."""
    entry = enterprises.Entry(**{"name": "西关化工厂", "uscc": USCC, **fields})  # type: ignore[arg-type]
    return enterprises.register(actor=district.filer, entry=entry, at=FOUND_AT)
