"""60 rules over 1,000 filings: how long the checks take, beside the same comparisons written in Python."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from reports.expressions import parse
from reports.facts import Facts
from reports.rules import RuleSpec, Subject, findings
from reports.shipped_rules import shipped
from reports.snapshot import IndicatorSpec, Source

RULES, FILINGS, PAST = 60, 1000, 5
LIMIT_SECONDS = 2.0
"""What issue 4 asks for."""
COLUMNS = 28
_SEED = 4


@dataclass(frozen=True, slots=True)
class Measured:
    """Processor seconds for the rules and for plain comparisons, and how many findings each made."""

    rules: float
    plain: float
    found: int
    plain_found: int

    @property
    def ratio(self) -> float:
        """How many times as long as plain Python the rules take."""
        return self.rules / self.plain


def form() -> tuple[IndicatorSpec, ...]:
    """As many columns as the real form has, among them those the shipped rules name."""
    named = sorted({name for rule in shipped() for name in _codes(rule)})
    names = [*named, *(f"other_{number}" for number in range(COLUMNS - len(named)))]
    return tuple(
        IndicatorSpec(name, order, (), name, "条", source=Source.TYPED)
        for order, name in enumerate(names, start=1)
    )


def rules(specs: Sequence[IndicatorSpec]) -> tuple[RuleSpec, ...]:
    """The shipped rules, and comparisons of two columns up to the full number."""
    model = next(rule for rule in shipped() if rule.subject is Subject.FORM)
    more = [
        replace(
            model, code=f"more_{number}", expression=f"{left} <= {right}", message=f"{{{left}}}，请核对。"
        )
        for number, left, right in _pairs(specs, RULES - len(shipped()))
    ]
    return (*shipped(), *more)


def filings(specs: Sequence[IndicatorSpec], count: int = FILINGS) -> list[Facts]:
    """Invented filings that grow from period to period; in most of them nothing is wrong."""
    draw = Random(_SEED)  # noqa: S311 - must be repeatable
    made = []
    for _ in range(count):
        start = Decimal(draw.randrange(100, 200))
        past = [{spec.code: start + step for spec in specs} for step in range(PAST)]
        now = {spec.code: start + PAST for spec in specs}
        now[draw.choice(specs).code] -= 3
        made.append(Facts(specs, "bureau", now, past))
    return made


def measure(specs: Sequence[IndicatorSpec], kept: Sequence[RuleSpec], made: Sequence[Facts]) -> Measured:
    """Both ways, one after the other in this process."""
    seconds, found = _timed(lambda: sum(len(findings(kept, facts)) for facts in made))
    pairs = [(left, right) for _, left, right in _pairs(specs, len(kept))]
    plain, plain_found = _timed(
        lambda: sum(facts.now[left] > facts.now[right] for facts in made for left, right in pairs)
    )
    return Measured(seconds, plain, found, plain_found)


def main() -> int:
    """Print the measurement; 1 when it took too long."""
    specs = form()
    kept, made = rules(specs), filings(specs)
    found = measure(specs, kept, made)
    each = sum(rule.subject is Subject.EACH for rule in kept)
    print(f"{len(kept)} 条规则（其中 {each} 条逐项检查 {len(specs)} 列）× {len(made)} 份填报")
    print(f"规则 {found.rules:.2f} 秒，查出 {found.found} 处；限 {LIMIT_SECONDS:.0f} 秒")
    print(
        f"同进程直接用 Python 比较两列 {len(kept)} 次：{found.plain:.3f} 秒，规则是它的 {found.ratio:.0f} 倍"
    )
    return int(found.rules >= LIMIT_SECONDS)


def _codes(rule: RuleSpec) -> set[str]:
    known = {"same_as_others", "ledger_new", "ledger_last_hours", "is_nil", "periods_filed"}
    names = parse(rule.expression).names if rule.subject is Subject.FORM else ()
    return {name.removeprefix("new_") for name in names} - known


def _pairs(specs: Sequence[IndicatorSpec], count: int) -> list[tuple[int, str, str]]:
    return [
        (number, specs[number % len(specs)].code, specs[(number * 7 + 1) % len(specs)].code)
        for number in range(count)
    ]


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


if __name__ == "__main__":
    sys.exit(main())
