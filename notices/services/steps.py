"""What every step of a circular shares: the locked row in the state the page showed, and its line in the trail."""

from collections.abc import Collection
from datetime import datetime

from notices.models import Circular, CircularEvent, CircularState
from notices.selectors.issuing import GONE
from units import audit
from units.actors import Actor
from units.errors import Conflict, Invalid, NotFound

MAX_COMMENT = 300
Action = CircularEvent.Action


def held(circular: Circular, *, states: Collection[CircularState], edit: int | None, doing: str) -> Circular:
    """The circular, locked; Conflict in words unless it is in one of the `states` and as the page showed it.

    `edit` is that of the page, None where nobody looked at one.
    """
    found: Circular | None = (
        Circular.objects.select_for_update(of=("self",))
        .filter(pk=circular.pk)
        .select_related("tenant", "period", "snapshot", "unit", "supersedes")
        .first()
    )
    if found is None:
        raise NotFound(GONE)
    if found.state not in states:
        raise Conflict(
            f"这份文稿现在是“{found.get_state_display()}”{_by_whom(found)}，不能{doing}。请刷新页面。"
        )
    if edit is not None and edit != found.edit:
        raise Conflict(f"文稿刚被改过{_by_editor(found)}，您看到的不是最新稿。请刷新页面，看过再{doing}。")
    return found


def comment_in(text: str, missing: str = "") -> str:
    """A comment without blanks around it; Invalid when it is too long or holds invisible signs, or when it is empty
    where `missing` says why not.
    """
    comment = text.strip()
    if missing and not comment:
        raise Invalid(missing)
    if len(comment) > MAX_COMMENT:
        raise Invalid(f"意见最多{MAX_COMMENT}字，现有{len(comment)}字，请写短一些。")
    if any(not char.isprintable() and char not in "\r\n\t" for char in comment):
        raise Invalid("意见里有不能显示的控制字符，请删去后再办。")
    return comment


def told(circular: Circular, actor: Actor, at: datetime, action: Action, comment: str = "") -> None:
    """The step in the circular's own trail and in the tenant's."""
    CircularEvent.objects.create(
        circular=circular, action=action, comment=comment, at=at, by_id=actor.user_id, by_name=actor.name
    )
    audit.record(
        actor=actor,
        at=at,
        action=f"circular.{action.value}",
        about=circular,
        summary=f"{action.label}《{circular.title}》{f'：{comment}' if comment else ''}",
    )


def _by_whom(circular: Circular) -> str:
    last = CircularEvent.objects.filter(circular=circular).order_by("id").last()
    return f"（{last.by_name}已{last.get_action_display()}）" if last else ""


def _by_editor(circular: Circular) -> str:
    return f"（{circular.edited_by.name}）" if circular.edited_by else ""
