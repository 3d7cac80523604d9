"""Trying a template before it is kept: on the figures of a real period, and on none at all."""

from collections.abc import Iterator, Mapping, Sequence

from notices.content import BlockKind
from notices.templating.composing import compose
from notices.templating.parts import Problem, Template
from reports.figures import Figure

TITLE_LENGTH = 200
"""Characters of a whole title."""


def trial(template: Template, figures: Mapping[str, Figure], facts: Mapping[str, str]) -> Sequence[Problem]:
    """What goes wrong when it is filled: a title or a body that comes out empty, a title that is too long.

    `figures` are those of a real period. Whatever is defined in it may be undefined in the next one, and nothing
    be filed at all; so it is filled with none as well.
    """
    none: Mapping[str, Figure] = {}
    tried = (("按最近一期数据试排", figures), ("假设各项数据都没有", none))
    return tuple(problem for when, given in tried for problem in _wrong(template, given, facts, when))


def _wrong(
    template: Template, figures: Mapping[str, Figure], facts: Mapping[str, str], when: str
) -> Iterator[Problem]:
    content = compose(template, figures, facts)
    at = template.title[0].line if template.title else 1
    if not content.title:
        yield Problem(at, f"{when}，标题是空的。标题里请至少有一行固定的文字或总会有的事项。")
    if len(content.title) > TITLE_LENGTH:
        yield Problem(at, f"{when}，标题有{len(content.title)}字，最多{TITLE_LENGTH}字。请改短。")
    if not content.of(BlockKind.PARAGRAPH):
        first = template.items[0].line if template.items else 1
        yield Problem(first, f"{when}，没有一段正文。请至少写一段不带指标和条件的正文。")
