"""Figures cited in a text: chips of the editor, which say themselves what number they stand for."""

from collections.abc import Mapping
from dataclasses import dataclass

from notices.numbers.against import Held
from notices.numbers.verdicts import Verdict
from reports.figures import Figure


@dataclass(frozen=True, slots=True)
class Cited:
    """A stretch of the text that was put there as the figure `key`."""

    start: int
    end: int
    key: str


def against_citation(text: str, cited: Cited, figures: Mapping[str, Figure]) -> Held | None:
    """Whether what stands there is the figure as printed; None when the figure is not known."""
    figure = figures.get(cited.key)
    if figure is None:
        return None
    stands = text[cited.start : cited.end]
    if stands.strip() == figure.text:
        return Held(Verdict.OK, figure.key, figure.text, f"引自“{figure.label}”{figure.text}。")
    reason = f"这里引用的是“{figure.label}”，应为{figure.text}，文中写{stands}。"
    return Held(Verdict.CONTRADICTS, figure.key, figure.text, reason)
