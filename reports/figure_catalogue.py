"""The catalogue: one definition for each named figure of a period. Data only; `figures` computes them.

A figure is defined by the indicators it adds up and by how they are combined. Every indicator of a form
also has its total, named by `TOTAL_KEYS` or else by its own code, so a new column needs no change here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reports.measures import Basis, Codes
from reports.snapshot import IndicatorSpec, Timeliness

MAJOR: Codes = ("major_enterprise_found", "major_department_found")
MAJOR_RECTIFIED: Codes = ("major_enterprise_rectified", "major_department_rectified")
DEPARTMENT: Codes = ("major_department_found",)
GENERAL: Codes = ("general_found",)
LISTED: Codes = ("listed_found",)
PENALTY: Codes = ("penalty_count",)
PENALTY_AMOUNT: Codes = ("penalty_amount",)
TOP = 3
"""How many units count as the leading ones."""


class Sign(StrEnum):
    """A comparison, printed as it reads."""

    NONE = "为零"
    SOME = "大于零"
    NOT_ABOVE_ZERO = "没有增加"
    BELOW = "小于"
    ABOVE = "大于"


@dataclass(frozen=True, slots=True)
class Total:
    """Sum over the units of one or more indicators."""

    key: str
    label: str
    codes: Codes
    basis: Basis = Basis.CUMULATIVE


@dataclass(frozen=True, slots=True)
class Difference:
    """What of one total is not in another, such as hazards still to be rectified."""

    key: str
    label: str
    whole: Codes
    part: Codes

    @property
    def codes(self) -> Codes:
        """Every indicator the figure needs."""
        return (*self.part, *self.whole)


@dataclass(frozen=True, slots=True)
class Rate:
    """One total as a share of another."""

    key: str
    label: str
    part: Codes
    whole: Codes

    @property
    def codes(self) -> Codes:
        """Every indicator the figure needs."""
        return (*self.part, *self.whole)


@dataclass(frozen=True, slots=True)
class Before:
    """The increment of the period before, from that period's own snapshot."""

    key: str
    label: str
    codes: Codes


@dataclass(frozen=True, slots=True)
class Change:
    """This period's increment against the increment of the period before."""

    key: str
    label: str
    codes: Codes


@dataclass(frozen=True, slots=True)
class TopUnits:
    """The names of the units that lead in `by`; ties are settled by `then`, then by printed order."""

    key: str
    label: str
    by: Codes
    then: Codes = ()

    @property
    def codes(self) -> Codes:
        """Every indicator the figure needs."""
        return (*self.by, *self.then)


