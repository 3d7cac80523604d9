"""Check the numbers of a text: against the figures of a period where they are known, and against one another."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from notices.numbers import (
    amounts,
    changes,
    examples,
    headcounts,
    keyed,
    ledger_counts,
    lists,
    means,
    own_columns,
    part_rows,
    parts,
    rates,
    recited,
    reported,
    respectively,
    sectors,
    shares,
    zeros,
)
from notices.numbers.against import Held, against_figure, against_unit
from notices.numbers.blame import Blame, blamed
from notices.numbers.citing import Cited, against_citation
from notices.numbers.levelled import Levelled, level, readable
from notices.numbers.lexicon import Called
from notices.numbers.numerals import KIND_WORDS, Kind, Numeral, find
from notices.numbers.quantities import Quantity, quantities
from notices.numbers.relations import Relation
from notices.numbers.script import Script, script
from notices.numbers.verdicts import WRONG, Judged, Verdict
from reports.figures import Figure
from reports.snapshot import IndicatorSpec, UnitFiling

_AROUND = 20
MOST_IN_SENTENCE = 200
"""So many numbers of one sentence are held against each other; no sentence people write has as many."""
_SENTENCE = re.compile(r"[^。！？\n]+")
_CROWDED = f"这一句里的数字超过{MOST_IN_SENTENCE}个，没有核对，请断句。"
_NOTHING = "没有可以对照的指标，文中也没有可以推算的数字。"


def check(
    text: str,
    *,
    figures: Mapping[str, Figure] | None = None,
    units: Sequence[UnitFiling] = (),
    indicators: Sequence[IndicatorSpec] = (),
    skip: Sequence[tuple[int, int]] = (),
    cited: Sequence[Cited] = (),
) -> tuple[Judged, ...]:
    """Every number of `text` with its verdict, in order; offsets refer to `text` as given.

    `figures` are the figures of the period by key (`reports.figures.by_key(compute(snapshot, previous))`), None when
    no period is known: then only what the text says of itself is checked. `units` and `indicators` are those of the
    snapshot, for what is said of single units. Numbers inside `skip` (tables) are left out, for others judge them.
    `cited` are stretches put into the text as figures.
    """
    reading = _read(text, skip, own_columns.called(indicators))
    given = examples.spans(text)
    held = dict(_held(reading, figures or {}, units, indicators, cited))
    judged = _Judge(reading.script, reading.meant, held)
    index = 0
    found: list[Judged] = []
    for numeral in reading.numerals:
        place = reading.level.span(numeral.start, numeral.end)
        alone = numeral in reading.crowded
        if numeral.kind is not Kind.DATA:
            held_as = _not_data(KIND_WORDS[numeral.kind])
        else:
            held_as = Held(Verdict.UNVERIFIED, "", "", _CROWDED) if alone else judged.of(index)
        if any(start <= place[0] < end for start, end in given) and numeral.kind is Kind.DATA:
            held_as = _not_data("填表说明中的举例")
        found.append(_judged(text, numeral, place, held_as))
        index += numeral.kind is Kind.DATA and not alone
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text as read: its levelled form, all its numerals, and its figures with what they claim to be.

    Numerals of `crowded` sentences are none of the figures: nothing is worked out of them.
    """

    text: str
    level: Levelled
    numerals: tuple[Numeral, ...]
    crowded: frozenset[Numeral]
    script: Script
    meant: tuple[Quantity, ...]


def _read(text: str, skip: Sequence[tuple[int, int]], further: tuple[Called, ...]) -> _Reading:
    signs = list(text)
    for start, end in skip:
        signs[start:end] = "\n" * len(signs[start:end])
    levelled = level("".join(signs))
    read = readable(levelled.text)
    numerals = find(read)
    crowded = _crowded(read, numerals)
    told = script(read, tuple(each for each in numerals if each not in crowded))
    return _Reading(text, levelled, numerals, crowded, told, quantities(told, further))


def _crowded(read: str, numerals: Sequence[Numeral]) -> frozenset[Numeral]:
    """The numerals of sentences with more of them than any sentence has."""
    if len(numerals) <= MOST_IN_SENTENCE:
        return frozenset()
    ends = [match.end() for match in _SENTENCE.finditer(read)]
    sentences = [bisect_left(ends, numeral.end) for numeral in numerals]
    counts = Counter(sentences)
    return frozenset(
        numeral
        for numeral, sentence in zip(numerals, sentences, strict=True)
        if counts[sentence] > MOST_IN_SENTENCE
    )


