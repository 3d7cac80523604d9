"""Reading the text of a template, line by line; what cannot be read is named, all of it at once."""

import hashlib
import re
from dataclasses import dataclass, field

from notices.templating.parts import BrokenTemplate, Clause, Item, ItemKind, Problem, Sentence, Template

MAX_LENGTH = 20_000
"""Characters of a template."""
MAX_LINES = 400

_HEADS = {"标题": "title", "主送": "salutation", "附件": "annexes", "落款": "signature"}
_SINGLE = ("主送", "落款")
_HEAD = re.compile(rf"({'|'.join(_HEADS)})[：:]\s*(.*)")
_MARK = re.compile(r"(##|#|-|>|\*)\s*(.*)")
_NAMED = re.compile(r"\[([^\[\]]*)\]\s*(.*)")
_NAME = re.compile(r"[^\W\d]\w{0,19}")
_WHEN = re.compile(r"(?:^|(?<=\s))[?？]")
_NOTE = "//"
_CLOSING = "。，；、,; "
_HASH_SHOWN = 10
_KINDS = {"#": ItemKind.SECTION, "##": ItemKind.SUBSECTION, ">": ItemKind.NOTICE, "-": ItemKind.POINT}


def parse(source: str) -> Template:
    """The template this text is. Raises BrokenTemplate with every line that cannot be read."""
    template, problems = read(source)
    if problems:
        raise BrokenTemplate(problems)
    return template


def read(source: str) -> tuple[Template, list[Problem]]:
    """What can be read of a text, and what cannot."""
    lines = source.splitlines()
    if len(source) > MAX_LENGTH or len(lines) > MAX_LINES:
        limit = f"模板最多{MAX_LENGTH}字、{MAX_LINES}行，现有{len(source)}字、{len(lines)}行，请删减。"
        return Template((), (), (), (), ()), [Problem(1, limit)]
    reader = _Reader()
    for number, line in enumerate(lines, start=1):
        reader.take(number, line.translate(_WIDTH).strip())
    return reader.template(), sorted(reader.problems, key=lambda each: each.line)


_WIDTH = str.maketrans({"｛": "{", "｝": "}", "｜": "|", "＃": "#", "＠": "@", "\ufeff": "", "　": " "})


@dataclass(slots=True)
class _Open:
    """The paragraph or point whose sentences follow."""

    kind: ItemKind
    line: int
    section: int
    id: str
    lead: Clause | None = None
    name: str = ""
    sentences: list[Sentence] = field(default_factory=list)

    def closed(self) -> Item:
        return Item(self.kind, self.line, self.section, self.id, self.lead, self.name, tuple(self.sentences))


class _Reader:
    """Takes one line after the other."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._heads: dict[str, list[Clause]] = {name: [] for name in _HEADS}
        self._items: list[Item] = []
        self._open: _Open | None = None
        self._section = 0
        self._ids: set[str] = set()
        self._names: set[str] = set()

    def take(self, number: int, line: str) -> None:
        """Read one line, without the white space around it."""
        if line.startswith(_NOTE) and "\0" not in line:
            return
        if not line.isprintable():
            self._wrong(number, "有看不见的控制字符，请删去后重新输入这一行。")
        elif not line:
            self._close()
        elif head := _HEAD.fullmatch(line):
            self._head(number, head[1], head[2])
        elif mark := _MARK.fullmatch(line):
            self._marked(number, mark[1], mark[2])
        else:
            self._sentence(number, line, aside=False)

    def template(self) -> Template:
        """What was read."""
        self._close()
        heads = {field: tuple(self._heads[name]) for name, field in _HEADS.items()}
        return Template(**heads, items=tuple(self._items))

    def _head(self, number: int, name: str, text: str) -> None:
        self._close()
        if not text:
            self._wrong(number, f"“{name}：”后面没有内容。请补上，或删去这一行。")
        elif name in _SINGLE and self._heads[name]:
            self._wrong(number, f"“{name}：”只能有一行，前面已经有了。请合成一行。")
        else:
            self._heads[name].append(_clause(number, text))

    def _marked(self, number: int, mark: str, text: str) -> None:
        if mark == "*":
            self._sentence(number, text, aside=True)
            return
        self._close()
        if not text:
            self._wrong(number, f"“{mark}”后面没有内容。请补上，或删去这一行。")
        elif mark == "-":
            self._point(number, text)
        else:
            self._section += mark == "#"
            kind = _KINDS[mark]
            self._items.append(Item(kind, number, self._section, self._id(kind, text), _clause(number, text)))

    def _point(self, number: int, text: str) -> None:
        named = _NAMED.fullmatch(text)
        name, words = (named[1].strip(), named[2]) if named else ("", text)
        if named and not _NAME.fullmatch(name):
            self._wrong(number, "要点的名称写在 [ ] 里，用二十个以内的字，不以数字开头，例如 [排查]。")
        elif name in self._names:
            self._wrong(number, f"前面已经有名为“{name[:20]}”的要点。请换一个名称。")
        elif not words:
            self._wrong(number, "要点没有写提要。请在名称后面写一句话，例如 - [排查] 隐患排查劲头减弱。")
        self._names |= {name} - {""}
        place = self._id(ItemKind.POINT, name or words)
        self._open = _Open(
            ItemKind.POINT, number, self._section, place, _clause(number, words, closed=True), name
        )

    def _sentence(self, number: int, text: str, *, aside: bool) -> None:
        if aside and (self._open is None or self._open.kind is not ItemKind.POINT):
            self._wrong(number, "只有要点（- 开头）里的句子才能以 * 开头。请删去 *，或把它移到要点下面。")
            return
        if self._open is None:
            place = self._id(ItemKind.PARAGRAPH, text)
            self._open = _Open(ItemKind.PARAGRAPH, number, self._section, place)
        clauses = tuple(_clause(number, each, closed=True) for each in text.split("|") if each.strip())
        if any(not clause.text for clause in clauses) or not clauses:
            self._wrong(number, "有一个分句只有条件没有文字。请补上文字，或删去它。")
            return
        self._open.sentences.append(Sentence(clauses, aside))

    def _close(self) -> None:
        if self._open is not None:
            self._items.append(self._open.closed())
            self._open = None

    def _id(self, kind: ItemKind, text: str) -> str:
        """A name that stays the same wherever the piece is moved; a second one of the same words is counted."""
        mark = hashlib.sha256(text.encode()).hexdigest()[:_HASH_SHOWN]
        wanted = f"{kind.value}-{mark}"
        found, again = wanted, 1
        while found in self._ids:
            again += 1
            found = f"{wanted}-{again}"
        self._ids.add(found)
        return found

    def _wrong(self, number: int, message: str) -> None:
        self.problems.append(Problem(number, message))


def _clause(number: int, text: str, *, closed: bool = False) -> Clause:
    """A clause with its condition; with `closed` without the mark at its end, which is set when composing."""
    plain = text.strip()
    mark = _WHEN.search(plain)
    words, when = (plain[: mark.start()].strip(), plain[mark.end() :].strip()) if mark else (plain, "")
    return Clause(words.rstrip(_CLOSING) if closed else words, number, when)