@dataclass(frozen=True, slots=True)
class TopShare:
    """The share of the leading units in a total."""

    key: str
    label: str
    of: Codes
    by: Codes
    then: Codes = ()

    @property
    def codes(self) -> Codes:
        """Every indicator the figure needs."""
        return (*self.of, *self.by, *self.then)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on one unit: an amount compared with zero or with another amount."""

    left: Codes
    sign: Sign
    right: Codes = ()


@dataclass(frozen=True, slots=True)
class Units:
    """The names of the filed units that meet every condition."""

    key: str
    label: str
    conditions: tuple[Condition, ...]
    basis: Basis = Basis.CUMULATIVE

    @property
    def codes(self) -> Codes:
        """Every indicator the figure needs."""
        return tuple(code for test in self.conditions for code in (*test.left, *test.right))


@dataclass(frozen=True, slots=True)
class Filing:
    """How many obliged units stand so in a duty, or (with `names`) which; with `nil` only nil returns.

    The duty is the dispatch table, with `ledger` the ledger.
    """

    key: str
    label: str
    standing: tuple[Timeliness, ...]
    names: bool = False
    codes: Codes = ()
    ledger: bool = False
    nil: bool = False


@dataclass(frozen=True, slots=True)
class FilingRate:
    """Share of the obliged units that filed in time: before the cutoff, or within an extension granted."""

    key: str
    label: str
    codes: Codes = ()
    ledger: bool = False


Definition = Total | Difference | Rate | Before | Change | TopUnits | TopShare | Units | Filing | FilingRate

TOTAL_KEYS = {
    "general_found": ("general.found", "一般隐患排查数"),
    "general_rectified": ("general.rectified", "一般隐患已整改数"),
    "major_enterprise_found": ("major.found.enterprise", "企业自查重大隐患数"),
    "major_enterprise_rectified": ("major.rectified.enterprise", "企业自查重大隐患已整改数"),
    "major_department_found": ("major.found.department", "部门排查重大隐患数"),
    "major_department_rectified": ("major.rectified.department", "部门排查重大隐患已整改数"),
    "listed_found": ("listed.found", "挂牌督办重大隐患数"),
    "listed_rectified": ("listed.rectified", "挂牌督办重大隐患已整改数"),
    "penalty_count": ("penalty.count", "行政处罚次数"),
    "penalty_amount": ("penalty.amount", "行政处罚金额"),
}
"""Key and label of the total of an indicator, where it is not named by its code."""

_IN_TIME = (Timeliness.ON_TIME, Timeliness.EXTENDED)
_FILED = (*_IN_TIME, Timeliness.LATE)

CATALOGUE: tuple[Definition, ...] = (
    Rate("general.rectification_rate", "一般隐患整改率", ("general_rectified",), GENERAL),
    Total("major.found.total", "重大隐患排查数", MAJOR),
    Total("major.rectified.total", "重大隐患已整改数", MAJOR_RECTIFIED),
    Difference("major.outstanding", "重大隐患未整改数", MAJOR, MAJOR_RECTIFIED),
    Rate("major.rectification_rate", "重大隐患整改率", MAJOR_RECTIFIED, MAJOR),
    Rate("listed.rate", "挂牌督办率", LISTED, DEPARTMENT),
    Total("general.new.found", "本期新增一般隐患数", GENERAL, Basis.NEW),
    Before("general.new.previous", "上期新增一般隐患数", GENERAL),
    Change("general.new.change_rate", "新增一般隐患环比", GENERAL),
    Total("major.new.total", "本期新增重大隐患数", MAJOR, Basis.NEW),
    Total("major.new.enterprise", "本期新增企业自查重大隐患数", ("major_enterprise_found",), Basis.NEW),
    Total("major.new.department", "本期新增部门排查重大隐患数", DEPARTMENT, Basis.NEW),
    Before("major.new.previous", "上期新增重大隐患数", MAJOR),
    Change("major.new.change_rate", "新增重大隐患环比", MAJOR),
    Total("penalty.new.count", "本期新增行政处罚次数", PENALTY, Basis.NEW),
    Before("penalty.new.count.previous", "上期新增行政处罚次数", PENALTY),
    Change("penalty.new.count.change_rate", "新增行政处罚次数环比", PENALTY),
    Total("penalty.new.amount", "本期新增行政处罚金额", PENALTY_AMOUNT, Basis.NEW),
    Before("penalty.new.amount.previous", "上期新增行政处罚金额", PENALTY_AMOUNT),
    Change("penalty.new.amount.change_rate", "新增行政处罚金额环比", PENALTY_AMOUNT),
    TopUnits("penalty.top3.units", "行政处罚次数居前三位的单位", PENALTY, PENALTY_AMOUNT),
    TopShare("penalty.top3.count_share", "前三位单位行政处罚次数占比", PENALTY, PENALTY, PENALTY_AMOUNT),
    TopShare(
        "penalty.top3.amount_share", "前三位单位行政处罚金额占比", PENALTY_AMOUNT, PENALTY, PENALTY_AMOUNT
    ),
    TopUnits("major.top3.units", "重大隐患排查数居前三位的单位", MAJOR),
    TopShare("major.top3.share", "前三位单位重大隐患排查数占比", MAJOR, MAJOR),
    Units("zero_units.major", "未排查出重大隐患的单位", (Condition(MAJOR, Sign.NONE),)),
    Units(
        "zero_units.general_new",
        "本期未新增一般隐患的单位",
        (Condition(GENERAL, Sign.NOT_ABOVE_ZERO),),
        Basis.NEW,
    ),
    Units(
        "zero_units.listed",
        "部门排查出重大隐患而未挂牌督办的单位",
        (Condition(DEPARTMENT, Sign.SOME), Condition(LISTED, Sign.NONE)),
    ),
    Units("zero_units.penalty", "没有行政处罚的单位", (Condition(PENALTY, Sign.NONE),)),
    Units(
        "outstanding_units.major",
        "重大隐患未全部整改的单位",
        (Condition(MAJOR_RECTIFIED, Sign.BELOW, MAJOR),),
    ),
    Units(
        "doubtful_units.listed",
        "挂牌督办数大于部门排查数的单位",
        (Condition(LISTED, Sign.ABOVE, DEPARTMENT),),
    ),
    Filing("filing.obliged", "应报送单位数", tuple(Timeliness)),
    Filing("filing.filed", "已报送单位数", _FILED),
    Filing("filing.on_time", "按时报送单位数", _IN_TIME),
    Filing("filing.extended", "延期内报送单位数", (Timeliness.EXTENDED,)),
    Filing("filing.late", "迟报单位数", (Timeliness.LATE,)),
    Filing("filing.missing", "未报送单位数", (Timeliness.MISSING,)),
    Filing("filing.extended_units", "延期内报送的单位", (Timeliness.EXTENDED,), names=True),
    Filing("filing.late_units", "迟报的单位", (Timeliness.LATE,), names=True),
    Filing("filing.missing_units", "未报送的单位", (Timeliness.MISSING,), names=True),
    FilingRate("filing.on_time_rate", "按时报送率"),
    Filing("filing.ledger.obliged", "应报台账单位数", tuple(Timeliness), ledger=True),
    Filing("filing.ledger.filed", "已报齐台账单位数", _FILED, ledger=True),
    Filing("filing.ledger.nil", "台账零报告单位数", _FILED, ledger=True, nil=True),
    Filing("filing.ledger.on_time", "按时报齐台账单位数", _IN_TIME, ledger=True),
    Filing("filing.ledger.late", "迟报台账单位数", (Timeliness.LATE,), ledger=True),
    Filing("filing.ledger.missing", "未报台账单位数", (Timeliness.MISSING,), ledger=True),
    Filing("filing.ledger.late_units", "迟报台账的单位", (Timeliness.LATE,), names=True, ledger=True),
    Filing("filing.ledger.missing_units", "未报台账的单位", (Timeliness.MISSING,), names=True, ledger=True),
    FilingRate("filing.ledger.on_time_rate", "台账按时报送率", ledger=True),
)


def definitions_for(specs: Sequence[IndicatorSpec]) -> Iterator[Definition]:
    """The total of each column of a form, then the whole catalogue."""
    for spec in specs:
        key, label = TOTAL_KEYS.get(spec.code, (spec.code, "/".join(spec.path[1:] or spec.path)))
        yield Total(key, label, (spec.code,))
    yield from CATALOGUE
