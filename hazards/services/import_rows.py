"""What the rows of a ledger come to: new, changed, unchanged or faulty, compared with the records as they stand.

The same function answers when a file is checked and when it is stored, so that nothing is stored that the
check would not have let through.
"""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

from hazards import ledger_answers, ledger_sheet, policies, soundness
from hazards.codes import BadCode, normal_code
from hazards.entries import LABELS, InvalidFields, clean, longest, shown
from hazards.judgment import Answer, Value
from hazards.ledger_answers import BadAnswers
from hazards.ledger_rows import conditions_of, written
from hazards.life import EDITABLE, Status
from hazards.life import LABELS as STATUS_LABELS
from hazards.models import Criterion, Enterprise, EnterpriseKind, Hazard, RowKind
from hazards.services import import_lookups
from hazards.services.import_lookups import Found
from hazards.standards import SHORT
from units.actors import Actor
from units.models import Unit

PLAIN = (
    "place", "sector", "found_by", "inspectors", "description", "responsible", "measures", "funds", "due_on",
    "plan", "halt", "coordination",
)  # fmt: skip
"""Columns that hold a field of the record as it stands."""


@dataclass(slots=True)
class Line:
    """One row and what it comes to.

    `target` is the record as it would be, `standing` the one it was compared with. `newcomer` tells that the
    enterprise is not in the register. `answers` is None where the sheet says nothing of them.
    """

    number: int
    texts: Mapping[str, str]
    values: dict[str, Any]
    problems: dict[str, str]
    kind: RowKind = RowKind.NEW
    unit: Unit | None = None
    standing: Hazard | None = None
    target: Hazard | None = None
    newcomer: bool = False
    entries: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Answer] | None = None
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    gaps: dict[str, str] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What a row is judged by: who imports, for which unit (None for all), at what time."""

    actor: Actor
    unit: Unit | None
    at: datetime


def line(number: int, texts: Mapping[str, str], faults: Mapping[str, str] | None = None) -> Line:
    """A row as its cells say it, not yet compared."""
    parsed = ledger_sheet.parse(texts)
    return Line(number, texts, parsed.values, {**parsed.problems, **(faults or {})})


def compare(lines: Sequence[Line], given: Given, *, lock: bool = False) -> None:
    """Fill in what every row comes to. The number of queries does not grow with the rows."""
    found = import_lookups.find([each.values for each in lines], lock=lock)
    newcomers: dict[str, Enterprise] = {}
    for each in lines:
        _refer(each, found, given)
        _choose_enterprise(each, found, newcomers)
        _choose_clause(each, found)
        _enter(each, given)
    _meet_twins([each for each in lines if each.standing is None and not each.problems], given)
    for each in lines:
        _settle(each, given)


def _refer(each: Line, found: Found, given: Given) -> None:
    """Find the unit and the record a row means."""
    name = each.values.get("unit", "")
    each.unit = (
        given.unit if given.unit is not None and name in {"", given.unit.name} else found.units.get(name)
    )
    each.standing = _record(each, found, given)
    if each.standing is not None:
        _keep_unit(each, each.standing)
    elif each.unit is None:
        each.problems["unit"] = _no_unit(name, found.units)
    if given.unit is not None and each.unit is not None and each.unit.pk != given.unit.pk:
        each.problems["unit"] = f"这次只导入{given.unit.name}的隐患，这一行写的是“{name}”。"


def _keep_unit(each: Line, standing: Hazard) -> None:
    name = each.values.get("unit", "")
    if name not in {"", standing.unit.name}:
        each.problems["unit"] = f"{standing}是{standing.unit.name}的，报送单位不能改。"
    each.unit = standing.unit


def _record(each: Line, found: Found, given: Given) -> Hazard | None:
    """The record named by number or as a draft; a problem when there is none this person may know of."""
    number, draft = each.values.get("number", ""), each.values.get("draft", "")
    if not number and not draft:
        return None
    named = [found.by_number.get(number)] if number else []
    if draft:
        named.append(found.by_id.get(import_lookups.draft_id(each.values) or 0))
    column = "number" if number else "draft"
    visible = [record for record in named if record is not None and _visible(record, given)]
    if len(visible) < len(named):
        each.problems[column] = "台账里没有这个编号，请核对；新增的隐患，编号请留空。"
        return None
    if len({record.pk for record in visible}) > 1:
        each.problems["draft"] = f"草稿编号和编号{number}不是同一条，请只填一个。"
    return visible[0]


def _visible(record: Hazard, given: Given) -> bool:
    mine = given.unit is None or record.unit_id == given.unit.pk
    return mine and policies.may_see(given.actor, record.unit_id, filed=bool(record.number))


def _no_unit(name: str, units: Mapping[str, Unit]) -> str:
    if not name:
        return "报送单位还没有填。"
    near = difflib.get_close_matches(name, list(units), n=1)
    return f"没有“{name[:20]}”这个单位" + (f"，是不是“{near[0]}”？" if near else "，请对照单位名单改正。")


def _choose_enterprise(each: Line, found: Found, newcomers: dict[str, Enterprise]) -> None:
    """The entry of the register by code, else by name, else one to be registered."""
    name = each.values.get("enterprise", "")
    try:
        code = normal_code(each.values.get("uscc", ""))
    except BadCode as bad:
        each.problems["uscc"] = str(bad)
        return
    known = _known(each, name, code, found)
    if known is None and code and not name:
        each.problems["enterprise"] = "填了代码，没有填企业名称；名录里没有这个代码，请补上名称。"
    if known is None and name and not each.problems.keys() & {"uscc", "enterprise"}:
        known = newcomers.get(code or name) or Enterprise(name=name, uscc=code, **_facts(each))
        newcomers[code or name] = known
        each.newcomer = True
        _check_newcomer(each, known)
    if "enterprise" in each.texts:
        each.entries["enterprise"] = known


def _known(each: Line, name: str, code: str, found: Found) -> Enterprise | None:
    by_code = found.by_code.get(code) if code else None
    if by_code is not None:
        if name and name != by_code.name:
            each.problems["enterprise"] = (
                f"统一社会信用代码{code}在企业名录里是“{by_code.name}”，与所填名称不同，请核对。"
            )
        return by_code
    same = found.by_name.get(name, ())
    if len(same) > 1 and not code:
        each.problems["enterprise"] = f"企业名录里有{len(same)}家“{name}”，请填统一社会信用代码。"
    if len(same) == 1 and code and same[0].uscc:
        each.problems["uscc"] = f"企业名录里“{name}”的代码是{same[0].uscc}，与所填不同，请核对。"
    return same[0] if len(same) == 1 else None


def _facts(each: Line) -> dict[str, str]:
    """What a newcomer's row tells of it."""
    said = {name: each.values.get(name) or "" for name in ("sector", "address")}
    return {**said, "kind": each.values.get("kind") or EnterpriseKind.COMPANY.value}


