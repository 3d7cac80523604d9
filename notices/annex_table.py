"""A table in a Word file: written with its merged cells, and read back place by place."""

from collections.abc import Iterator

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement

from notices.annex import Row, Table
from notices.annex_fit import PADDING, Fit
from notices.gbt9704 import HEITI, LATIN, Look

CELL = Look("公文附表", align="center")
_LINE_OF_SIZE = 1.25
_ROOM_OF_SIZE = 1.85


def write_table(table: Table, fit: Fit) -> BaseOxmlElement:
    """The table; header rows stand again on every page and no row is split between pages.

    Raises ValueError for characters no Word file can hold.
    """
    writer = _Writer(fit)
    rows = [*writer.header(table), *map(writer.row, table.rows)]
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in fit.widths)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    padding = "".join(f'<w:{side} w:w="{_twips(PADDING)}" w:type="dxa"/>' for side in ("left", "right"))
    element = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{_twips(sum(fit.widths))}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{padding}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    for place, text in zip(element.iter(qn("w:t")), writer.texts, strict=True):
        place.text = text
    return element


def read_table(element: BaseOxmlElement) -> list[list[str]]:
    """What is read at every place of a table, a merged cell at each of its places."""
    rows: list[list[str]] = []
    for row in element.iter(qn("w:tr")):
        texts: list[str] = []
        for cell in row.iter(qn("w:tc")):
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            continued = merge is not None and merge.get(qn("w:val")) != "restart"
            text = rows[-1][len(texts)] if continued else _text(cell)
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            texts += [text] * (1 if span is None else int(span.get(qn("w:val"))))
        rows.append(texts)
    return rows


class _Writer:
    """Rows as XML with empty places, and the `texts` that belong into them, in the same order."""

    def __init__(self, fit: Fit) -> None:
        self._fit = fit
        self.texts: list[str] = []

    def header(self, table: Table) -> Iterator[str]:
        """The header rows; a cell that reaches down is continued in the rows below it."""
        blocks = [block for row in table.header for block in row]
        for level in range(len(table.header)):
            reaching = [block for block in blocks if block.row <= level < block.row + block.rows]
            cells = [
                self._cell(
                    block.text if block.row == level else "",
                    (block.column, block.columns),
                    merge="" if block.rows == 1 else "restart" if block.row == level else "continue",
                    font=HEITI,
                )
                for block in sorted(reaching, key=lambda block: block.column)
            ]
            yield self._row(cells, "<w:tblHeader/>")

    def row(self, row: Row) -> str:
        """A row of the body."""
        font = HEITI if row.total else ""
        columns = len(self._fit.widths) - 1
        span = 1 if len(row.cells) == columns else columns
        cells = [self._cell(row.name, (0, 1), font=font)]
        cells += [self._cell(text, (1 + at, span), font=font) for at, text in enumerate(row.cells)]
        return self._row(cells)

    def _row(self, cells: list[str], more: str = "") -> str:
        height = _twips(self._fit.size * _ROOM_OF_SIZE)
        return (
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{more}</w:trPr>'
            f"{''.join(cells)}</w:tr>"
        )

    def _cell(self, text: str, place: tuple[int, int], *, merge: str = "", font: str = "") -> str:
        """One cell at `place` (column, columns covered)."""
        self.texts.append(text)
        column, columns = place
        width = _twips(sum(self._fit.widths[column : column + columns]))
        merged = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
        merged += f'<w:vMerge w:val="{merge}"/>' if merge else ""
        fonts = f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{font}"/>' if font else ""
        line, size = _twips(self._fit.size * _LINE_OF_SIZE), round(self._fit.size * 2)
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{CELL.name}"/><w:spacing w:line="{line}" w:lineRule="exact"/></w:pPr>'
            f'<w:r><w:rPr>{fonts}<w:spacing w:val="0"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
            '<w:t xml:space="preserve"></w:t></w:r></w:p></w:tc>'
        )


def _text(cell: BaseOxmlElement) -> str:
    return "".join(run.text for run in cell.iter(qn("w:r")))


def _twips(points: float) -> int:
    return round(points * 20)
