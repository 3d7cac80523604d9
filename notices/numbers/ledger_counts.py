"""What the period's records came to (报送的台账中有6条不纳入统计，其中不符合判定标准的2条), against the ledger."""

import re
from collections.abc import Iterator, Mapping

from hazards.counting import REASONS
from notices.numbers.against import Held, settled
from notices.numbers.quantities import label_of
from notices.numbers.scopes import Scope, month_of, scope_of
from notices.numbers.script import COUNT, Script
from notices.numbers.subjects import is_part, named
from reports.figures import Figure

_LEFT_OUT = re.compile("(?:台账|记录|隐患)?(?:不纳入|未纳入|不予纳入|没有纳入)")
_REPORTED = re.compile("(?:报送|上报)了?(?:重大隐患)?台账(?:共计|共|为|是|有)?$")
_CONCERNED = re.compile("涉及[^，]*")
_COUNTED = re.compile("(?:其中|、)*(?:已)?纳入统计(?:的)?(?:有|为|是|共)?")
_REASON = {
    f"excluded.{reason.value}": re.compile(f"(?:其中|、|和|因)*{word}(?:不纳入统计)?(?:的)?(?:有|为|是|共)?")
    for reason, word in REASONS.items()
}


def held(script: Script, figures: Mapping[str, Figure]) -> Iterator[tuple[int, Held]]:
    """Numbers of records of the period reported, of all units together."""
    month = month_of(script.text)
    for index, said in enumerate(script.numbers):
        place, ahead = script.positions[index], script.ahead(index)
        figure = figures.get(_key(script, place, ahead))
        if figure is None or script.text[place] != COUNT or said.unit not in ("条", "个", "项"):
            continue
        if isinstance(figure.value, tuple) or scope_of(ahead, month) not in (Scope.OPEN, Scope.NEW):
            continue
        agrees = f"与“{figure.label}”{figure.text}相符。"
        wrong = f"文中写{said.text}，“{figure.label}”应为{figure.text}。"
        yield index, settled(said.value == figure.value, figure.key, figure.text, agrees, wrong)


def _key(script: Script, place: int, ahead: str) -> str:
    """The figure a number is; empty when the words tell of some unit or sector, or of other things."""
    whose = _CONCERNED.sub("", ahead)
    if "台账" not in ahead or "（" in ahead or named(whose) or is_part(whose):
        return ""
    label = label_of(ahead)
    if _LEFT_OUT.match(script.text, place + 1):
        return "excluded.total"
    if _REPORTED.search(label):
        return "reported.total"
    if _COUNTED.fullmatch(label):
        return "counted.total"
    return next((key for key, words in _REASON.items() if words.fullmatch(label)), "")
