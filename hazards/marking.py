"""Finding words in a wording and marking where they stand."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

# A single character is found everywhere and says nothing.
_TELLING = 2


def words(query: str) -> tuple[str, ...]:
    """The words of a query, in full or half width, parted by blanks."""
    return tuple(_plain(query).split())


def holds(wordings: Iterable[str], sought: Sequence[str]) -> bool:
    """Whether every word sought stands in one of the wordings."""
    text = _plain("\n".join(wordings))
    return all(word in text for word in sought)


def segments(text: str, marked: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is one of the words to mark; longer words go first."""
    telling = sorted({word for word in marked if len(word) >= _TELLING}, key=lambda word: (-len(word), word))
    if not telling:
        yield text, False
        return
    parts = re.split(f"({'|'.join(map(re.escape, telling))})", text, flags=re.IGNORECASE)
    for number, part in enumerate(parts):
        if part:
            yield part, number % 2 == 1


def shared(text: str, said: Iterable[str]) -> tuple[str, ...]:
    """The longest stretches of what was said that stand in the text: of 有限空间未 only 有限空间."""
    found: list[str] = []
    for word in said:
        start = 0
        while start < len(word) - 1:
            end = next((end for end in range(len(word), start + 1, -1) if word[start:end] in text), start)
            if end > start:
                found.append(word[start:end])
            start = max(end, start + 1)
    return tuple(dict.fromkeys(found))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
