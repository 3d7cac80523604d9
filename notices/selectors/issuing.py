"""Reads of circulars on their way to issue: which one, whose hands are in it, what still stands in the way."""

from collections.abc import Sequence

from notices.finishing import missing, placeholders
from notices.models import Circular, CircularVersion, NumberAcceptance, Publication, PublicationState
from notices.pending import Pending
from notices.selectors import checks, spans
from reports.models import Snapshot

GONE = "没有这份文稿。它可能不在本辖区，请从“通报”页重新进入。"


def publication_of(circular: Circular) -> Publication | None:
    """The printed copy, None while it is not issued."""
    return Publication.objects.filter(circular=circular).first()


def writers(circular: Circular) -> frozenset[int]:
    """Everybody who wrote on it at any time or let a number stand: they do not sign it (I8)."""
    versions = CircularVersion.objects.filter(circular=circular).order_by()
    accepted = NumberAcceptance.objects.filter(circular=circular).order_by()
    found = versions.values_list("by_id", flat=True).union(accepted.values_list("by_id", flat=True))
    return frozenset(each for each in (*found, circular.created_by_id, circular.edited_by_id) if each)


def hands(circular: Circular) -> frozenset[int]:
    """Everybody whose hand is in the text, and who sent it on: they do not approve it (I8)."""
    sent_by = circular.submitted_by_id
    return writers(circular) | ({sent_by} if sent_by else set())


def newer_snapshot(circular: Circular) -> Snapshot | None:
    """A newer revision of the figures that the text rests on, None while there is none."""
    if circular.snapshot is None:
        return None
    newest = Snapshot.objects.filter(period=circular.snapshot.period_id).order_by("-revision").first()
    return newest if newest is not None and newest.revision > circular.snapshot.revision else None


def is_outdated(circular: Circular) -> bool:
    """Whether figures that the text rests on have been corrected since; of a quarter or year those of any month."""
    return spans.is_outdated(circular) if circular.span else newer_snapshot(circular) is not None


def obstacles(circular: Circular) -> Sequence[str]:
    """What keeps the text itself from being issued, in words; empty when nothing does."""
    found = []
    if other := in_force_beside(circular):
        found.append(
            f"本期的{circular.get_kind_display()}已经印发（{other.document_number}），同一期不能有两份都有效。"
            "请先撤回原件；或退回本稿，在原件页面起草替代稿。"
        )
    if is_outdated(circular):
        found.append("所依据的数据已经更正，文稿还是旧数。请退回，由起草人按新数据更新后再送。")
    if Pending.of(circular.base):
        found.append("按新数据更新后，有改动还没有逐处确认。请退回，由起草人在编辑页确认后再送。")
    if lacks := missing(circular.document):
        found.append(f"文稿缺{'、'.join(lacks)}。请退回，由起草人按模板恢复后再送。")
    if places := placeholders(circular.document):
        found.append(f"还有{len(places)}处没有填好，第一处是“{places[0]}”。请退回修改。")
    if findings := checks.open_findings(circular):
        first = findings[0].judged
        found.append(
            f"数字核对还有{len(findings)}处没有处理，第一处是“{first.text}”：{first.reason}"
            "请退回改正，或逐处写明理由后采信。"
        )
    return found


def in_force_beside(circular: Circular) -> Publication | None:
    """A printed circular of the same kind and period, or span, that would still hold beside this one (I4)."""
    if circular.snapshot_id is None or circular.period_id is None:
        return None
    found = Publication.objects.filter(
        state=PublicationState.IN_FORCE,
        kind=circular.kind,
        circular__period=circular.period_id,
        circular__span=circular.span,
    )
    return found.exclude(circular__in=[circular.pk, circular.supersedes_id or circular.pk]).first()


def successor(circular: Circular) -> Circular | None:
    """The circular that replaces or is to replace it, None without one."""
    return Circular.objects.filter(supersedes=circular).exclude(state="withdrawn").first()
