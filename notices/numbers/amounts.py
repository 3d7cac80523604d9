"""Money that rests on a count: no penalty, no amount."""

import re
from collections.abc import Iterator

from notices.numbers.relations import Relation
from notices.numbers.script import COUNT, MONEY, WORDS, Script, amount

_NONE = re.compile(
    rf"(?:未|没有|无|尚未)(?:作出|实施|开展|进行)*(?:过)?(?:任何)?(?:行政)?处罚(?!金额|款)"
    rf"[^。；{COUNT}{MONEY}]{{0,16}}?(?:处罚|罚款|罚没)(?:总)?(?:金额|款)?(?:为|达)?(?P<money>{MONEY})"
)
_BOTH = re.compile(
    rf"处罚(?P<count>{COUNT})[、，]?(?:{WORDS}{{0,8}}?)(?:处罚|罚款|罚没)(?:总)?(?:金额|款)?(?:共|共计|为|达)?(?P<money>{MONEY})"
)


def relations(script: Script) -> Iterator[Relation]:
    """Amounts without penalties."""
    for match in _NONE.finditer(script.text):
        money = script.at[match.start("money")]
        printed = script.numbers[money]
        says = f"前面写没有行政处罚，这里却有金额{printed.text}"
        yield Relation(
            (money,),
            not printed.value,
            says,
            (money,),
            {money: amount(printed.value * 0, printed)},
            weak=True,
        )
    for match in _BOTH.finditer(script.text):
        count, money = script.at[match.start("count")], script.at[match.start("money")]
        if script.numbers[count].unit in ("次", "起", "件", "宗"):
            held = bool(script.numbers[count].value) or not script.numbers[money].value
            says = f"处罚{script.numbers[count].text}，金额却有{script.numbers[money].text}"
            yield Relation((count, money), held, says, (count, money), weak=True)
