"""A text levelled for reading: half width, no breaks inside sentences; every place leads back to the original."""

import re
from dataclasses import dataclass

_WIDTH = {0xFEE0 + code: code for code in range(0x21, 0x7F)} | {ord("％"): ord("%")}
# Punctuation that sentences are told apart by stays Chinese; brackets of all kinds become one.
_BRACKETS = str.maketrans("(（[【﹝{", "（" * 6) | str.maketrans(")）]】﹞}", "）" * 6)
_MARKS = str.maketrans({",": "，", ";": "；", ":": "：", "?": "？", "!": "！"})
_ENDS = "。！？：；:;!?"
_HEADING = re.compile(r"(?:附件|[（(]?[一二三四五六七八九十]{1,3}[）)、是]|\d{1,2}[.．、](?!\d))")
_HEADED = re.compile(r"(?:^|\n)[ \t\u3000]*[一二三四五六七八九十]{1,3}、[^，。；\n]{1,24}$")


@dataclass(frozen=True, slots=True)
class Levelled:
    """`text` is what is read; `places[i]` is where its i-th character stands in the original."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the levelled text stands in the original; ValueError when it is empty."""
        if start >= end:
            raise ValueError("an empty stretch stands nowhere")
        return self.places[start], self.places[end - 1] + 1


def level(text: str) -> Levelled:
    """The text with full width made half width, blanks dropped and lines joined that a break only interrupts."""
    signs: list[str] = []
    places: list[int] = []
    flat = text.translate(_WIDTH)
    for match in re.finditer(r"\s+|\S", flat):
        sign = match[0]
        if sign.isspace():
            sign = _blank(flat, match.start(), match.end())
        if sign:
            signs.append(sign)
            places.append(match.start())
    return Levelled("".join(signs), tuple(places))


def readable(text: str) -> str:
    """Levelled text with one kind of bracket and of mark, character for character."""
    decimal = re.sub(r"(?<=\d),(?=\d{3})", "\0", text)
    clock = re.sub(r"(?<=\d):(?=\d)", "\1", decimal)
    return clock.translate(_MARKS).translate(_BRACKETS).replace("\0", ",").replace("\1", ":")


def _blank(flat: str, start: int, end: int) -> str:
    """What a run of white space comes to: a new line, a blank, or nothing."""
    before, after, run = flat[start - 1 : start], flat[end : end + 12], flat[start:end]
    between_digits = before.isdigit() and after[:1].isdigit()
    if "\n" not in run and "\r" not in run:
        return " " if between_digits else ""
    if between_digits or "\t" in run or not before or before in _ENDS or _HEADING.match(after):
        return "\n"
    if _HEADED.search(flat, max(0, start - 40), start):
        return "\n"
    return ""
