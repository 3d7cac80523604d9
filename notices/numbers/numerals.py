"""Find the numbers of an official text: value, unit of measure, place, and whether a number is a figure at all.

Pure. Years, document numbers, ordinals, articles and phone numbers are numbers too, but say nothing about the
work reported; they are told apart by what stands around them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a number is. Only DATA can be right or wrong."""

    DATA = "data"
    DATE = "date"
    DOCUMENT = "document"
    ORDINAL = "ordinal"
    ARTICLE = "article"
    PHONE = "phone"
    NAME = "name"
    WORDING = "wording"


KIND_WORDS = {
    Kind.DATE: "日期、期次或时长",
    Kind.DOCUMENT: "文号或标准号",
    Kind.ORDINAL: "序号",
    Kind.ARTICLE: "条款号",
    Kind.PHONE: "电话或邮箱",
    Kind.NAME: "名称的一部分",
    Kind.WORDING: "行文用语",
}

UNITS = (
    "个百分点", "家次", "个次", "场次", "人次", "起次", "万元", "亿元", "元", "条", "家", "个", "场", "人", "次", "起",
    "宗", "件", "处", "项", "份", "户", "名", "台", "辆", "艘", "所", "倍", "吨", "%", "‰",
)  # fmt: skip
"""Units of measure that follow a figure, longer ones first."""

_UNIT = "|".join(map(re.escape, UNITS))
_WIDTH = {0xFEE0 + code: code for code in range(0x21, 0x7F)}
_DIGITS = r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SAID = "〇零一二两三四五六七八九十百千"
_NUMBER = re.compile(
    rf"(?P<number>{_DIGITS})[ \t]?(?P<scale>[千百]?[万亿](?!元)|千(?=[{_UNIT[0]}]))?"
    rf"(?P<about>余|多)?[ \t]?(?P<unit>{_UNIT})?"
)
# Bounded, as all that may be met again at every sign of a text: no number is that long.
_SPOKEN = re.compile(
    rf"(?P<number>[{_SAID}]{{1,24}}+(?:[万亿][{_SAID}]{{0,24}}+){{0,3}})(?P<about>余|多)?(?P<unit>{_UNIT})"
)
_ABOUT_BEFORE = re.compile(r"(?:约|近|超过|逾|超|大约|不少于|至少)$")

_PLACES = {"十": 10, "百": 100, "千": 1000}
_FIGURES = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"万": Decimal(10**4), "亿": Decimal(10**8), "千": Decimal(1000), "百": Decimal(100)}

