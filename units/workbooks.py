"""What every workbook written here shares: text that a workbook can hold, and notes at cells. Pure."""

import re

from openpyxl.comments import Comment

LONGEST = 32_000
"""Characters a cell may hold: a little less than Excel's own limit."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_A_LINE = 18
_AUTHOR = "清患"


def clean(text: str) -> str:
    """Text without the signs that XML, and so a workbook, cannot hold; cut where a cell would refuse it."""
    return _NOT_XML.sub("", text)[:LONGEST]


def note(words: str) -> Comment:
    """A note at a cell, tall enough for its words."""
    comment = Comment(clean(words), _AUTHOR)
    comment.width, comment.height = 270, 26 + 18 * (len(words) // _A_LINE + 1)
    return comment
