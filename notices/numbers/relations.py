"""What must hold between numbers of a text: sums, shares, bounds, equal amounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from notices.numbers.numerals import Numeral
from notices.numbers.script import Script, amount, plain
from reports.snapshot import decimal_text


@dataclass(frozen=True, slots=True)
class Relation:
    """A statement about numbers of a script, by index.

    `says` tells in Chinese what the numbers come to, `fault` what is wrong when they do not. `suspects` are the
    members in the order in which they are doubted when nothing else tells them apart; `expected` what each would
    have to be, where that can be said. `derived` is the member that follows from the others and is right when they
    are, None where none does. A `weak` statement, such as a bound, says nothing for its members when it holds.
    """

    members: tuple[int, ...]
    holds: bool
    says: str
    suspects: tuple[int, ...]
    expected: Mapping[int, str] = field(default_factory=dict)
    derived: int | None = None
    weak: bool = False
    fault: str = ""

    @property
    def why(self) -> str:
        """What is wrong, in words."""
        return self.fault or self.says


def total(script: Script, whole: int, parts: Sequence[int], doubted: int | None = None) -> Relation:
    """Parts that add up to their whole; `doubted` is the part that is itself only the rest."""
    numbers = script.numbers
    said = plain(numbers[whole])
    added = sum((plain(numbers[part]) for part in parts), Decimal(0))
    gap = said - added
    members = (whole, *parts)
    fixed = {part: amount(plain(numbers[part]) + gap, numbers[part]) for part in parts
             if plain(numbers[part]) + gap >= 0}  # fmt: skip
    addends = "+".join(decimal_text(numbers[part].value) for part in parts)
    says = f"各项{addends}={amount(added, numbers[whole])}"
    fault = f"{says}，总数写的是{numbers[whole].text}"
    suspects = (whole, *parts) if doubted is None else (doubted, whole, *parts)
    fixed[whole] = amount(added, numbers[whole])
    return Relation(members, gap == 0, says, suspects, fixed, whole, fault=fault)


def ratio(script: Script, part: int, whole: int, rate: int) -> Relation:
    """A part, its whole, and the part's share in per cent as printed."""
    numbers = script.numbers
    top, bottom = plain(numbers[part]), plain(numbers[whole])
    printed = numbers[rate]
    members = (rate, part, whole)
    words = f"{numbers[part].text}÷{numbers[whole].text}"
    if bottom == 0:
        return Relation(members, False, f"{words}的整体是0，算不出比例", (rate, whole, part))
    exact = Fraction(top) / Fraction(bottom) * 100
    right = rounded(exact, printed.decimals)
    if top != bottom and right == 100:
        right = 100 - Decimal(1).scaleb(-printed.decimals) if top < bottom else right
    holds = printed.value == right or (printed.approximate and abs(printed.value - right) <= 5)
    says = f"{words}={share_text(exact, max(printed.decimals, 2))}"
    return Relation(members, holds, says, members, {rate: amount(right, printed)}, rate)


def at_most(script: Script, part: int, whole: int, names: tuple[str, str] = ("部分", "整体")) -> Relation:
    """A part that cannot exceed its whole."""
    first, second = script.numbers[part], script.numbers[whole]
    says = f"{names[0]}{first.text}，{names[1]}只有{second.text}，部分不会大于整体"
    return Relation((part, whole), plain(first) <= plain(second), says, (part, whole), weak=True)


def same(script: Script, first: int, second: int, name: str) -> Relation:
    """The same quantity named twice; an amount printed with fewer places may be the other rounded."""
    one, other = script.numbers[first], script.numbers[second]
    fault = f"同一个数“{name}”，前文写{one.text}，后文写{other.text}"
    expected = {second: amount(plain(one), other), first: amount(plain(other), one)}
    says = f"“{name}”前后都是{one.text}"
    return Relation((first, second), agree(one, other), says, (second, first), expected, fault=fault)


def agree(one: Numeral, other: Numeral) -> bool:
    """Whether two numbers are the same, at the places of the coarser one."""
    if plain(one) == plain(other):
        return True
    return _covers(one, other) or _covers(other, one)


def rounded(exact: Fraction, places: int) -> Decimal:
    """Half up, away from zero, at so many places."""
    scale = 10**places
    units = int(abs(exact) * scale + Fraction(1, 2))
    return (Decimal(units) if exact >= 0 else -Decimal(units)).scaleb(-places)


def share_text(exact: Fraction, places: int) -> str:
    """A percentage at so many places, as an equation's result."""
    return f"{rounded(exact, places):.{places}f}%"


def _covers(coarse: Numeral, fine: Numeral) -> bool:
    """Whether `coarse` is `fine` rounded: only money is told at different lengths (114.4万元, 1143800元)."""
    scale = plain(coarse) / coarse.value if coarse.value else Decimal(1)
    if not coarse.decimals or scale == 1:
        return False
    return rounded(Fraction(plain(fine)) / Fraction(scale), coarse.decimals) == coarse.value
