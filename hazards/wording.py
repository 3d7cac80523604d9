"""Wording of facts (措辞): a sentence as pieces that can be compared, whoever wrote it.

What means the same is written the same (报警器, 探头 → 报警装置), words without matter are dropped, and each
piece says whether the sentence affirms or denies it. Nothing here knows what a clause is.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, IntFlag, auto
from typing import Any

# Ends a statement: a denial does not reach beyond it.
_BREAKS = frozenset("。；;!?\n,:")


class Sense(IntFlag):
    """Whether a sentence affirms a thing, denies it, or may be read either way; none if it was not seen."""

    UNSAID = 0
    AFFIRMED = 1
    DENIED = 2
    EITHER = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or a stretch of characters, and where in the sentence it comes from (end exclusive).

    A `known` word is compared whole, other text by pairs of characters. Pieces of one `run` belong together;
    runs of one `group` are alternatives (甲、乙或丙).
    """

    text: str
    known: bool
    sense: Sense
    start: int
    end: int
    run: int
    group: int

    @property
    def grams(self) -> tuple[str, ...]:
        """What the piece is compared by."""
        if self.known or len(self.text) == 1:
            return (self.text,)
        return tuple(self.text[i : i + 2] for i in range(len(self.text) - 1))


class _Kind(Enum):
    CONTENT = auto()
    DENIAL = auto()
    ABSENCE = auto()
    UNSEEN = auto()
    TURN = auto()
    FILLER = auto()
    LIST = auto()
    BREAK = auto()


# Stands for "is not there" wherever something is denied, so that 安全阀没装 meets 安全阀缺失.
ABSENT = "缺失"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _Kind
    text: str
    start: int
    end: int
    known: bool = True


