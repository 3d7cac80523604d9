"""The letterhead: 机关代字, who gets copies, who prints, and from which number on the year counts."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from notices import policies
from notices.models import LetterHead
from notices.services import numbering
from units import audit
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed
from units.models import Tenant

MOST = 99_999
_BRACKETS = "〔〕[]【】（）()"


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on every document; only the mark must be there."""

    mark: str
    copies: str = ""
    printer: str = ""
    salutation: str = ""


@transaction.atomic
def save(*, actor: Actor, words: Words, at: datetime, first_number: int | None = None) -> LetterHead:
    """Set the tenant's letterhead, and if given the number with which this year begins.

    `first_number` continues what was numbered on paper. Conflict once a number of the year was given out; Invalid
    for a mark that is none, or words that no line of print can hold.
    """
    if not policies.may_set_letterhead(actor):
        raise NotAllowed("公文版头由管理员和安委办设置。")
    if not all(line.strip().isprintable() for line in (words.copies, words.printer, words.salutation)):
        raise Invalid("版头每项写在一行里，不能有换行和不能显示的控制字符，请删去后再保存。")
    mark = _sound_mark(words.mark)
    head, _ = LetterHead.objects.update_or_create(
        defaults={
            "mark": mark,
            "copies": words.copies.strip(),
            "printer": words.printer.strip(),
            "salutation": words.salutation.strip().rstrip("：:"),
        }
    )
    begins = "" if first_number is None else _begin(actor, at, first_number)
    audit.record(
        actor=actor,
        at=at,
        action="letterhead.saved",
        about=head,
        summary=f"设置公文版头：{mark}{begins}",
        detail={"copies": head.copies, "printer": head.printer, "salutation": head.salutation},
    )
    return head


def _sound_mark(text: str) -> str:
    mark = text.strip()
    if (
        not mark.isprintable()
        or not mark
        or any(char.isspace() or char.isdigit() or char in _BRACKETS for char in mark)
    ):
        raise Invalid("机关代字只写代字本身，例如“荔安办”，不带年份、括号、数字和空格。")
    return mark


def _begin(actor: Actor, at: datetime, first_number: int) -> str:
    """Begin the tenant's current year with this number; what to add to the trail."""
    if not 1 <= first_number <= MOST:
        raise Invalid(f"本年起始编号应在1到{MOST}之间。")
    zone = Tenant.objects.get(pk=actor.tenant_id).zone
    year = at.astimezone(zone).year
    series = numbering.locked_series(year)
    if series.start == first_number - 1:
        return ""
    if series.last != series.start:
        raise Conflict(
            f"{year}年已经编到{series.last}号，不能再改起始编号，否则会重号或断号。起始编号留着不改即可保存。"
        )
    series.start = series.last = first_number - 1
    series.save(update_fields=["start", "last"])
    return f"，{year}年从{first_number}号编起"
