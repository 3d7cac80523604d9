"""The register of the demonstration: invented enterprises whose names and codes show that they are."""

from collections import Counter
from datetime import datetime

from stdnum.cn import uscc

from config.demo.cases import Situation
from hazards.models import Enterprise, EnterpriseKind
from hazards.services import enterprises
from units.actors import Actor
from units.enums import UnitKind
from units.models import Unit

WORDS = (
    "和顺", "永宁", "长青", "春晖", "同安", "明德", "向阳", "清源", "丰禾", "广济", "安澜", "新竹", "东篱", "南屏",
    "西岭", "北苑", "兰溪", "木兰", "荔香", "金穗", "银杏", "海棠", "青禾", "白鹭", "红枫", "紫藤", "翠微", "晨曦",
    "晚晴", "秋实", "夏荷", "冬青", "松涛", "竹韵", "梅香", "云峰", "星湖", "月港", "川流", "石桥",
)  # fmt: skip
SOLE_TRADERS = frozenset({"歌舞厅", "鞋材厂", "工艺品厂"})
EACH = 2
"""How many records an enterprise of one unit gets before the next one is made up."""
_AREA = "999999"
"""No administrative division has this code, hence no enterprise these credit codes."""


class Register:
    """Makes up enterprises as they are needed, each registered by the people of the unit that reports it."""

    def __init__(self, units: dict[str, Unit]) -> None:
        self._towns = [unit.name for unit in units.values() if unit.kind != UnitKind.BUREAU]
        self._used: Counter[tuple[str, str]] = Counter()
        self._of_trade: Counter[str] = Counter()
        self._current: dict[tuple[str, str], Enterprise] = {}
        self._named: dict[str, Enterprise] = {}
        self._made = 0

    def pick(self, situation: Situation, unit: Unit, actor: Actor, at: datetime) -> Enterprise:
        """An enterprise of the situation's trade and this unit."""
        place = (unit.name, situation.trade)
        if self._used[place] % EACH == 0:
            self._current[place] = self._make(self._next_name(situation.trade), situation, unit, actor, at)
        self._used[place] += 1
        return self._current[place]

    def named(
        self,
        name: str,
        situation: Situation,
        unit: Unit,
        actor: Actor,
        at: datetime,
        kind: EnterpriseKind = EnterpriseKind.COMPANY,
    ) -> Enterprise:
        """The enterprise of this name, whichever unit reports it."""
        return self._named.get(name) or self._make(name, situation, unit, actor, at, kind)

    def _next_name(self, trade: str) -> str:
        number = self._of_trade[trade]
        self._of_trade[trade] += 1
        # Each trade begins elsewhere among the words, so that they are not all called by the first.
        return f"演示{WORDS[(sum(map(ord, trade)) + number) % len(WORDS)]}{trade}"

    def _make(
        self,
        name: str,
        situation: Situation,
        unit: Unit,
        actor: Actor,
        at: datetime,
        kind: EnterpriseKind = EnterpriseKind.COMPANY,
    ) -> Enterprise:
        self._made += 1
        if situation.trade in SOLE_TRADERS:
            kind = EnterpriseKind.SOLE_TRADER
        town = unit.name if unit.name in self._towns else self._towns[self._made % len(self._towns)]
        entry = enterprises.Entry(
            name=name,
            uscc="" if kind is EnterpriseKind.OTHER else invented_code(self._made, kind),
            kind=kind,
            sector=situation.sector,
            address=f"{town}演示路{self._made}号",
            regulators=[unit],
        )
        self._named[name] = enterprises.register(actor=actor, entry=entry, at=at)
        return self._named[name]


def invented_code(number: int, kind: EnterpriseKind) -> str:
    """A credit code with a right check digit that nobody can have."""
    stem = f"{'92' if kind is EnterpriseKind.SOLE_TRADER else '91'}{_AREA}MA{number:07}"
    return stem + str(uscc.calc_check_digit(stem))
