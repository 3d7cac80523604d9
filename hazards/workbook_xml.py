"""Cells of an .xlsx out of its XML, row by row, without keeping the sheet in memory. Pure.

Made for files that nobody vouches for and that may have ten thousand rows: a document type is refused (no
entities), formulas are never evaluated, and what a cell holds is handed out as it is stored.
"""

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite
from typing import Any, TypeAlias
from xml.parsers import expat

PIECE = 1 << 16
MAX_COLUMNS = 16_384
KEPT_COLUMNS = 256
"""What stands further to the right, formats of a whole row most often, is left out."""
MAX_ROW = 1_048_576
# More than Excel itself lets a cell hold.
MAX_TEXT = 1 << 16


class BadXml(Exception):
    """The XML of a workbook cannot be right."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell without a usable value; `words` say why and what to do."""

    words: str


Cell: TypeAlias = str | Decimal | Fault | None
"""What a cell holds: a day is a number here, since only its column tells that it is one."""

UNCOMPUTED = Fault("公式没有算出结果，请在 Excel 里打开后保存一次，或直接填写内容。")


@dataclass(slots=True)
class Row:
    """One row that has cells: its number from 1, and values by letters of their columns."""

    number: int
    cells: dict[str, Cell] = field(default_factory=dict)


def shared_strings(archive: zipfile.ZipFile, name: str) -> list[str]:
    """The texts that cells refer to by their place; phonetic guides are left out."""
    return list(_walk(archive, name, _Strings()))


def rows(archive: zipfile.ZipFile, name: str, strings: Sequence[str]) -> Iterator[Row]:
    """The rows of a sheet in their order, as they are read."""
    return _walk(archive, name, _Rows(strings))


def elements(archive: zipfile.ZipFile, name: str, wanted: str) -> list[Mapping[str, str]]:
    """The attributes of all elements of one name, such as the sheets of a workbook."""
    return list(_walk(archive, name, _Attributes(wanted)))


class _Collector:
    """Takes the parser's calls; what is complete waits in `ready`."""

    def __init__(self) -> None:
        self.ready: list[Any] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element is complete."""

    def text(self, data: str) -> None:
        """Characters inside the element."""


class _Attributes(_Collector):
    def __init__(self, wanted: str) -> None:
        super().__init__()
        self._wanted = wanted

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._wanted:
            self.ready.append({key.rpartition(":")[2]: value for key, value in attributes.items()})


class _Texts(_Collector):
    """Gathers what stands in <t>, unless it tells how to pronounce it."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._length = 0
        self._taking = False
        self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self._taking = not self._phonetic
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        if name == "t":
            self._taking = False
        elif name == "rPh":
            self._phonetic = False

    def text(self, data: str) -> None:
        if self._taking:
            self._parts.append(data)
            self._length += len(data)
            if self._length > MAX_TEXT:
                raise ValueError("a text is longer than any cell can hold")

    def _taken(self) -> str:
        """The whole text; the next one begins."""
        text = "".join(self._parts)
        self._parts, self._length = [], 0
        return text


class _Strings(_Texts):
    def end(self, name: str) -> None:
        super().end(name)
        if name == "si":
            self.ready.append(self._taken())


class _Rows(_Texts):
    """`r` of rows and cells may be left out: then they follow each other."""

    def __init__(self, strings: Sequence[str]) -> None:
        super().__init__()
        self._strings = strings
        self._row = Row(0)
        self._column = 0
        self._letters = ""
        self._kind = ""
        self._formula = False
        self._valued = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            place = attributes.get("r", "")
            self._letters = place.rstrip("0123456789") if place else letters(self._column + 1)
            self._column = number_of(self._letters)
            if self._column > MAX_COLUMNS:
                raise ValueError("the sheet is wider than any can be")
            self._kind = attributes.get("t", "n")
            self._formula = self._valued = False
        elif name == "v":
            self._taking = self._valued = True
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._row = Row(_below(self._row.number, attributes.get("r")))
            self._column = 0
        else:
            super().start(name, attributes)

    def end(self, name: str) -> None:
        if name == "c":
            if (value := self._value()) is not None and self._column <= KEPT_COLUMNS:
                self._row.cells[self._letters] = value
        elif name == "v":
            self._taking = False
        elif name == "row":
            self.ready.append(self._row)
        else:
            super().end(name)

    def _value(self) -> Cell:
        """What the complete cell holds."""
        text = self._taken()
        if self._kind == "s":
            return self._strings[int(text)] or None
        if self._formula and not text and (self._kind != "str" or not self._valued):
            return UNCOMPUTED
        if not text:
            return None
        if self._kind == "n":
            return _number(text)
        if self._kind == "e":
            return Fault(f"单元格是公式错误 {text[:20]}，请改正公式或直接填写内容。")
        if self._kind == "b":
            return "是" if text == "1" else "否"
        return text


def _below(above: int, said: str | None) -> int:
    """The number of the next row; ValueError when it does not lie below the one above, on the sheet."""
    number = above + 1 if said is None else int(said)
    if not above < number <= MAX_ROW:
        raise ValueError("a row is not where it can be")
    return number


def _number(text: str) -> Decimal:
    """A number as people see it: Excel stores 0.35 as 0.34999999999999998. ValueError when it is none."""
    if text.isdigit():
        return Decimal(text)
    number = float(text)
    if not isfinite(number):
        raise ValueError("a number is none")
    return Decimal(repr(number).removesuffix(".0"))


def letters(column: int) -> str:
    """The letters of a column from 1: 28 is AB."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def number_of(name: str) -> int:
    """The place of a column from 1: AB is 28."""
    place = 0
    for letter in name:
        place = place * 26 + ord(letter) - 64
    return place


def _walk(archive: zipfile.ZipFile, name: str, collector: _Collector) -> Iterator[Any]:
    """Parse a part piece by piece and hand on what is complete; BadXml when it is not sound."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _first(parser, collector)
    try:
        with archive.open(name) as stream:
            while piece := stream.read(PIECE):
                parser.Parse(piece, False)
                yield from collector.ready
                collector.ready = []
            parser.Parse(b"", True)
            yield from collector.ready
    except (expat.ExpatError, ValueError, IndexError, ArithmeticError) as error:
        raise BadXml(str(error)) from error


def _refuse(*declared: object) -> None:
    raise ValueError("a workbook declares no document type")


def _first(parser: expat.XMLParserType, collector: _Collector) -> Callable[[str, dict[str, str]], None]:
    """Takes the outermost element: where it has a prefix, all names are handed on without theirs."""

    def start(name: str, attributes: dict[str, str]) -> None:
        prefixed = ":" in name
        parser.StartElementHandler = _bare_start(collector) if prefixed else collector.start
        parser.EndElementHandler = _bare_end(collector) if prefixed else collector.end
        parser.CharacterDataHandler = collector.text

    return start


def _bare_start(collector: _Collector) -> Callable[[str, dict[str, str]], None]:
    return lambda name, attributes: collector.start(name.rpartition(":")[2], attributes)


def _bare_end(collector: _Collector) -> Callable[[str], None]:
    return lambda name: collector.end(name.rpartition(":")[2])