@dataclass(slots=True)
class _Draft:
    """A piece whose sense may still change: 台账没有建 denies what came before."""

    text: str
    known: bool
    start: int
    end: int
    run: int
    group: int
    sense: Sense


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by what they do in a sentence; `same` maps a variant to the wording of the standards.

    `shortfalls` (不足) deny what they are said of; `openers` (上岗作业) begin a statement of their own:
    未取得证书上岗作业 denies the certificate, not the work. What `far_negations` begin (未对…，采取措施) is
    denied beyond the next comma. Of `papers` not seen on site nothing follows; what else is not seen is not
    there.
    """

    kinds: Mapping[str, _Kind]
    same: Mapping[str, str]
    implies: Mapping[str, tuple[str, ...]]
    shortfalls: frozenset[str]
    openers: frozenset[str]
    far_negations: frozenset[str]
    papers: tuple[str, ...]
    _by_first: Mapping[str, Sequence[str]] = field(repr=False)
    _implying: Mapping[str, Sequence[str]] = field(repr=False)

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> "Vocabulary":
        """From `words` (by function), `same` and `implies` (standard wording → what people say)."""
        same = {_plain(said): _plain(to) for to, variants in data["same"].items() for said in variants}
        words = {name: [_plain(word) for word in listed] for name, listed in data["words"].items()}
        kinds = dict.fromkeys((*words["kept"], *same.values(), *same), _Kind.CONTENT)
        for name, kind in _FUNCTIONS.items():
            kinds |= dict.fromkeys(words[name], kind)
        implies: dict[str, tuple[str, ...]] = {}
        for wording, surfaces in data["implies"].items():
            for said in surfaces:
                implies[_plain(said)] = (*implies.get(_plain(said), ()), wording)
        kinds |= dict.fromkeys((*words["shortfalls"], *words["openers"]), _Kind.CONTENT)
        return cls(
            kinds=kinds,
            same=same,
            implies=implies,
            shortfalls=frozenset(words["shortfalls"]),
            openers=frozenset(words["openers"]),
            far_negations=frozenset(words["far_negations"]),
            papers=tuple(words["papers"]),
            _by_first=_by_first(kinds),
            _implying=_by_first(implies),
        )

    def pieces(self, sentence: str, *, implied: bool = False) -> tuple[Piece, ...]:
        """The pieces of a sentence; with what its words imply (锅炉 is 特种设备), for what people write."""
        folded, places = _fold(sentence)
        tokens = list(self._tokens(folded))
        added = self._implied(folded) if implied else []
        drafts = _Sentence(tokens, added, self).drafts()
        return tuple(
            Piece(d.text, d.known, d.sense, places[d.start], places[d.end - 1] + 1, d.run, d.group)
            for d in drafts
        )

    def _tokens(self, text: str) -> Iterator[_Token]:
        """Longest known word first; what is not known runs together until the next known word."""
        position, plain = 0, 0
        while position < len(text):
            word = self._word_at(text, position)
            if word is None and text[position] not in _BREAKS and _matters(text[position]):
                position += 1
                continue
            if plain < position:
                yield _Token(_Kind.CONTENT, text[plain:position], plain, position, known=False)
            end = position + len(word or text[position])
            if word is None:
                kind = _Kind.BREAK if text[position] in _BREAKS else _Kind.FILLER
                yield _Token(kind, text[position], position, end)
            else:
                yield from self._known(word, position, end)
            position = plain = end
        if plain < position:
            yield _Token(_Kind.CONTENT, text[plain:position], plain, position, known=False)

    def _known(self, word: str, start: int, end: int) -> Iterator[_Token]:
        written = self.same.get(word, word)
        kind = self.kinds[word]
        if word in self.same and written.startswith("未"):
            yield _Token(_Kind.DENIAL, "未", start, end)
            written = written[1:]
        yield _Token(kind, written, start, end)

    def _word_at(self, text: str, position: int) -> str | None:
        for word in self._by_first.get(text[position], ()):
            if text.startswith(word, position):
                return word
        return None

    def _implied(self, text: str) -> list[_Token]:
        found = []
        for position, first in enumerate(text):
            for said in self._implying.get(first, ()):
                if text.startswith(said, position):
                    found += [
                        _Token(_Kind.CONTENT, token.text, position, position + len(said), token.known)
                        for wording in self.implies[said]
                        for token in self._tokens(wording)
                        if token.kind is _Kind.CONTENT
                    ]
        return found


_FUNCTIONS = {
    "fillers": _Kind.FILLER,
    "lists": _Kind.LIST,
    "negations": _Kind.DENIAL,
    "absences": _Kind.ABSENCE,
    "unseen": _Kind.UNSEEN,
    "turns": _Kind.TURN,
}


class _Sentence:
    """Walks over the tokens and keeps what is denied so far."""

    def __init__(self, tokens: Sequence[_Token], added: Sequence[_Token], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._tokens = tokens
        self._added = sorted(added, key=lambda token: token.start)
        self._drafts: list[_Draft] = []
        self._statement: list[_Draft] = []
        self._sense = Sense.AFFIRMED
        self._run = self._group = 0
        self._listed = False
        self._not_seen: list[_Draft] = []
        self._denying = self._far = self._unseen = False

    def drafts(self) -> list[_Draft]:
        waiting = iter(self._added)
        following = next(waiting, None)
        for token in self._tokens:
            self._take(token)
            self._denying = token.kind is _Kind.DENIAL
            while following is not None and following.start < token.end:
                self._imply(following)
                following = next(waiting, None)
        self._end()
        return self._drafts

    def _take(self, token: _Token) -> None:
        if token.kind is _Kind.CONTENT:
            self._content(token)
            return
        if token.kind is _Kind.LIST:
            self._run += 1
            self._listed = True
            return
        self._run += 1
        if not self._listed or token.kind is not _Kind.FILLER:
            self._group += 1
        if token.kind in (_Kind.DENIAL, _Kind.ABSENCE):
            self._deny(token)
        elif token.kind is _Kind.UNSEEN:
            self._not_seen = list(self._statement)
            self._deny(token)
            self._unseen = True
        elif token.text == "," and self._far:
            self._far = False
        elif token.kind in (_Kind.TURN, _Kind.BREAK):
            self._end()

    def _content(self, token: _Token) -> None:
        if token.text in self._vocabulary.openers and not self._denying:
            self._end()
        self._add(token)
        self._listed = False
        if token.text in self._vocabulary.shortfalls:
            self._doubt()

    def _end(self) -> None:
        """Closes a statement. 审批单没看到 leaves open what 没看到审批单 does."""
        for draft in self._not_seen:
            if self._is_paper(draft.text):
                draft.sense = Sense.UNSAID
        self._sense, self._statement, self._not_seen = Sense.AFFIRMED, [], []
        self._unseen = False

    def _is_paper(self, text: str) -> bool:
        return any(paper in text for paper in self._vocabulary.papers)

    def _deny(self, token: _Token) -> None:
        """What stands before may be what is denied (台账没有建); what follows is (没有建台账)."""
        self._doubt()
        self._drafts.append(
            _Draft(ABSENT, True, token.start, token.end, self._run, self._group, Sense.AFFIRMED)
        )
        if token.kind in (_Kind.DENIAL, _Kind.UNSEEN):
            self._sense = Sense.DENIED
            self._far = token.text in self._vocabulary.far_negations
        else:
            self._listed = True

    def _doubt(self) -> None:
        """距离不足 and 低于最低配员 deny what they are said of, on either side."""
        for draft in self._statement:
            draft.sense |= Sense.EITHER if draft.sense else Sense.UNSAID
        self._sense = Sense.EITHER

    def _add(self, token: _Token) -> None:
        sense = Sense.UNSAID if self._unseen and self._is_paper(token.text) else self._sense
        draft = _Draft(token.text, token.known, token.start, token.end, self._run, self._group, sense)
        self._drafts.append(draft)
        self._statement.append(draft)
        self._not_seen = []

    def _imply(self, token: _Token) -> None:
        """What is implied is denied with what implies it, but 汽油罐没有报警 leaves it standing."""
        self._drafts.append(_Draft(token.text, token.known, token.start, token.end, -1, -1, self._sense))


def _fold(sentence: str) -> tuple[str, list[int]]:
    """Full width to half width and lower case, with the place each character comes from."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(sentence):
        for part in unicodedata.normalize("NFKC", character).lower():
            folded.append(part)
            places.append(place)
    return "".join(folded), places


def _plain(word: str) -> str:
    return _fold(word)[0]


def _matters(character: str) -> bool:
    return character.isalnum() or character in "%.°±×"


def _by_first(words: Iterable[str]) -> dict[str, list[str]]:
    """Words by their first character, the longest first."""
    found: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        if word:
            found.setdefault(word[0], []).append(word)
    return found
