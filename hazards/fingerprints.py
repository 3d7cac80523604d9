"""Whether two photos show the same picture, though one was saved again, shrunk, brightened or trimmed. Pure.

A fingerprint is 64 bits: for each of 8 rows of 9 grey patches, whether a patch is brighter than its left
neighbour (a difference hash). A plain wall has no such pattern but noise and light, hence no fingerprint.
"""

from collections.abc import Sequence
from itertools import pairwise

from PIL import Image

ALIKE = 6
"""Fingerprints that differ in at most so many bits are taken for the same picture."""
WIDTH, HEIGHT = 9, 8
DETAIL = 2.5
"""How much the patches of a row must depart from an even change of light, in levels of 256, on average."""
CLEAR = 20
"""How many neighbours must differ at all, by 2 levels or more: a few things on a flat ground are no pattern."""


def fingerprint(image: Image.Image) -> str:
    """16 hexadecimal digits; empty for a picture too even to be told from others."""
    grey = image.convert("L").resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    levels = grey.tobytes()
    rows = [levels[start : start + WIDTH] for start in range(0, WIDTH * HEIGHT, WIDTH)]
    steps = [right - left for row in rows for left, right in pairwise(row)]
    if _detail(rows) < DETAIL or sum(abs(step) > 1 for step in steps) < CLEAR:
        return ""
    bits = 0
    for step in steps:
        bits = bits << 1 | (step > 0)
    return f"{bits:016x}"


def distance(one: str, other: str) -> int:
    """In how many bits two fingerprints differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _detail(rows: Sequence[bytes]) -> float:
    bends = [
        abs(left - 2 * middle + right)
        for row in rows
        for left, middle, right in zip(row, row[1:], row[2:], strict=False)
    ]
    return sum(bends) / len(bends)
