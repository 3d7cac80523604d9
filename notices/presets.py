"""The templates the product brings with it, one for each kind of circular and letter."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data" / "templates"


@cache
def source(kind: str) -> str:
    """The shipped text of a kind, such as `monthly`. KeyError for a kind there is none of."""
    if kind not in kinds():
        raise KeyError(kind)
    return (_FOLDER / f"{kind}.txt").read_text(encoding="utf-8")


@cache
def kinds() -> frozenset[str]:
    """The kinds there is a template for."""
    return frozenset(path.stem for path in _FOLDER.glob("*.txt"))
