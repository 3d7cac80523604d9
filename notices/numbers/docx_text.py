"""The text of a Word document as it will be printed: what was inserted stands, what was deleted or hidden does not.

Tables are written as they are in plain text, one cell a line after a tab, so that each cell has its place. Comments,
headers and footers are left out; text boxes follow their paragraph, footnotes the whole text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from notices.numbers.docx_file import UnreadableDocument
from notices.numbers.printed import RawCell, RawRow, RawTable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom"})
_TRACKED = _GONE | {f"{_W}ins", f"{_W}moveTo"}
_ASIDE = frozenset(
    {f"{_W}pPr", f"{_W}rPr", f"{_W}rt", f"{_W}instrText", f"{_W}delText", f"{_W}tblPr", f"{_W}sectPr"}
)
_OFF = frozenset({"0", "false", "off"})
_MOST_SPANNED = 200
_MOST_CELLS = 1_000_000
_TITLE_WITHIN = 4
_NO_NOTE = frozenset({"separator", "continuationSeparator", "continuationNotice"})


@dataclass
class Written:
    """A text under way, the tables in it, and what was met that a reader should know of."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    tables: list[RawTable] = field(default_factory=list)
    revised: bool = False
    hidden: bool = False

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)


@dataclass
class _Line:
    """A paragraph: its words, and the text boxes anchored in it."""

    words: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


def write(main: Element, notes: tuple[Element, ...]) -> Written:
    """The whole document, its footnotes and endnotes at the end."""
    out = Written()
    body = main.find(f"{_W}body")
    _blocks(body if body is not None else main, out)
    for part in notes:
        for note in part:
            if note.get(f"{_W}type") not in _NO_NOTE:
                _blocks(note, out)
    return out


def _blocks(parent: Element, out: Written) -> None:
    """Paragraphs and tables in order, out of whatever wraps them."""
    kept = _Line()
    for element in _chosen(parent, out):
        if element.tag == f"{_W}p":
            _gather(element, kept, out)
            # Where the mark between two paragraphs was deleted they have become one.
            if not _is_joined(element):
                _end(kept, out)
                kept = _Line()
        elif element.tag == f"{_W}tbl":
            _table(element, out)
        elif element.tag not in _ASIDE:
            _blocks(element, out)
    if kept.words or kept.boxes:
        _end(kept, out)


def _chosen(parent: Element, out: Written) -> Iterator[Element]:
    """The children that are printed; of two ways to show the same thing, one."""
    for child in parent:
        if child.tag in _TRACKED:
            out.revised = True
        if child.tag in _GONE:
            continue
        if child.tag == f"{_MC}AlternateContent":
            ways = [way for way in child if way.tag in {f"{_MC}Choice", f"{_MC}Fallback"}]
            told = [way for way in ways if next(way.iter(f"{_W}t"), None) is not None]
            yield from (told or ways)[:1]
        else:
            yield child


def _gather(element: Element, line: _Line, out: Written) -> None:
    """The words below an element, however the runs are cut."""
    for child in _chosen(element, out):
        if child.tag in {f"{_W}t", f"{_MATH}t"}:
            line.words.append((child.text or "").replace("\n", " "))
        elif child.tag in _SIGNS:
            line.words.append(_SIGNS[child.tag])
        elif child.tag == f"{_W}txbxContent":
            line.boxes.append(child)
        elif child.tag == f"{_W}r" and _is_hidden(child):
            out.hidden = True
        elif child.tag not in _ASIDE:
            _gather(child, line, out)


def _end(line: _Line, out: Written) -> None:
    out.add("".join(line.words) + "\n")
    for box in line.boxes:
        _blocks(box, out)


def _is_joined(paragraph: Element) -> bool:
    return paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None


def _is_hidden(run: Element) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val", "1") not in _OFF


def _table(table: Element, out: Written) -> None:
    """The rows with merged cells filled up by blanks, so that a cell's place in its row is its column."""
    title = next(
        (line for line in reversed("".join(out.pieces[-_TITLE_WITHIN:]).splitlines()) if _is_title(line)), ""
    )
    start = out.length
    rows = [row for element in _within(table, "tr", out) if (row := _row(element, out)) is not None]
    width = max(map(len, rows), default=0)
    if width * len(rows) > _MOST_CELLS:
        raise UnreadableDocument("文档里有一张表格大得不像通报的表格，没有读。请删去多余的行和列后再核对。")
    squared = tuple(row + (RawCell(None),) * (width - len(row)) for row in rows)
    out.tables.append(RawTable(start, out.length, squared, True, title))


def _is_title(line: str) -> bool:
    return bool(line.strip()) and not line.strip().startswith(("（", "(")) and len(line) <= 48


def _within(parent: Element, name: str, out: Written) -> Iterator[Element]:
    """Rows of a table or cells of a row, out of the controls that wrap them."""
    for child in _chosen(parent, out):
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"}:
            yield from _within(child, name, out)


def _row(row: Element, out: Written) -> RawRow | None:
    if row.find(f"{_W}trPr/{_W}del") is not None:
        out.revised = True
        return None
    cells = [RawCell(None)] * _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
    for element in _within(row, "tc", out):
        cells.append(_cell(element, out))
        cells += [RawCell(None)] * (_number(element.find(f"{_W}tcPr/{_W}gridSpan"), 1) - 1)
    out.add("\n")
    return tuple(cells)


def _cell(cell: Element, out: Written) -> RawCell:
    inner = Written(revised=out.revised, hidden=out.hidden)
    _blocks(cell, inner)
    out.revised, out.hidden = inner.revised, inner.hidden
    # A tab or a blank line within a cell would read as the end of it.
    text = "\n".join(part.strip() for part in inner.text.replace("\t", " ").splitlines() if part.strip())
    start = out.length
    out.add(f"\t{text}\n")
    return RawCell(text or None, start, out.length - 1)


def _number(element: Element | None, default: int) -> int:
    said = "" if element is None else element.get(f"{_W}val", "")
    return min(int(said), _MOST_SPANNED) if said.isdecimal() else default
