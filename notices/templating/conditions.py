"""Conditions of a template: comparisons of figures, points that appeared. Undefined figures meet none."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from notices.templating.parts import ANY_POINT, NO_POINT
from reports.expressions import Evaluator, Expression, InvalidExpression, parse
from reports.figures import Figure

_DOTTED = re.compile(r"[^\W\d]\w*(?:\.\w+)+")
# Names of figures hold dots, names of expressions may not. This letter stands for them meanwhile: it is one that
# Unicode leaves alone and nobody types.
_DOT = "ǃ"
_JOINTS = {"且": "and", "或": "or", "非": "not"}
_JOINT = re.compile(r"(?<!\S)(且|或|非)(?!\S)")


@dataclass(frozen=True, slots=True)
class Known:
    """What conditions are asked about: numbers of figures, lists by their length, and the points that appeared.

    `here` are the points of the section one stands in.
    """

    numbers: Mapping[str, Decimal]
    points: frozenset[str] = frozenset()
    here: bool = False


def numbers(figures: Mapping[str, Figure]) -> Mapping[str, Decimal]:
    """The figures that have a value, as conditions name them; a list counts its names."""
    return {
        _plain(key): Decimal(len(figure.value) if isinstance(figure.value, tuple) else figure.value)
        for key, figure in figures.items()
        if figure.value is not None
    }


def holds(when: str, known: Known, points: Collection[str], evaluator: Evaluator) -> bool:
    """Whether a condition holds; `points` are the names of all points of the template.

    One that is no condition, in a text that is tried while it is written, does not hold.
    """
    if not when:
        return True
    if when in {ANY_POINT, NO_POINT}:
        return known.here is (when == ANY_POINT)
    if when in points:
        return when in known.points
    try:
        return bool(evaluator.holds(_expression(when), known.numbers))
    except InvalidExpression:
        return False


def names(when: str) -> tuple[str, ...]:
    """The figures a condition compares. InvalidExpression when it is none."""
    return tuple(name.replace(_DOT, ".") for name in _expression(when).names)


def _expression(when: str) -> Expression:
    if _DOT in when:
        raise InvalidExpression("条件里有不能用的字符，请重新输入。")
    spoken = _JOINT.sub(lambda found: _JOINTS[found[1]], when)
    return parse(_DOTTED.sub(lambda found: _plain(found[0]), spoken))


def _plain(key: str) -> str:
    return key.replace(".", _DOT)
