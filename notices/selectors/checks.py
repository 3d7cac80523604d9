"""The number check of a circular: which numbers have to be settled before it goes out, and which were accepted."""

from collections.abc import Sequence
from dataclasses import dataclass

from notices import found_numbers
from notices.content import CircularContent
from notices.found_numbers import Found
from notices.models import Circular, NumberAcceptance
from notices.numbers.check import check
from notices.numbers.verdicts import Judged
from notices.selectors import editing


@dataclass(frozen=True, slots=True)
class Finding:
    """A number to be settled, and by whom it was accepted, if it was."""

    found: Found
    accepted: NumberAcceptance | None

    @property
    def key(self) -> str:
        return self.found.key

    @property
    def judged(self) -> Judged:
        return self.found.judged

    @property
    def block_id(self) -> str:
        return self.found.block_id


def findings(circular: Circular, content: CircularContent | None = None) -> Sequence[Finding]:
    """All numbers of a circular that ask for a decision, accepted ones among them, in the order of the text.

    `content` is looked at instead of the stored text: what stands in the editor at this moment.
    """
    content = content or editing.stored(circular)
    figures = editing.figures_of(circular)
    data = circular.snapshot.data if circular.snapshot else None
    judged = check(
        content.text,
        figures=figures,
        units=data.units if data else (),
        indicators=data.indicators if data else (),
        cited=found_numbers.cited(content),
    )
    accepted = {each.key: each for each in NumberAcceptance.objects.filter(circular=circular)}
    found = found_numbers.asked(content, judged, figures)
    return [Finding(each, accepted.get(each.key)) for each in found]


def open_findings(circular: Circular) -> Sequence[Finding]:
    """Those nobody has accepted; they keep a circular from being issued."""
    return [each for each in findings(circular) if each.accepted is None]
