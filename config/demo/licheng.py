"""荔城区: the real September 2023 table, synthetic months around it, and a month under way."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from config.demo import circulars, duties, ledger, materials, people
from config.demo.ledger_now import totals
from config.demo.ledger_plan import FINDERS
from config.demo.walk import Crew
from notices.services import draft_circular
from reports.demo_series import synthetic_series
from reports.findings_answered import unanswered
from reports.form_design import specs_from
from reports.models import Campaign, DispatchForm, Period, Submission
from reports.selectors import findings, planning
from reports.services import closing, forms, importing, periods, reasons, rules, submissions
from reports.snapshot import IndicatorSpec, decimal_text
from reports.workbook_in import UnitRef, read_table
from units import services
from units.actors import Actor
from units.enums import UnitKind
from units.models import Tenant, Unit

SLUG = "licheng"
CUTOFF_DAY = 24
DATA = Path(__file__).resolve().parent.parent.parent / "reports" / "data" / "licheng"
TABLE = DATA / "dispatch-2023-09.csv"
SOURCE = "数据取自荔安办〔2023〕121号附件1；报送时间为演示用，非真实记录"
AHEAD = "区应急局"
"""The unit whose figures for the period under way count a record that still waits for review."""
SYNTHETIC = "演示用合成数据，非真实填报"
EXTENDED = 5
"""The place of the unit that was given more time in the period under way; it has not begun yet."""
KEPT = "留存在本单位安全生产档案，可随时调阅（演示用合成数据）。"
CHECKED = "已核对，数据无误（演示用合成数据）。"

# 綦江区2023行动方案的四个阶段；荔城区的方案未公开，演示借用其分段。
PHASES = (
    ("动员部署", date(2023, 5, 20)),
    ("集中排查", date(2023, 8, 31)),
    ("重点整治", date(2023, 11, 30)),
    ("建章立制", date(2023, 12, 31)),
)

Table = Mapping[str, Mapping[str, Decimal]]


def load(at: datetime) -> None:
    """Everything of the tenant, in the scope the caller has opened."""
    tenant = Tenant.objects.get(slug=SLUG)
    actor = Actor.system(tenant.pk)
    units = create_units(actor, at)
    office = people.officers(actor, tenant, at)
    reviewer = office.reviewer
    hands = people.staff(actor, tenant, units.values(), at)
    form = forms.create_form(actor=actor, name="专项行动进展情况调度表", indicators=indicators(), at=at)
    rules.load_shipped(actor=actor, at=at)
    september = read_september(form, units)
    july, august = synthetic_series(september)
    past = _load_2023(actor, reviewer, form, units, hands, (july, august, september), at)
    last, current = _load_under_way(actor, reviewer, form, units, hands, (july, august), at)
    materials.load(current.campaign, list(units.values()), hands, reviewer, at)
    crews = {
        name: Crew(unit, hands[unit.pk].filer, hands[unit.pk].head, reviewer) for name, unit in units.items()
    }
    ledger.load(crews, reviewer, (july, august, september), last, current, at)
    # Closing freezes the ledger with the tables, so that it has to be there.
    for period in (*past, last):
        _close(reviewer, period)
    circulars.load(last, office, hands, at)
    duties.state_now(current, units, hands, at)
    duties.extend(reviewer, current, list(units.values())[EXTENDED], at)


def create_units(actor: Actor, at: datetime) -> dict[str, Unit]:
    """The 27 units in printed order, by name."""
    lines = (DATA / "units.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    rows = [line.split(",") for line in lines if line]
    return {
        name: services.create_unit(actor=actor, name=name, kind=UnitKind(kind), order=int(order), at=at)
        for name, kind, order in rows
    }


def read_september(form: DispatchForm, units: Mapping[str, Unit]) -> Table:
    """The published table, by unit name."""
    refs = [UnitRef(unit.name, unit.kind) for unit in units.values()]
    reading = read_table(TABLE.read_bytes(), TABLE.name, indicators=form.specs(), units=refs)
    return {row.unit: row.values for row in reading.rows}


def indicators() -> tuple[IndicatorSpec, ...]:
    """The 28 columns of the published form."""
    return specs_from(json.loads((DATA / "indicators.json").read_text(encoding="utf-8")))


def _load_2023(
    actor: Actor,
    reviewer: Actor,
    form: DispatchForm,
    units: Mapping[str, Unit],
    hands: Mapping[int, people.Hands],
    tables: tuple[Table, Table, Table],
    at: datetime,
) -> tuple[Period, Period, Period]:
    """July and August synthetic, September as published; filed before the cutoff, not closed yet."""
    campaign = periods.create_campaign(
        actor=actor,
        name="重大事故隐患专项排查整治2023行动",
        starts_on=date(2023, 5, 1),
        ends_on=date(2023, 12, 31),
        phases=PHASES,
        at=at,
    )
    wanted = {"2023-07", "2023-08", "2023-09"}
    first, *others = (plan for plan in planning.planned(campaign) if plan.label in wanted)
    # May and June have no table: the first one, cumulative, holds everything since the campaign began.
    plans = [replace(first, starts_on=campaign.starts_on), *others]
    july, august, september = (
        periods.create_period(actor=actor, campaign=campaign, form=form, plan=plan, at=at) for plan in plans
    )
    for period, known in ((july, tables[:1]), (august, tables[:2])):
        table = known[-1]
        _mark(period, SYNTHETIC, synthetic=True)
        duties.state_past(period, known, units, hands)
        for name, values in table.items():
            submissions.file_imported(
                actor=reviewer, period=period, unit=units[name], values=values, at=_hours_before(period, 30)
            )
    _mark(september, SOURCE, ends_on=date(2023, 9, 26))
    duties.state_past(september, tables, units, hands)
    importing.import_table(
        actor=reviewer,
        period=september,
        content=TABLE.read_bytes(),
        filename=TABLE.name,
        accept_good=False,
        at=_hours_before(september, 14),
    )
    return july, august, september


def _load_under_way(
    actor: Actor,
    reviewer: Actor,
    form: DispatchForm,
    units: Mapping[str, Unit],
    hands: Mapping[int, people.Hands],
    tables: tuple[Table, Table],
    at: datetime,
) -> tuple[Period, Period]:
    """A synthetic campaign around today: last period closed, this one with filings in every state."""
    campaign = running_campaign(actor, at)
    last, current, *_ = periods.generate_periods(
        actor=actor, campaign=campaign, form=form, at=at, synthetic=True
    )
    for period in Period.objects.filter(campaign=campaign):
        _mark(period, SYNTHETIC, synthetic=True)
    filed = agreeing(tables[0])
    duties.state_past(last, (filed,), units, hands)
    for name, values in filed.items():
        submissions.file_imported(
            actor=reviewer, period=last, unit=units[name], values=values, at=_hours_before(last, 20)
        )
    for place, (name, values) in enumerate(agreeing(tables[1], early=AHEAD).items()):
        _file_some(current, units[name], values, hands[units[name].pk], reviewer, place, at)
    return last, current


def agreeing(table: Table, early: str = "") -> Table:
    """The table with the major hazards of the ledger under way; the unit `early` counts one not reviewed yet."""
    counted = totals()
    agreed: dict[str, dict[str, Decimal]] = {}
    for unit, values in table.items():
        row = dict(values)
        for finder in FINDERS:
            found, closed = counted.get((unit, finder), (0, 0))
            row[f"major_{finder}_found"] = Decimal(found + (unit == early and finder == "department"))
            row[f"major_{finder}_rectified"] = Decimal(closed)
        row["listed_found"] = min(row["listed_found"], row["major_department_found"])
        row["listed_rectified"] = min(row["listed_rectified"], row["listed_found"])
        agreed[unit] = row
    return agreed


def running_campaign(actor: Actor, at: datetime) -> Campaign:
    """An invented campaign whose second period is the one under way at `at`."""
    zone = Tenant.objects.get(pk=actor.tenant_id).zone
    today = at.astimezone(zone).date()
    due = today if today.day <= CUTOFF_DAY else today + timedelta(days=10)
    month = due.year * 12 + due.month - 1
    start, end = month - 2, month + 6
    return periods.create_campaign(
        actor=actor,
        name="安全生产治本攻坚行动（演示）",
        starts_on=date(start // 12, start % 12 + 1, CUTOFF_DAY + 1),
        ends_on=date(end // 12, end % 12 + 1, CUTOFF_DAY),
        at=at,
    )


def _file_some(
    period: Period,
    unit: Unit,
    values: Mapping[str, Decimal],
    hands: people.Hands,
    reviewer: Actor,
    place: int,
    at: datetime,
) -> None:
    """A third of the units filed, some wait for their head, some have a draft, the rest nothing.

    The first unit, whose accounts the demonstration offers, gets its table back with a reason.
    """
    step = 0 if place == 0 else place % 6
    if step == 5:
        return
    entries = {code: decimal_text(value) for code, value in values.items()}
    if step == 4:
        entries = dict(list(entries.items())[:12])
    saved = submissions.save_values(
        actor=hands.filer, period=period, unit=unit, version=0, entries=entries, at=at
    )
    if step <= 3:
        saved = _explained(saved, hands.filer, at)
    if step == 3:
        submissions.move(
            actor=hands.filer, period=period, unit=unit, name="submit", version=saved.version, at=at
        )
    if step <= 2:
        filed = submissions.sign_and_file(
            actor=hands.head, period=period, unit=unit, version=saved.version, at=at
        )
        if place == 0:
            submissions.move(
                actor=reviewer,
                period=period,
                unit=unit,
                name="return",
                version=filed.version,
                at=at,
                reason="“分管领导现场督导检查”要有检查方案和照片为据，本期次数偏多，请核对后重报。",
            )


def _explained(saved: Submission, filer: Actor, at: datetime) -> Submission:
    """The filing with a reason for whatever the rules ask one for."""
    found = findings.of_filing(saved.period, saved.unit, saved)
    for finding in unanswered(found, saved.reasons):
        saved = reasons.give(
            actor=filer,
            period=saved.period,
            unit=saved.unit,
            version=saved.version,
            key=finding.key,
            text=KEPT if finding.code == "evidence" else CHECKED,
            at=at,
        )
    return saved


def _mark(period: Period, note: str, *, synthetic: bool = False, ends_on: date | None = None) -> None:
    period.note, period.synthetic = note, synthetic
    period.ends_on = ends_on or period.ends_on
    period.save(update_fields=["note", "synthetic", "ends_on"])


def _hours_before(period: Period, hours: int) -> datetime:
    return period.cutoff_at - timedelta(hours=hours)


def _close(reviewer: Actor, period: Period) -> None:
    closing.close_period(actor=reviewer, period=period, at=period.cutoff_at)
    draft_circular(actor=reviewer, period=period, at=period.cutoff_at + timedelta(minutes=1))
