"""Composing a circular from a template: figures and facts in, typed content out. Repeatable."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from notices.content import Block, BlockKind, CircularContent, Fact, Part, Text
from notices.finishing import DATE_PENDING, DRAFT_MARK, NUMBER_PENDING
from notices.templating.clauses import Material, appears, filled, said
from notices.templating.parts import Clause, Item, ItemKind, Template
from reports.figures import Figure

_KINDS = {
    ItemKind.SECTION: BlockKind.HEADING_1,
    ItemKind.SUBSECTION: BlockKind.HEADING_2,
    ItemKind.POINT: BlockKind.PARAGRAPH,
    ItemKind.PARAGRAPH: BlockKind.PARAGRAPH,
    ItemKind.NOTICE: BlockKind.NOTICE,
}
_LEVELS = (ItemKind.SECTION, ItemKind.SUBSECTION)
_FIGURES = "〇一二三四五六七八九"
_TEN = 10

Written = tuple[Item, tuple[Part, ...]]
"""A piece of the body and what it says; never empty."""


def compose(template: Template, figures: Mapping[str, Figure], facts: Mapping[str, str]) -> CircularContent:
    """The draft: what the figures and facts have something to say to, numbered, within the frame of a document.

    The template cannot leave out the marks of a draft and of synthetic data, nor the source of the figures.
    """
    material = Material.of(figures, facts, template.points)
    return CircularContent(
        (
            *_opening(template, material),
            *_body(template, material),
            *_lines(BlockKind.ANNEX, template.annexes, material),
            *_lines(BlockKind.SIGNATURE, template.signature, material),
            Block(BlockKind.DATE, (Text(DATE_PENDING),), "date"),
            *_source(facts),
        )
    )


def numeral(number: int) -> str:
    """一 … 九十九, as sections are numbered."""
    tens, ones = divmod(number, _TEN)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_FIGURES[tens]}十")
    return head + (_FIGURES[ones] if ones or not tens else "")


def _opening(template: Template, material: Material) -> Iterator[Block]:
    """From the red head down to the salutation."""
    if office := material.facts.get("office"):
        yield Block(BlockKind.ISSUER, (Fact("office", office), Text("文件")), "issuer")
    yield Block(BlockKind.NUMBER, (Text(NUMBER_PENDING),), "number")
    yield from _lines(BlockKind.TITLE, template.title, material)
    yield Block(BlockKind.DRAFT_MARK, (Text(DRAFT_MARK),), "draft_mark")
    yield from _synthetic(material.facts)
    yield from _lines(BlockKind.SALUTATION, template.salutation, material)


def _synthetic(facts: Mapping[str, str]) -> Iterator[Block]:
    if facts.get("synthetic"):
        yield Block(
            BlockKind.NOTICE, (Text("本期为合成数据，仅供演示，不得作为正式文件印发。"),), "synthetic"
        )
    elif period := facts.get("synthetic_before"):
        parts = (
            Text("上期（"),
            Fact("synthetic_before", period),
            Text("）为合成数据，仅供演示；本期新增数和环比由此算出，不得作为正式文件印发。"),
        )
        yield Block(BlockKind.NOTICE, parts, "synthetic")


def _source(facts: Mapping[str, str]) -> Iterator[Block]:
    """Which frozen figures the text rests on, as a note below the date."""
    if source := facts.get("source"):
        parts = (Text("（数据来源："), Fact("source", source), Text("）"))
        yield Block(BlockKind.SOURCE, parts, "source")


def _lines(kind: BlockKind, clauses: Iterable[Clause], material: Material) -> Iterator[Block]:
    for at, clause in enumerate(clauses, start=1):
        if appears(clause, material):
            yield Block(kind, filled(clause, material), f"{kind.value}-{at}")


def _body(template: Template, material: Material) -> Iterator[Block]:
    section = subsection = point = 0
    for item, parts in _kept(_written(template, material)):
        mark = ""
        match item.kind:
            case ItemKind.SECTION:
                section, subsection, point = section + 1, 0, 0
                mark = f"{numeral(section)}、"
            case ItemKind.SUBSECTION:
                subsection, point = subsection + 1, 0
                mark = f"（{numeral(subsection)}）"
            case ItemKind.POINT:
                point += 1
                mark = f"{numeral(point)}是"
        yield Block(_KINDS[item.kind], (*((Text(mark),) if mark else ()), *parts), item.id)


def _written(template: Template, material: Material) -> Sequence[Written]:
    """The pieces that say something, headings among them whatever stands below."""
    points = [
        item for item in template.items if item.kind is ItemKind.POINT and _is_borne_out(item, material)
    ]
    while True:
        written = tuple(_pass(template, material, points))
        shown = [item for item, _ in written if item.kind is ItemKind.POINT]
        # A point below a heading that stays out has not appeared, which others may ask about.
        if len(shown) == len(points):
            return written
        points = shown


def _pass(template: Template, material: Material, points: Sequence[Item]) -> Iterator[Written]:
    """The pieces that say something if just these points appear; nothing below a heading that does not."""
    names, sections = [item.name for item in points], {item.section for item in points}
    closed: ItemKind | None = None
    for item in template.items:
        if item.kind is ItemKind.SECTION or (item.kind is closed):
            closed = None
        if closed or (item.kind is ItemKind.POINT and item not in points):
            continue
        around = material.with_points(names, here=item.section in sections)
        if item.lead is not None and not appears(item.lead, around):
            closed = item.kind if item.kind in _LEVELS else None
            continue
        if parts := _words(item, around):
            yield item, parts


def _words(item: Item, material: Material) -> tuple[Part, ...]:
    lead = () if item.lead is None else filled(item.lead, material)
    end = (Text("。"),) if item.kind is ItemKind.POINT else ()
    return (*lead, *end, *said(item.sentences, material))


def _is_borne_out(point: Item, material: Material) -> bool:
    """Whether the figures say so: by one of its sentences that counts, or by its lead where that is all of it."""
    if point.lead is None or not appears(point.lead, material):
        return False
    counting = [sentence for sentence in point.sentences if not sentence.aside]
    return not point.sentences or bool(said(counting, material))


def _kept(written: Sequence[Written]) -> Sequence[Written]:
    """Without headings that nothing stands under."""
    kept: list[Written] = []
    below = dict.fromkeys(_LEVELS, False)
    for item, parts in reversed(written):
        if item.kind not in below:
            below = dict.fromkeys(below, True)
        elif not below[item.kind]:
            continue
        else:
            below[ItemKind.SUBSECTION] = False
            below[ItemKind.SECTION] = below[ItemKind.SECTION] and item.kind is ItemKind.SUBSECTION
        kept.append((item, parts))
    return kept[::-1]
