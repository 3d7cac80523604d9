"""Reads of one circular for its page and its editor: the text, its figures, its versions and its trail."""

from collections.abc import Mapping, Sequence

from notices import editor_text, policies
from notices.block_words import with_ids
from notices.content import CircularContent
from notices.models import Circular, CircularEvent, CircularState, CircularVersion
from notices.stored_figures import restored
from reports.figures import Figure, by_key
from reports.selectors.figures import closed_period
from units.actors import Actor
from units.errors import Conflict, NotAllowed, NotFound
from units.scoping import current_tenant_id

_PEOPLE = ("created_by", "edited_by", "submitted_by", "reviewed_by", "signed_by")
_OF = ("snapshot", "period__campaign", "period__form", "unit", "supersedes", *_PEOPLE)


def readable(actor: Actor, pk: int) -> Circular:
    """A circular or letter by its id; NotAllowed for units, which see what was published only (I3)."""
    if not policies.may_read_draft(actor):
        raise NotAllowed("通报和函件印发前只供安委办和领导查看。")
    found = Circular.objects.select_related(*_OF).filter(pk=pk).first()
    if found is None:
        raise NotFound("没有这份通报或函件。请从通报列表重新进入。")
    return found


def editable(actor: Actor, pk: int) -> Circular:
    """A draft to be edited; NotAllowed or Conflict with the reason otherwise."""
    found = readable(actor, pk)
    require_editable(actor, found)
    return found


def require_editable(actor: Actor, circular: Circular) -> None:
    """NotAllowed for all but those who draft, Conflict once it was handed on."""
    if not policies.may_draft(actor):
        raise NotAllowed("通报和函件由安委办起草、修改。您可以查看全文和每个数字的来源。")
    if circular.state != CircularState.DRAFT:
        words = CircularState(circular.state).label
        raise Conflict(
            f"《{circular.title}》现在是“{words}”，不能修改。要改，请先退回修改；已印发的请撤回或另发。"
        )


def stored(circular: Circular) -> CircularContent:
    """The text as it stands, each block with an id."""
    return with_ids(circular.document)


def base_of(circular: Circular) -> CircularContent:
    """What the machine wrote last; of circulars from before that was kept, the text itself."""
    return with_ids(CircularContent.from_json(circular.base)) if circular.base else stored(circular)


def figures_of(circular: Circular) -> Mapping[str, Figure]:
    """The figures it was written with; of circulars from before they were kept, those of its snapshot."""
    if circular.figures or circular.snapshot is None or circular.period is None:
        return restored(circular.figures)
    closed = closed_period(Actor.system(current_tenant_id()), circular.period, circular.snapshot)
    return by_key(closed.figures)


def resolved(circular: Circular, sent: CircularContent) -> CircularContent:
    """What a page sent, with the circular's own figures, facts and frame; Invalid as `editor_text.resolved`."""
    texts = {key: figure.text for key, figure in figures_of(circular).items()}
    return editor_text.resolved(sent, stored=stored(circular), base=base_of(circular), figures=texts)


def versions(circular: Circular) -> Sequence[CircularVersion]:
    """Earlier texts, the newest first, without their contents."""
    return list(circular.versions.defer("content").order_by("-number"))


def version(circular: Circular, number: int) -> CircularVersion:
    """One earlier text; NotFound when there is none of this number."""
    found = circular.versions.filter(number=number).first()
    if found is None:
        raise NotFound(f"没有第{number}稿。请从修改历史里重新选择。")
    return found


def siblings(circular: Circular) -> Sequence[Circular]:
    """The circulars of its kind and period, itself among them, the newest figures first; none beside a letter."""
    if circular.snapshot_id is None:
        return []
    found = Circular.objects.filter(period=circular.period_id, kind=circular.kind, snapshot__isnull=False)
    standing = found.exclude(state=CircularState.WITHDRAWN).select_related("snapshot")
    return list(standing.order_by("-snapshot__revision", "-id"))


def trail(circular: Circular) -> Sequence[CircularEvent]:
    """What was done with it, the latest first."""
    return list(circular.events.order_by("-id"))
