"""What is printed beside a circular: the dispatch table of its snapshot, where the text names it."""

from collections.abc import Sequence
from dataclasses import replace

from notices.annex import Annex, dispatch
from notices.content import BlockKind
from notices.models import Circular
from notices.selectors import spans
from reports.snapshot import SnapshotData


def of(circular: Circular) -> Sequence[Annex]:
    """The annexes under the titles by which the text names them; a text that names none, and a letter, have none."""
    named = circular.document.of(BlockKind.ANNEX)
    data = _data(circular) if named else None
    return [] if data is None else [replace(dispatch(data), title=named[0].text)]


def is_synthetic(circular: Circular) -> bool:
    """Whether it rests on demonstration data, or says so."""
    if circular.document.of(BlockKind.NOTICE):
        return True
    data = _data(circular)
    return data.synthetic if data else bool(circular.period and circular.period.synthetic)


def _data(circular: Circular) -> SnapshotData | None:
    """The snapshot it rests on; of a quarter or year all its months as one."""
    if circular.snapshot is None:
        return None
    if circular.span and (found := spans.of_circular(circular)):
        return spans.compiled(found).data
    return circular.snapshot.data