def _check_newcomer(each: Line, newcomer: Enterprise) -> None:
    if newcomer.name != each.values["enterprise"]:
        each.problems["uscc"] = (
            f"表里“{newcomer.name}”也用了代码{newcomer.uscc}，一个代码只能属于一家企业，请核对。"
        )
    for column, name in (("enterprise", "name"), ("address", "address"), ("sector", "sector")):
        limit, length = longest(Enterprise, name), len(each.values.get(column) or "")
        if length > limit:
            label = ledger_sheet.BY_NAME[column].label
            each.problems[column] = f"{label}最多{limit}字，现有{length}字，请写短一些。"


def _choose_clause(each: Line, found: Found) -> None:
    """The clause of that article in force on the day of discovery."""
    article, standard = each.values.get("criterion", ""), each.values.get("standard", "")
    if not article:
        if standard:
            each.problems["criterion"] = "填了判定标准，没有填条款，请补上条号。"
        elif "criterion" in each.texts:
            each.entries["criterion"] = None
        return
    on = each.values.get("discovered_at")
    same = [clause for clause in found.clauses.get(article, ()) if not standard or _is_of(clause, standard)]
    if not same:
        place = f"“{standard[:40]}”里" if standard else "标准库里"
        each.problems["criterion"] = f"{place}没有“{article[:40]}”这一条，请对照标准库核对。"
    elif on is not None:
        day = on.date() if isinstance(on, datetime) else on
        reasons = {clause: soundness.out_of_force(clause.standard, day) for clause in same}
        valid = [clause for clause, reason in reasons.items() if not reason]
        each.entries["criterion"] = valid[0] if len(valid) == 1 else None
        if not valid:
            each.problems["criterion"] = f"{reasons[same[-1]]}请改填当日有效的条款。"
        elif len(valid) > 1:
            each.problems["standard"] = f"有{len(valid)}部标准都有“{article}”，请填判定标准。"


