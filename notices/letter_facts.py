"""What a letter (催报函, 提醒函, 督办函, 约谈通知书) says of its unit: facts in words and its few figures. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hazards.rectifying import Term
from reports.figures import Figure
from reports.owed import Owed
from reports.schedule import cutoff_text
from reports.wording import amount_text
from units.days import full_day

NAMED = 20
"""So many records are described; of more the number is told."""
_CLIP = 40
"""Characters of a record's description that a letter repeats."""


@dataclass(frozen=True, slots=True)
class Record:
    """A hazard record whose term has passed: `due_on` is its last day, `today` the day of the letter."""

    number: str
    discovered_on: date
    due_on: date
    description: str
    today: date
    synthetic: bool = False

    @property
    def days(self) -> int:
        """Days since the term has passed."""
        return (self.today - self.due_on).days


@dataclass(frozen=True, slots=True)
class Grounds:
    """What there is to write to a unit about: duties and papers owed, records overdue, duties it missed or met late.

    `faults` are those of a closed period, in words: 调度表缺报.
    """

    owed: tuple[Owed, ...] = ()
    records: tuple[Record, ...] = ()
    faults: tuple[str, ...] = ()

    def overdue(self, now: datetime) -> tuple[Owed, ...]:
        """What should have been handed in by now."""
        return tuple(each for each in self.owed if each.due_at <= now)

    def coming(self, now: datetime) -> tuple[Owed, ...]:
        """What is still in time."""
        return tuple(each for each in self.owed if each.due_at > now)


def owed_words(wanted: Sequence[Owed], zone: ZoneInfo) -> str:
    """台账、调度表（已退回，请改正后重报）; where the days differ each group with its own."""
    cutoffs = sorted({each.due_at for each in wanted})
    if len(cutoffs) <= 1:
        return _names(wanted)
    groups = ((at, [each for each in wanted if each.due_at == at]) for at in cutoffs)
    return "；".join(f"{_names(group)}（{cutoff_text(at, zone)}截止）" for at, group in groups)


def due_words(wanted: Sequence[Owed], zone: ZoneInfo) -> str:
    """When what is owed was or is due, each time once: 9月20日24:00、9月24日24:00."""
    return "、".join(cutoff_text(at, zone) for at in sorted({each.due_at for each in wanted}))


def record_words(records: Sequence[Record]) -> str:
    """The records, the longest overdue first, each with number, days and a short description."""
    ordered = sorted(records, key=lambda each: (each.due_on, each.number))
    listed = "；".join(_described(each) for each in ordered[:NAMED])
    return listed + (f"；等共{len(records)}条" if len(records) > NAMED else "")


def why(grounds: Grounds, now: datetime, zone: ZoneInfo) -> str:
    """One line that says why one would write to this unit; empty when there is nothing."""
    found = []
    if late := grounds.overdue(now):
        found.append(f"{_names(late)}已逾期")
    if coming := grounds.coming(now):
        found.append(f"{_names(coming)}未报，{due_words(coming, zone)}截止")
    if grounds.records:
        longest = max(each.days for each in grounds.records)
        found.append(f"{len(grounds.records)}条隐患逾期未销号，最长{longest}天")
    return "；".join([*found, *grounds.faults])


def figures(grounds: Grounds, owed: Sequence[Owed], now: datetime, zone: ZoneInfo) -> tuple[Figure, ...]:
    """The counts a letter prints, each with the things it counts as its rows; `owed` is what the letter is about."""
    late, records = tuple(each for each in owed if each.due_at <= now), grounds.records
    longest = max(records, key=lambda each: each.days, default=None)
    return (
        _count("owed.count", "未报事项数", "项", "函中所列还没有报送的事项数", _owed_rows(owed, zone)),
        _count("owed.overdue.count", "逾期未报事项数", "项", "其中已过截止时间的事项数", _owed_rows(late, zone)),
        _count(
            "overdue.count", "逾期未销号隐患数", "条",
            "本单位已纳入统计、过了整改时限还没有销号的重大事故隐患数", _record_rows(records),
        ),
        _number(
            "overdue.longest", "最长逾期天数", longest.days if longest else 0, "天",
            "逾期未销号隐患中发函日与整改时限相差最多的天数", _record_rows([longest] if longest else []),
        ),
    )  # fmt: skip


def facts(
    *,
    unit: str,
    office: str,
    period: str,
    campaign: str,
    day: date,
    reply_by: date | None,
    meeting: Mapping[str, str],
    grounds: Grounds,
    owed: Sequence[Owed],
    zone: ZoneInfo,
    synthetic: bool = False,
) -> Mapping[str, str]:
    """The facts by name, as the templates of letters know them (`facts.known`).

    `owed` is what this letter is about, `meeting` the typed reason, place and time of an interview. `synthetic`
    tells that the period is demonstration data. A fact there is none of is empty.
    """
    made_up = synthetic or any(record.synthetic for record in grounds.records)
    return {
        "unit": unit,
        "office": office,
        "period": period,
        "campaign": campaign,
        "date": full_day(day),
        "reply_by": full_day(reply_by) if reply_by else "",
        "owed": owed_words(owed, zone),
        "due": due_words(owed, zone),
        "records": record_words(grounds.records),
        "synthetic": period if made_up else "",
        **{name: meeting.get(name, "") for name in ("reason", "place", "time")},
    }


def _described(record: Record) -> str:
    text = " ".join(record.description.split()).rstrip("。；;.")
    short = text if len(text) <= _CLIP else f"{text[:_CLIP]}…"
    return (
        f"{record.number}（{full_day(record.discovered_on)}发现，整改时限{full_day(record.due_on)}，"
        f"{Term(record.due_on, -record.days).words}）：{short}"
    )


def _names(wanted: Iterable[Owed]) -> str:
    return "、".join(
        f"{each.name}（已退回，请改正后重报）" if each.returned else each.name for each in wanted
    )


Rows = tuple[tuple[str, str], ...]


def _owed_rows(wanted: Iterable[Owed], zone: ZoneInfo) -> Rows:
    return tuple((each.name, f"{cutoff_text(each.due_at, zone)}截止") for each in wanted)


def _record_rows(records: Iterable[Record]) -> Rows:
    return tuple((each.number, f"整改时限{full_day(each.due_on)}") for each in records)


def _count(key: str, label: str, unit: str, formula: str, rows: Rows) -> Figure:
    return _number(key, label, len(rows), unit, formula, rows)


def _number(key: str, label: str, value: int, unit: str, formula: str, rows: Rows) -> Figure:
    return Figure(key, label, value, unit, amount_text(value, unit), formula, rows)
