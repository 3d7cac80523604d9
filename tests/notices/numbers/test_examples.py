"""Examples in filling rules."""

import pytest

from notices.numbers.examples import spans
from notices.numbers.verdicts import Verdict
from tests.notices.numbers.telling import verdicts

RULES = "通报正文3条。\n\n附件2\n重大事故隐患调度表填表说明\n1.公布10个算10个。\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (RULES, ["重大事故隐患调度表填表说明\n1.公布10个算10个。\n"]),
        (RULES + "附件3\n另有5条", ["重大事故隐患调度表填表说明\n1.公布10个算10个。\n"]),
        ("附件：1.调度表\n2.填表说明\n3条", []),
        ("各单位要认真对照填表说明。\n3条", []),
        ("", []),
    ],
)
def test_rules_reach_from_their_heading_to_the_next_annex(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text)] == found


def test_examples_are_not_judged() -> None:
    assert verdicts(RULES) == {"3条": Verdict.UNVERIFIED}