def _is_of(clause: Criterion, said: str) -> bool:
    standard = clause.standard
    return said in {str(standard), standard.title, standard.number, standard.code}


def _enter(each: Line, given: Given) -> None:
    """Put the values into a record as it would be, if they can be stored at all."""
    if not each.values.get("discovered_at") and "discovered_at" not in each.problems:
        each.problems["discovered_at"] = "发现时间还没有填。"
    each.entries |= {name: each.values[name] for name in PLAIN if name in each.values}
    if each.unit is None:
        return
    if said := each.values.get("discovered_at"):
        each.entries["discovered_at"] = _moment(said, each.standing, each.unit)
        if each.entries["discovered_at"] > given.at:
            each.problems["discovered_at"] = "发现时间在将来，请核对日期和时间。"
    try:
        each.entries = clean(each.entries)  # type: ignore[arg-type]  # its names are those of `Entries`
    except InvalidFields as invalid:
        each.problems |= invalid.problems
    each.target = _with(each.standing or Hazard(unit=each.unit), each.entries, each.unit)
    _answer(each, each.target)


def _moment(said: datetime | date, standing: Hazard | None, unit: Unit) -> datetime:
    """A time in the tenant's zone. Where nothing finer is said, a record keeps what it has."""
    zone = unit.tenant.zone
    if standing is not None:
        held = standing.discovered_at.astimezone(zone)
        same = (
            held.replace(second=0, microsecond=0, tzinfo=None) if isinstance(said, datetime) else held.date()
        )
        if same == said:
            return standing.discovered_at
    naive = said if isinstance(said, datetime) else datetime.combine(said, time())
    return naive.replace(tzinfo=zone)


def _with(record: Hazard, entries: Mapping[str, Any], unit: Unit) -> Hazard:
    target = copy(record)
    # The copy must not share what was fetched along with the record.
    target._state = copy(record._state)
    target._state.fields_cache = dict(record._state.fields_cache)
    for name, value in entries.items():
        setattr(target, name, value)
    if target.discovered_at is not None:
        target.discovered_on = target.discovered_at.astimezone(unit.tenant.zone).date()
    return target


def _answer(each: Line, target: Hazard) -> None:
    """The answers the cell gives, replacing those the record has."""
    text = each.values.get("answers")
    asked = conditions_of(target)
    if text is None or (each.standing is not None and text == written(each.standing)):
        if each.standing is not None and target.criterion_id != each.standing.criterion_id:
            target.answers = {}
        return
    if text and target.criterion is None:
        # Where the clause could not be found, that is what is wrong.
        if not each.problems.keys() & {"criterion", "standard", "discovered_at"}:
            each.problems["answers"] = "还没有选判定条款，不能判定条件。"
        return
    try:
        each.answers = ledger_answers.read(text, asked)
    except BadAnswers as bad:
        each.problems["answers"] = str(bad)
        return
    if any(max(len(answer.fact), len(answer.evidence)) > SHORT for answer in each.answers.values()):
        each.problems["answers"] = f"条件的事实和依据各最多{SHORT}字，请写短一些。"
    target.answers = stored_answers(each.answers)


