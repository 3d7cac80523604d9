"""Relations between the figures that a text names, wherever they stand: sums, rates, bounds, changes, repeats."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from notices.numbers.changes import change
from notices.numbers.lexicon import BEFORE as PREVIOUS
from notices.numbers.lexicon import BOUNDS, CHANGE, RATIOS, SUMS
from notices.numbers.quantities import Quantity
from notices.numbers.relations import Relation, at_most, ratio, same, total
from notices.numbers.script import Script

Places = Mapping[str, Sequence[int]]


def relations(script: Script, meant: Sequence[Quantity]) -> Iterator[Relation]:
    """What must hold between the figures named for the whole area."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, quantity in enumerate(meant):
        if quantity.key and quantity.of_all:
            places[quantity.key].append(index)
    yield from _repeats(script, places)
    yield from _sums(script, places)
    for part, whole, rate in RATIOS:
        if part in places and whole in places:
            for at in places.get(rate, ()):
                yield ratio(script, _near(places, part, at), _near(places, whole, at), at)
    for part, whole in BOUNDS:
        if part in places and whole in places:
            yield at_most(script, _near(places, part, 0), _near(places, whole, 0))
    for index, quantity in enumerate(meant):
        if quantity.key in places and not quantity.of_all:
            yield at_most(script, index, _near(places, quantity.key, index))
    yield from _changes(script, meant, places)


def _sums(script: Script, places: Places) -> Iterator[Relation]:
    for whole, parts in SUMS:
        if all(key in places for key in (whole, *parts)):
            last = max(_near(places, part, 0) for part in parts)
            yield total(script, _near(places, whole, last), [_near(places, part, 0) for part in parts])


def _changes(script: Script, meant: Sequence[Quantity], places: Places) -> Iterator[Relation]:
    for new, rate in CHANGE.items():
        for at in places.get(rate, ()):
            if new in places and PREVIOUS[new] in places:
                now, before = _near(places, new, at), _near(places, PREVIOUS[new], at)
                yield change(script, now, before, at, meant[at].turn)


def _repeats(script: Script, places: Places) -> Iterator[Relation]:
    for indices in places.values():
        exact = [index for index in indices if not script.numbers[index].approximate]
        for one, other in pairwise(exact):
            if script.numbers[one].unit == script.numbers[other].unit or script.numbers[one].decimals:
                yield same(script, one, other, _called(script, other))


def _called(script: Script, index: int) -> str:
    place = script.positions[index]
    return script.text[max(0, place - 8) : place].strip("，、。（")


def _near(places: Places, key: str, at: int) -> int:
    """The mention of a figure that stands nearest to a number."""
    return min(places[key], key=lambda index: (abs(index - at), index))
