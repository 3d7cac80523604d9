"""Numbers told roughly: 580余 lies from 580 to below 590; what is 约600 lies near it."""

import re
from decimal import Decimal

from notices.numbers.numerals import Numeral

_MORE = re.compile("[余多]")
_ABOUT = Decimal("0.1")


def covers(numeral: Numeral, value: Decimal) -> bool | None:
    """Whether `value` (in the numeral's unit) is what is told roughly; None when nobody can say.

    余 and 多 leave open what follows the last digit that is not nought. Words before the number (近, 约, 超过) leave
    open how much: what is near is right, what is far cannot be called wrong.
    """
    if _MORE.search(numeral.text):
        return numeral.value <= value < numeral.value + step(numeral)
    return True if abs(value - numeral.value) <= _ABOUT * numeral.value else None


def step(numeral: Numeral) -> Decimal:
    """The place of the last digit printed that is not nought: 10 for 580, 100 for 五百, 1000 for 1.2万."""
    exponent = numeral.value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent)) if numeral.value else Decimal(1)
