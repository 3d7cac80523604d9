"""Ready-made words for sending a record back, to be put into the reason with one click and finished by hand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hazards.counting import REASONS, Reason
from hazards.standards import SHORT

_QUOTED = 60
"""How much of a condition is quoted."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """`label` stands on the button, `words` go into the reason; `exclusion` is chosen with them, if any."""

    label: str
    words: str
    exclusion: Reason | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What speaks against a record: misjudgments as (why, what is right), conditions its description
    contradicts, the wording of a clause that fits better, numbers of likely doubles.
    """

    misjudged: Sequence[tuple[str, str]] = ()
    against: Sequence[str] = ()
    better: str = ""
    doubles: Sequence[str] = ()


_ALWAYS = (
    Phrase("事实没写清", "描述没有写清地点、设备和具体事实，请对照条款的每个条件逐项写明后重报。"),
    Phrase("缺佐证", "没有能证明条件成立的现场照片或资料，请补充佐证材料后重报。"),
    Phrase("五落实不具体", "整改责任人、措施、资金、时限、应急预案填得不具体，请按“五落实”要求补充后重报。"),
)
_CLOSED: Mapping[Reason, str] = {
    Reason.CRITERION_NOT_MET: "按所选条款的条件，不构成重大事故隐患，请按一般隐患督促整改。",
    Reason.AFTER_CUTOFF: "报送时间已过本期截止时间。",
    Reason.BEFORE_CAMPAIGN: "发现日期在专项行动开展以前。",
    Reason.NOT_AN_ENTERPRISE: "所报对象不是生产经营单位，请按职责另行处理。",
    Reason.DUPLICATE: "与已报送的隐患是同一处。",
}


def for_return(findings: Findings) -> Sequence[Phrase]:
    """What to ask the unit to correct, the findings of this record first."""
    return [*_corrections(findings), *_ALWAYS]


def for_exclusion(findings: Findings) -> Sequence[Phrase]:
    """Why this record does not count, as far as something was found."""
    found = [Phrase("误判", _fit(f"{why}。"), Reason.CRITERION_NOT_MET) for why, _ in findings.misjudged]
    found += [
        Phrase(f"与{number}重复", f"与{number}是同一处隐患。", Reason.DUPLICATE)
        for number in findings.doubles
    ]
    return found


def closed_list() -> Sequence[Phrase]:
    """The reasons of the closed list with what to say, if nothing better is known."""
    return [Phrase(REASONS[reason], words, reason) for reason, words in _CLOSED.items()]


def _corrections(findings: Findings) -> Iterator[Phrase]:
    for why, right in findings.misjudged:
        yield Phrase("误判", _fit(f"{why}。应当：{right}。", f"{why}。"))
    for condition in findings.against:
        short = condition if len(condition) <= _QUOTED else f"{condition[:_QUOTED]}……"
        yield Phrase("描述与回答不一致", f"描述与条件“{short}”的回答不一致，请核实后改正。")
    if findings.better:
        yield Phrase("条款不对", _fit(f"照描述看，更贴近{findings.better}，请核对条款后重报。"))
    for number in findings.doubles:
        yield Phrase(f"与{number}重复", f"与{number}疑似同一处隐患，请核实；确属重复的请撤回。")


def _fit(*wordings: str) -> str:
    """The first wording that a reason has room for, else the last one cut short."""
    return next((words for words in wordings if len(words) <= SHORT), wordings[-1][: SHORT - 2] + "……")