def stored_answers(answers: Mapping[str, Answer]) -> dict[str, dict[str, str]]:
    """Answers as a record keeps them."""
    return {
        path: {"value": answer.value, "fact": answer.fact, "evidence": answer.evidence}
        for path, answer in answers.items()
        if answer != Answer(Value.UNKNOWN)
    }


def _meet_twins(lines: Sequence[Line], given: Given) -> None:
    """A row without a number that says the same as a record is that record: a file may come twice."""
    known = import_lookups.twins([each.target for each in lines if each.target is not None])
    for each in lines:
        twin = known.get(import_lookups.content(each.target)) if each.target and not each.newcomer else None
        if twin is None or each.unit is None:
            continue
        if not _visible(twin, given):
            each.problems["description"] = f"{twin.unit.name}已有一条内容相同的草稿，由该单位自己报送。"
            continue
        each.standing = twin
        if said := each.values.get("discovered_at"):
            each.entries["discovered_at"] = _moment(said, twin, each.unit)
        each.target = _with(twin, each.entries, each.unit)
        each.answers = None
        _answer(each, each.target)


def _settle(each: Line, given: Given) -> None:
    """Say what the row comes to."""
    if each.standing is not None:
        each.key = f"h:{each.standing.pk}"
        if each.target is not None and not each.problems:
            each.changes = dict(_differences(each.standing, each.target))
            each.problems |= _refusals(each, each.standing, given)
    elif each.target is not None and not each.problems:
        each.key = f"n:{_digest(each)}"
        if each.newcomer:
            each.changes = {"enterprise": ("", each.values["enterprise"])}
    if each.problems or each.target is None:
        each.kind = RowKind.BAD
        return
    if each.standing is not None:
        each.kind = RowKind.CHANGED if each.changes else RowKind.UNCHANGED
    if each.kind in {RowKind.NEW, RowKind.CHANGED}:
        each.gaps = dict(soundness.problems(each.target, at=given.at))


def _differences(standing: Hazard, target: Hazard) -> Iterable[tuple[str, tuple[str, str]]]:
    """What the row would change, field by field, as shown."""
    zone = standing.unit.tenant.zone
    for name in LABELS:
        old, new = getattr(standing, name), getattr(target, name)
        if old != new:
            local = [each.astimezone(zone) if isinstance(each, datetime) else each for each in (old, new)]
            yield name, (_shown(name, local[0]), _shown(name, local[1]))
    if standing.answers != target.answers:
        yield "answers", (written(standing), written(target))


def _shown(name: str, value: Any) -> str:
    if isinstance(value, Criterion):
        return f"{value.standard.title}{value.article}"
    return shown(name, value)


def _refusals(each: Line, standing: Hazard, given: Given) -> dict[str, str]:
    """Why these changes cannot be made, at every cell that has one; empty when they can."""
    if Status(standing.status) not in EDITABLE:
        label = STATUS_LABELS[Status(standing.status)]
        words = f"{standing}现为“{label}”，不能修改；要改请安委办退回，不改请恢复原来的内容"
    elif not policies.may_report(given.actor, standing.unit_id):
        words = f"{standing}由{standing.unit.name}自己修改，请恢复原来的内容"
    else:
        return {}
    return {
        name: f"{words}“{old}”。" if old else f"{words}（空白）。" for name, (old, _) in each.changes.items()
    }


def _digest(each: Line) -> str:
    """Equal for two rows that would become the same record."""
    target = each.target
    if target is None or target.enterprise is None:
        return sha256(repr((each.unit, each.values)).encode()).hexdigest()[:40]
    who = target.enterprise.uscc or target.enterprise.name
    said = (target.unit_id, who, target.discovered_on.isoformat(), target.description)
    return sha256(repr(said).encode()).hexdigest()[:40]
