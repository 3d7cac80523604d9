"""Lists recited as their figure prints them (区应急局4条、区民宗局1条), number for number."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from notices.numbers.against import Held, settled
from notices.numbers.levelled import level, readable
from notices.numbers.numerals import find
from notices.numbers.relations import agree
from notices.numbers.script import Script, script
from notices.numbers.verdicts import Verdict
from reports.figures import Figure

_LEAST = 4
"""Signs a list has at the least; 甲局3条 may be said of anything."""


def held(told: Script, figures: Mapping[str, Figure]) -> Iterator[tuple[int, Held]]:
    """Where the words of a list stand in the text, its numbers must be the figure's.

    The same units may be listed for another reason with other numbers: at least half must agree, and the words must
    fit one list only better than others.
    """
    best: dict[int, tuple[int, str, tuple[Held, ...]]] = {}
    for key, figure in figures.items():
        if not isinstance(figure.value, tuple) or not figure.value:
            continue
        model = _model(figure.text)
        for start in _places(told, model):
            found = tuple(_compared(told, model, start, figure))
            right = sum(each.verdict is Verdict.OK for each in found)
            if 2 * right >= len(found) > 0 and right > best.get(start, (0,))[0]:
                best[start] = right, key, found
    for start, (_, key, answers) in best.items():
        indices = told.inside(start, start + len(_model(figures[key].text).text))
        yield from zip(indices, answers, strict=True)


def _places(told: Script, model: Script) -> Iterator[int]:
    """Where the words of a list stand."""
    if not model.numbers or len(model.text) < _LEAST + len(model.numbers):
        return
    start = told.text.find(model.text)
    while start >= 0:
        yield start
        start = told.text.find(model.text, start + 1)


def _compared(told: Script, model: Script, start: int, figure: Figure) -> Iterator[Held]:
    for index, place in enumerate(model.positions):
        said, known = told[start + place], model.numbers[index]
        whose = model.text[model.positions[index - 1] + 1 if index else 0 : place].strip("、，；（）")
        right = agree(said, known) and said.unit == known.unit
        wrong = f"文中写{whose}{said.text}，“{figure.label}”是{whose}{known.text}。"
        yield settled(right, figure.key, known.text, f"与“{figure.label}”中{whose}{known.text}相符。", wrong)


@lru_cache(maxsize=256)
def _model(text: str) -> Script:
    """A figure's text as the check reads texts."""
    read = readable(level(text).text)
    return script(read, find(read))
