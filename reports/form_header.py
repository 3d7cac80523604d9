"""The printed header of a form as rows of merged cells, for pages. Pure."""

from collections.abc import Sequence
from itertools import groupby

from reports.snapshot import IndicatorSpec
from reports.workbook_layout import Block, lay_out

CORNER = "地区/部门"


def header_rows(columns: Sequence[IndicatorSpec]) -> tuple[tuple[Block, ...], ...]:
    """The cells of each header row from the left, as annex 1 prints them; none for a form without columns."""
    if not columns:
        return ()
    blocks = sorted(lay_out(CORNER, columns, (), ()).blocks, key=lambda block: (block.row, block.column))
    return tuple(tuple(row) for _, row in groupby(blocks, key=lambda block: block.row))