def _held(
    reading: _Reading,
    figures: Mapping[str, Figure],
    units: Sequence[UnitFiling],
    indicators: Sequence[IndicatorSpec],
    cited: Sequence[Cited],
) -> Iterator[tuple[int, Held]]:
    """What figures and rows say of the numbers they can be held against; of two answers the later counts."""
    for index, (numeral, quantity) in enumerate(zip(reading.script.numbers, reading.meant, strict=True)):
        known = against_unit(numeral, quantity, units, indicators) or against_figure(
            numeral, quantity, figures
        )
        if known is not None:
            yield index, known
    rows = (reading.script, reading.meant, units, indicators)
    yield from part_rows.held(*rows)
    yield from respectively.held(*rows)
    yield from headcounts.held(*rows)
    yield from zeros.held(reading.script, figures, units, indicators)
    yield from sectors.held(reading.script, reading.meant, figures)
    yield from reported.held(reading.script, figures, units)
    yield from ledger_counts.held(reading.script, figures)
    yield from recited.held(reading.script, figures)
    for index, numeral in enumerate(reading.script.numbers):
        start, end = reading.level.span(numeral.start, numeral.end)
        chip = next((each for each in cited if each.start <= start and end <= each.end), None)
        known = against_citation(reading.text, chip, figures) if chip else None
        if known is not None:
            yield index, known


def _relations(told: Script, meant: Sequence[Quantity]) -> list[Relation]:
    """Everything that must hold between the numbers of a text."""
    return [
        *rates.relations(told, meant),
        *shares.relations(told, meant),
        *parts.relations(told),
        *lists.relations(told),
        *means.relations(told, meant),
        *changes.relations(told, meant),
        *amounts.relations(told),
        *keyed.relations(told, meant),
    ]


class _Judge:
    """The verdict of each figure of a text: what is known from outside first, then what the text says of itself."""

    def __init__(self, told: Script, meant: Sequence[Quantity], held: Mapping[int, Held]) -> None:
        self._script = told
        self._held = held
        relations = _relations(told, meant)
        sure = frozenset(index for index, known in held.items() if known.verdict is Verdict.OK)
        wrong = frozenset(index for index, known in held.items() if known.verdict in WRONG)
        self._blamed = {each.index: each for each in blamed(relations, sure, wrong)}
        doubtful = wrong | set(self._blamed)
        self._holding = [
            each for each in relations if each.holds and not each.weak and not doubtful & set(each.members)
        ]

    def of(self, index: int) -> Held:
        """The verdict of one number."""
        if index in self._held:
            return self._held[index]
        if index in self._blamed:
            return self._inconsistent(self._blamed[index])
        holding = [each for each in self._holding if index in each.members]
        derived = next((each for each in holding if each.derived == index), None)
        if derived is not None:
            return Held(Verdict.OK, "", "", f"按文中数字推算相符：{derived.says}。")
        if holding:
            return Held(Verdict.UNVERIFIED, "", "", f"没有可以对照的指标；与前后文一致：{holding[0].says}。")
        return Held(Verdict.UNVERIFIED, "", "", _NOTHING)

    def _inconsistent(self, blame: Blame) -> Held:
        stands = self._script.numbers[blame.index].text
        should = f"按前后文应为{blame.expected}" if blame.expected else "与前后文不符"
        reason = f"文中写{stands}，{should}：{blame.relation.why}。"
        return Held(Verdict.INCONSISTENT, "", blame.expected, reason)


def _not_data(words: str) -> Held:
    return Held(Verdict.IGNORED, "", "", f"{words}，不是数据。")


def _judged(text: str, numeral: Numeral, place: tuple[int, int], held: Held) -> Judged:
    start, end = place
    end = start + len(text[start:end].rstrip())
    context = text[max(0, start - _AROUND) : end + _AROUND]
    return Judged(
        text[start:end],
        numeral.value,
        numeral.unit,
        start,
        end,
        " ".join(context.split()),
        held.verdict,
        held.figure,
        held.expected,
        held.reason,
    )
