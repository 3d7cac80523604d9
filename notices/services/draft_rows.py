"""What every change of a draft shares: the locked row, the text kept before it changes, the line in the trail."""

from datetime import datetime

from notices import policies
from notices.content import CircularContent
from notices.models import Circular, CircularEvent, CircularVersion
from notices.selectors import editing as selectors
from units import audit
from units.actors import Actor
from units.errors import Conflict, NotAllowed, NotFound


def held(actor: Actor, circular: Circular) -> Circular:
    """The circular, locked; NotAllowed for all but those who draft, NotFound when it is not there."""
    if not policies.may_draft(actor):
        raise NotAllowed("通报和函件由安委办起草、修改。您可以查看全文和每个数字的来源。")
    rows = Circular.objects.get_queryset().locked().select_related("tenant", "period__campaign")
    # Joined rows would be those of before the wait for the lock: who edited it is asked afterwards.
    found: Circular | None = rows.filter(pk=circular.pk).first()
    if found is None:
        raise NotFound("没有这份通报或函件。请从通报列表重新进入。")
    return found


def locked(actor: Actor, circular: Circular) -> Circular:
    """A draft, locked; Conflict once it was handed on."""
    found = held(actor, circular)
    selectors.require_editable(actor, found)
    return found


def require_fresh(circular: Circular, edit: int) -> None:
    """Conflict unless the page showed the text as it stands."""
    if circular.edit == edit:
        return
    who = circular.edited_by.name if circular.edited_by else "系统"
    when = f"{circular.edited_at.astimezone(circular.tenant.zone):%H:%M}" if circular.edited_at else "刚刚"
    raise Conflict(f"{who}在{when}改过这份文稿，您看到的不是最新内容。请刷新页面，再改一次。")


def keep(circular: Circular) -> None:
    """Keep the text that is about to change as a version, unless the newest version is just this."""
    last = circular.versions.order_by("-number").first()
    if last is not None and last.content == circular.content:
        return
    by = circular.edited_by or circular.created_by
    CircularVersion.objects.create(
        circular=circular,
        number=(last.number if last else 0) + 1,
        content=circular.content,
        what="修改" if circular.edited_at else "起草",
        at=circular.edited_at or circular.created_at,
        by=by,
        by_name=by.name if by else "系统",
    )


def write(actor: Actor, circular: Circular, content: CircularContent, at: datetime) -> None:
    """Store the text and what goes with it."""
    circular.content = content.to_json()
    circular.title = content.title
    circular.edit += 1
    circular.edited_at, circular.edited_by_id = at, actor.user_id
    circular.save(
        update_fields=[
            "content", "base", "figures", "snapshot", "template_version", "title", "edit", "edited_at", "edited_by",
        ]
    )  # fmt: skip


def step(actor: Actor, circular: Circular, action: CircularEvent.Action, comment: str, at: datetime) -> None:
    """A step in the circular's own trail."""
    CircularEvent.objects.create(
        circular=circular, action=action, comment=comment, at=at, by_id=actor.user_id, by_name=actor.name
    )


def tell(actor: Actor, circular: Circular, what: str, summary: str, at: datetime) -> None:
    """A line in the tenant's trail."""
    audit.record(actor=actor, at=at, action=f"circular.{what}", about=circular, summary=summary)
