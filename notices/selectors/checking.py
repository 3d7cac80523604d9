"""What a circular's numbers are held against: the newest snapshot of a closed period."""

from notices import policies
from notices.numbers.verifying import Known
from reports.selectors import figures, periods
from units.actors import Actor
from units.errors import NotAllowed


def require_may_check(actor: Actor) -> None:
    """NotAllowed for those who may not see every unit's figures (I3)."""
    if not policies.may_read_draft(actor):
        raise NotAllowed("数字核对要用到各单位的汇总数据，只供安委办和领导使用。")


def known_of(actor: Actor, label: str) -> Known:
    """The closed period of this label, in its newest revision; NotFound, or Conflict while it is open."""
    require_may_check(actor)
    closed = figures.closed_period(actor, periods.period_by_label(label))
    source = f"{closed.data.period_title}快照第{closed.data.revision}版"
    return Known(closed.data, closed.previous, source)
