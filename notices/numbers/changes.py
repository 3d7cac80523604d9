"""Changes on an earlier period: the rate, its direction word, and whether any whole number could lie before it."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from notices.numbers.quantities import Quantity, visible
from notices.numbers.relations import Relation, rounded
from notices.numbers.scopes import Scope
from notices.numbers.script import COUNT, PERCENT, Script, amount, plain

UPWARD = frozenset({"上升", "增长", "增加", "提高"})
_TURN = "上升|增长|增加|提高|下降|减少|降低|回落|下滑"
_FROM_TO = re.compile(
    rf"[由从][^{COUNT}。；\n]{{0,12}}(?P<old>{COUNT})[^{COUNT}。；\n]{{0,6}}?[至到为](?P<new>{COUNT})"
    rf"[，、]?(?:环比|同比)?(?P<turn>{_TURN})了?(?P<rate>{PERCENT})"
)
_ALONE = re.compile(rf"(?:[，、](?:环比|同比)|[比较]上(?:个?月|一?期))(?P<all>均)?(?:{_TURN})了?$")
_MANY = 3000
"""Above this count nearly every rate has a whole number that gives it."""


def relations(script: Script, meant: Sequence[Quantity]) -> Iterator[Relation]:
    """Changes whose both sides are named, and those of which only the present side is."""
    known: set[int] = set()
    for match in _FROM_TO.finditer(script.text):
        old, new, rate = (script.at[match.start(name)] for name in ("old", "new", "rate"))
        known.add(rate)
        yield change(script, new, old, rate, match["turn"])
    for index, quantity in enumerate(meant):
        if quantity.turn and index not in known and not script.numbers[index].approximate:
            yield from (possible(script, now, index, quantity.turn) for now in _present(script, meant, index))


def change(script: Script, new: int, old: int, rate: int, turn: str) -> Relation:
    """A change from one number to another, as printed with its direction word."""
    now, before, printed = (script.numbers[index] for index in (new, old, rate))
    members = (rate, new, old)
    if plain(before) == 0:
        return Relation(members, False, "上期是0，算不出增减幅度", members)
    exact = Fraction(plain(now) - plain(before)) / Fraction(plain(before)) * 100
    right = rounded(abs(exact), printed.decimals)
    word = "持平" if exact == 0 else "上升" if exact > 0 else "下降"
    holds = printed.value == right and (exact == 0 or (exact > 0) == (turn in UPWARD))
    says = f"由{before.text}到{now.text}是{word}{amount(right, printed)}"
    return Relation(members, holds, says, members, {rate: f"{word}{amount(right, printed)}"}, rate)


def possible(script: Script, new: int, rate: int, turn: str) -> Relation:
    """Whether a whole number lies before a count that changed by so much; large counts always have one."""
    now, printed = script.numbers[new], script.numbers[rate]
    sign = 1 if turn in UPWARD else -1
    left = 100 + sign * Fraction(printed.value)
    says = f"{now.text}的增减幅度{printed.text}能由整数算出"
    fault = f"没有哪个整数{'上升' if sign > 0 else '下降'}{printed.text}后是{now.text}"
    if left <= 0:
        return Relation((rate, new), left == 0 and now.value == 0, says, (rate, new), fault=fault)
    guess = int(Fraction(now.value) * 100 / left)
    holds = any(
        rounded(sign * (Fraction(now.value) - old) / old * 100, printed.decimals) == printed.value
        for old in range(max(1, guess - 3), guess + 4)
    )
    return Relation((rate, new), holds, says, (rate, new), fault=fault)


def _present(script: Script, meant: Sequence[Quantity], index: int) -> Iterator[int]:
    """The counts that a change is told of."""
    alone = _ALONE.search(script.ahead(index))
    for now in visible(script, index):
        numeral = script.numbers[now]
        if (
            meant[now].scope is Scope.BEFORE
            or script.text[script.positions[now]] != COUNT
            or numeral.decimals
            or not 0 < numeral.value < _MANY
        ):
            return
        meant_by_name = meant[now].key and meant[now].base == meant[index].base and meant[index].key
        if not (alone or meant_by_name):
            return
        yield now
        if not (alone and alone["all"]):
            return
