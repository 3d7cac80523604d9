"""What a circular says of corrected figures: those of earlier periods, and its own. Pure."""

from collections.abc import Iterator, Sequence

from notices.content import Block, BlockKind, Fact, Text
from reports.snapshot import SnapshotData


def notes(snapshot: SnapshotData, corrected: Sequence[SnapshotData]) -> Iterator[Block]:
    """Closing notes: which earlier periods were corrected since the last circular, and whether this one was.

    `corrected` are the revisions of earlier periods that hold now, the oldest first.
    """
    for earlier in corrected:
        yield Block(
            BlockKind.PARAGRAPH,
            (
                Fact(f"corrected.{earlier.period}", earlier.period_title),
                Text("数据在上期通报以后有更正，详见该期更正记录，以"),
                Fact(f"corrected_revision.{earlier.period}", f"第{earlier.revision}版"),
                Text("为准；本通报的新增数和环比按更正后的数据计算。"),
            ),
        )
    if snapshot.revision > 1:
        yield Block(
            BlockKind.PARAGRAPH,
            (
                Fact("period", snapshot.period_title),
                Text("调度数据关账以后有更正或重算，本通报依据"),
                Fact("revision", f"第{snapshot.revision}版"),
                Text("数据，此前各版通报稿不再使用。"),
            ),
        )
