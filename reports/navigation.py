"""Which pages a person is offered, by what they do. Pure: roles in, entries out."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports import policies
from units.actors import Actor
from units.policies import may_administer

# A phone's bar has room for so many entries; the last is one's own account.
PHONE_ENTRIES = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the address's name in `urls.py`, with what it takes. `count` is how much waits there.

    `beside` are the last parts of neighbouring addresses whose pages belong to it as well.
    """

    label: str
    icon: str
    route: str
    args: tuple[str | int, ...] = ()
    fragment: str = ""
    count: int = 0
    beside: tuple[str, ...] = ()


ME = Entry("我的", "person", "me")
LEDGER = Entry("台账", "ledger", "hazards:ledger")
ENTERPRISES = Entry("企业", "building", "hazards:enterprises")
FORMS = Entry("表式", "form", "reports:form_versions")
RULES = Entry("规则", "check", "reports:rules")
# What 安委办 does for an open period besides reading its board.
OF_THE_DESK = ("tonight", "extensions", "import", "chase", "form")
STANDARDS = Entry("标准", "book", "hazards:standards")
MATERIALS = Entry("材料", "folder", "reports:materials")
INBOX = Entry("收文", "circular", "notices:inbox")
CIRCULARS = Entry("通报", "circular", "notices:circulars")
MAIL = Entry("邮件", "upload", "notices:outbox")
CALENDAR = Entry("日历", "calendar", "calendar")


def entries(actor: Actor, label: str | None, waiting: int = 0) -> tuple[Entry, ...]:
    """The rail, most used first. `label` is the current period's, None while there is none.

    `waiting` is how many hazard records wait for review.
    """
    return (*_work_entries(actor, label, waiting), *_set_up_entries(actor), *_care_entries(actor))


def phone_entries(actor: Actor, label: str | None, waiting: int = 0) -> tuple[Entry, ...]:
    """The bar at the bottom of a phone: what the role does most, what only it does, and one's own account."""
    last = (*_care_entries(actor), ME)
    return (*_work_entries(actor, label, waiting)[: PHONE_ENTRIES - len(last)], *last)


def _work_entries(actor: Actor, label: str | None, waiting: int) -> tuple[Entry, ...]:
    """By what a person does most: a unit's people first file, 安委办 first decides."""
    if actor.own_units:
        return (*_unit_entries(actor, label), *_office_entries(actor, label, waiting), *_library_entries())
    daily = _office_entries(actor, label, waiting)
    return (*daily[:2], LEDGER, *daily[2:], *_library_entries())


def _unit_entries(actor: Actor, label: str | None) -> Iterator[Entry]:
    yield Entry("本单位", "home", "reports:unit_home")
    yield LEDGER
    if label:
        yield Entry("填报", "form", "reports:form", (label, min(actor.served_units or actor.own_units)))
    yield INBOX
    yield Entry("往期", "calendar", "reports:unit_home", fragment="past")
    yield MATERIALS


def _library_entries() -> tuple[Entry, ...]:
    return ENTERPRISES, STANDARDS


def _office_entries(actor: Actor, label: str | None, waiting: int) -> tuple[Entry, ...]:
    return tuple(_office(actor, label, waiting))


def _office(actor: Actor, label: str | None, waiting: int) -> Iterator[Entry]:
    if policies.may_review(actor):
        yield Entry("审核", "seal", "hazards:review", count=waiting)
    if policies.may_see_everything(actor) and label:
        yield Entry("调度", "board", "reports:board", (label,), beside=OF_THE_DESK)
    if policies.may_see_closed_figures(actor):
        yield Entry("期次", "calendar", "reports:periods")
        yield Entry("看板", "chart", "reports:ranking")
        yield CIRCULARS
        yield Entry("统计", "sum", "reports:ledger_counts")
        if not actor.own_units:
            yield MATERIALS


def _set_up_entries(actor: Actor) -> Iterator[Entry]:
    if policies.may_set_up(actor):
        yield FORMS
        yield RULES
        yield CALENDAR
    if may_administer(actor):
        yield MAIL


def _care_entries(actor: Actor) -> Iterator[Entry]:
    if may_administer(actor):
        yield Entry("人员", "people", "people")