# What stands directly before and after tells what a number is. Looked at in this order.
_PHONE = re.compile(
    r"(?<![\d.])1[3-9]\d{9}(?!\d)|(?<![\d.])0\d{2,3}-\d{7,8}(?!\d)|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+|\b\w{1,64}qq\.com"
)
_CONTACT = re.compile(r"(?:电话|手机|传真|邮编|邮箱|QQ)[：: ]*$", re.IGNORECASE)
_STANDARD = re.compile(r"\b[A-Z]{2,4}(?:/[A-Z]{1,2})? ?\d+(?:\.\d+)*(?:[-—]\d{4})?")
_DOCUMENT = re.compile(r"[〔\[（(﹝]\d{4}[〕\])）﹞]\s?(?:第)?\d*\s?号?")
_DATES = re.compile(
    r"\d{4}年(?:度)?(?:\d{1,2}月(?:份|\d{1,2}[日号])?)?"
    r"|\d{1,2}(?:[-—~至、]\d{1,2}){0,12}月(?:份|底|初|中旬|上旬|下旬|\d{1,2}(?:[-—~至]\d{1,2})?[日号])?"
    r"|(?<!\d)\d{1,2}[日号](?!\d)|\d{1,2}:\d{2}|\d{1,2}时(?:\d{1,2}分)?"
    r"|\d{1,9}(?:个(?:多)?(?:月|星期|小时|工作日|季度|年头)|个?半年|天|周|小时|分钟|个?工作日|日内)|(?<!\d)\d{1,2}年(?!度)"
    r"|[一二两三四五六七八九十百]{1,4}(?:个(?:多)?(?:月|星期|小时|工作日|季度)|天内|个?工作日)"
    r"|(?<!\d)\d{4}期|\d{4}[-/]\d{1,2}(?:[-/]\d{1,2})?|(?<!\d)(?:19|20)\d{2}(?=行动|专项|年|-|—)"
)
_ARTICLE = re.compile(rf"第[（(]?(?:\d{{1,9}}|[{_SAID}]{{1,24}}+)[）)]?(?:条|款|项|章|节)")
_ORDINAL = re.compile(
    rf"第(?:\d+|[{_SAID}]+)(?:次|批|期|版|号|位|个|名|阶段|季度|届)?|附件\s?\d+|前(?:\d+|[{_SAID}]+)位"
    rf"|(?:^|(?<=[\n：:；;。，,、 \t]))[（(](?:\d{{1,2}}|[{_SAID}]{{1,3}})[）)]"
    r"|(?:^|(?<=[\n：:；;。，,、 \t]))\d{1,2}[.．、](?!\d)"
    rf"|(?:^|(?<=[\n。；;：: \t]))[{_SAID}]{{1,3}}(?:、|是)|其[{_SAID}]"
)
_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Za-z0-9]*[A-Za-z])(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{6,}(?![A-Za-z0-9])"
)
_QUOTED = re.compile(r"“[^”\n]{1,30}”")
_LAWFUL = re.compile(r"《[^》\n]{1,80}》")
# 一项行动 counts nothing, 仅一项 does; 三个条件 belongs to a rule.
_COUNTED = _UNIT[: _UNIT.index("|倍")]
_WORDING = re.compile(
    rf"(?<![仅只共计第十百千万零二三四五六七八九])一(?:{_COUNTED})|[{_SAID}]{{1,24}}+个(?=条件)"
)
_HUNDREDTHS = re.compile(rf"百分之(?P<number>[{_SAID}]{{1,24}}(?:点[〇零一二两三四五六七八九]{{1,24}})?)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text. `start` and `end` are offsets of the number with its unit; `text` stands between them.

    `value` counts in `unit` (万 and 亿 before a count are multiplied out, 万元 stays a unit). `approximate` tells of
    words such as 余 and 近. `decimals` is how many places were printed.
    """

    text: str
    value: Decimal
    unit: str
    start: int
    end: int
    kind: Kind
    approximate: bool = False

    @property
    def decimals(self) -> int:
        """Places printed after the point."""
        digits = re.search(r"\.(\d+)", self.text)
        return len(digits[1]) if digits else 0


def find(text: str) -> tuple[Numeral, ...]:
    """Every number in a text, in order; offsets refer to the text as given."""
    level = text.translate(_WIDTH).replace("％", "%")
    special = _special(level)
    found = [*_arabic(text, level, special), *_spoken(text, level, special)]
    return tuple(sorted(found, key=lambda numeral: numeral.start))


def spoken_value(said: str) -> Decimal:
    """The value of a number written in Chinese: 二百零五 is 205, 一点五 is 1.5; ValueError when it is none."""
    if not said:
        raise ValueError("no number")
    for scale in ("亿", "万"):
        if scale in said:
            head, _, tail = said.partition(scale)
            rest = spoken_value(tail.lstrip("零〇")) if tail.strip("零〇") else Decimal(0)
            return spoken_value(head) * _SCALES[scale] + rest
    whole, point, fraction = said.partition("点")
    value = _below_ten_thousand(whole)
    if point:
        value += Decimal("0." + "".join(str(_FIGURES[sign]) for sign in fraction))
    return value


def _below_ten_thousand(said: str) -> Decimal:
    if not set(said) & set(_PLACES):
        return Decimal("".join(str(_FIGURES[sign]) for sign in said))
    total, figure = 0, 0
    for sign in said:
        if sign in _PLACES:
            total += (figure or 1) * _PLACES[sign]
            figure = 0
        else:
            figure = _FIGURES[sign]
    return Decimal(total + figure)


@dataclass(frozen=True, slots=True)
class _Special:
    """Stretches of one kind, in order, none overlapping another."""

    kind: Kind
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def holds(self, start: int, end: int) -> bool:
        """Whether one of them holds this stretch."""
        at = bisect_right(self.starts, start) - 1
        return at >= 0 and end <= self.ends[at]


def _special(text: str) -> tuple[_Special, ...]:
    """Stretches in which numbers are no figures."""
    patterns = (
        (_PHONE, Kind.PHONE),
        (_DOCUMENT, Kind.DOCUMENT),
        (_STANDARD, Kind.DOCUMENT),
        (_DATES, Kind.DATE),
        (_ARTICLE, Kind.ARTICLE),
        (_ORDINAL, Kind.ORDINAL),
        (_CODE, Kind.NAME),
        (_QUOTED, Kind.NAME),
        (_LAWFUL, Kind.NAME),
        (_WORDING, Kind.WORDING),
    )
    return tuple(_of_kind(kind, pattern.finditer(text)) for pattern, kind in patterns)


def _of_kind(kind: Kind, found: Iterable[re.Match[str]]) -> _Special:
    spans = [match.span() for match in found]
    return _Special(kind, tuple(start for start, _ in spans), tuple(end for _, end in spans))


def _kind_at(start: int, end: int, special: tuple[_Special, ...]) -> Kind:
    return next((each.kind for each in special if each.holds(start, end)), Kind.DATA)


def _arabic(text: str, level: str, special: tuple[_Special, ...]) -> Iterator[Numeral]:
    for match in _NUMBER.finditer(level):
        digits = match["number"].replace(",", "")
        kind = _kind_at(match.start(), match.end("number"), special)
        if kind is Kind.DATA and _CONTACT.search(level[max(0, match.start() - 8) : match.start()]):
            kind = Kind.PHONE
        value = Decimal(digits)
        for sign in match["scale"] or "":
            value *= _SCALES[sign]
        about = bool(match["about"] or _ABOUT_BEFORE.search(level[max(0, match.start() - 3) : match.start()]))
        end = match.end() if kind is Kind.DATA else match.end("number")
        unit = (match["unit"] or "") if kind is Kind.DATA else ""
        yield Numeral(text[match.start() : end].rstrip(), value, unit, match.start(), end, kind, about)


def _spoken(text: str, level: str, special: tuple[_Special, ...]) -> Iterator[Numeral]:
    for match in _SPOKEN.finditer(level):
        if (value := _said_value(match["number"])) is None:
            continue
        kind = _kind_at(match.start(), match.end("number"), special)
        unit = match["unit"] if kind is Kind.DATA else ""
        about = bool(match["about"])
        span = text[match.start() : match.end()]
        yield Numeral(span, value, unit, match.start(), match.end(), kind, about)
    for match in _HUNDREDTHS.finditer(level):
        if (value := _said_value(match["number"])) is not None:
            span = text[match.start() : match.end()]
            yield Numeral(span, value, "%", match.start(), match.end(), Kind.DATA)


def _said_value(said: str) -> Decimal | None:
    """The value of words that look like a number; None for such as 一亿万, which are none."""
    try:
        return spoken_value(said)
    except ValueError:
        return None
