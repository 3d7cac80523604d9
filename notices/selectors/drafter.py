"""What waits for the drafter: circulars that were drafted by themselves and that nobody has taken up yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from notices import policies
from notices.models import Circular, CircularKind, CircularState
from notices.selectors import checks
from units.actors import Actor
from units.enums import Role
from units.errors import NotAllowed
from units.models import Membership, User


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft nobody has changed or submitted, and how many of its numbers are to be settled."""

    circular: Circular
    unsettled: int

    @property
    def words(self) -> str:
        """2023年9月月度调度通报草稿已备好，3个数字待核."""
        circular = self.circular
        about = circular.span or (circular.period.title if circular.period else "")
        name = "通报" if circular.span else CircularKind(circular.kind).label
        checked = f"{self.unsettled}个数字待核" if self.unsettled else "数字全部有据"
        return f"{about}{name}草稿已备好，{checked}"


def waiting(actor: Actor) -> Sequence[Waiting]:
    """The newest circular of each kind where it was drafted by itself and left alone since; NotAllowed as for drafting.

    Of older drafts nobody is told: who has not taken them up before does not need them any more.
    """
    if not policies.may_draft(actor):
        raise NotAllowed("通报草稿由安委办办理。")
    newest = (
        Circular.objects.filter(unit__isnull=True)
        .order_by("kind", "-created_at", "-id")
        .distinct("kind")
        .select_related("snapshot", "period")
    )
    return [note(each) for each in newest if is_untouched(each)]


def note(circular: Circular) -> Waiting:
    """What is told of a draft: its numbers are counted by the number check."""
    return Waiting(circular, len(checks.open_findings(circular)))


def office_people() -> Sequence[User]:
    """Everybody of 安委办 who can sign in and has a mail address."""
    ids = Membership.objects.filter(role=Role.REVIEWER).values("user_id")
    return list(User.objects.filter(id__in=ids, is_active=True).exclude(email="").order_by("id"))


def is_untouched(circular: Circular) -> bool:
    """Whether it was drafted by itself, and nobody has changed, submitted or issued it."""
    by_itself = circular.created_by_id is None and circular.edited_by_id is None
    return by_itself and circular.edit == 1 and circular.state == CircularState.DRAFT
