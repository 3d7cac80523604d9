"""Answers to a clause's conditions as one cell of the ledger (条件判定): 1是：事实；2否：事实【依据：照片3】. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from hazards.judgment import Answer, Condition, Value

ALL_MET = "全部满足"
WORDS = {Value.YES: "是", Value.NO: "否", Value.UNKNOWN: "未定"}
_VALUES = {**{word: value for value, word in WORDS.items()}, "不清楚": Value.UNKNOWN}
_NEXT = re.compile(r"[；;\n]\s*(?=[0-9０-９]+\s*[.、．]?\s*(?:是|否|未定|不清楚))")
_ONE = re.compile(
    r"([0-9０-９]+)\s*[.、．]?\s*(是|否|未定|不清楚)\s*(?:[；;。]+|[：:，,]\s*(.*))?", re.DOTALL
)
_EVIDENCE = re.compile(r"(.*?)\s*【依据[：:]\s*(.*)】", re.DOTALL)


class BadAnswers(Exception):
    """The cell cannot be understood; the Chinese message says what to write."""


def written(conditions: Sequence[Condition], answers: Mapping[str, Answer]) -> str:
    """The answers in one cell; "" when none is given."""
    said = []
    for number, condition in enumerate(conditions, start=1):
        answer = answers.get(condition.path)
        if answer is not None:
            # A fact or evidence that looks like the next answer would be read as one.
            fact, cited = _NEXT.sub("，", answer.fact), _NEXT.sub("，", answer.evidence)
            evidence = f"【依据：{cited}】" if cited else ""
            details = f"：{fact}{evidence}" if fact or evidence else ""
            said.append(f"{number}{WORDS[answer.value]}{details}")
    return "；".join(said)


def read(text: str, conditions: Sequence[Condition]) -> dict[str, Answer]:
    """The answers a cell gives, by path; BadAnswers when a part of it is none or names no condition."""
    plain = text.strip()
    if not plain:
        return {}
    if plain.rstrip("；;。") == ALL_MET:
        return {condition.path: Answer(Value.YES) for condition in conditions}
    answers: dict[str, Answer] = {}
    for part in _NEXT.split(plain):
        number, answer = _one(part.strip())
        if not 1 <= number <= len(conditions):
            raise BadAnswers(f"本条有{len(conditions)}项条件，没有第{number}项，请对照条款核对。")
        path = conditions[number - 1].path
        if path in answers:
            raise BadAnswers(f"第{number}项条件答了两次，请只留一次。")
        answers[path] = answer
    return answers


def _one(part: str) -> tuple[int, Answer]:
    found = _ONE.fullmatch(part)
    if found is None:
        raise BadAnswers(f"“{part[:20]}”看不懂，请写“{ALL_MET}”，或逐项写成“1是：事实；2否：事实”。")
    number, word, rest = found.groups()
    fact, evidence = rest or "", ""
    if cited := _EVIDENCE.fullmatch(fact.strip()):
        fact, evidence = cited.groups()
    value = _VALUES[word]
    return int(unicodedata.normalize("NFKC", number)), Answer(value, fact.strip(), evidence.strip())
