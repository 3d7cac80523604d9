"""Circulars composed from the shipped templates, without a database."""

from collections.abc import Sequence

from notices import presets, templating
from notices.content import CircularContent
from notices.facts import of_snapshot
from reports.figures import Figure, by_key
from reports.snapshot import SnapshotData


def compose(
    figures: Sequence[Figure],
    snapshot: SnapshotData,
    previous: SnapshotData | None,
    *,
    office: str,
    corrected: Sequence[SnapshotData] = (),
    kind: str = "monthly",
) -> CircularContent:
    """The circular of a kind as it is drafted."""
    facts = of_snapshot(snapshot, previous, office=office, corrected=corrected)
    return templating.compose(templating.parse(presets.source(kind)), by_key(figures), facts)
