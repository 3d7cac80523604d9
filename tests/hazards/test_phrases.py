"""Ready-made reasons."""

import pytest

from hazards import library
from hazards.counting import EXCLUSIONS, Reason
from hazards.phrases import Findings, closed_list, for_exclusion, for_return
from hazards.standards import SHORT
from hazards.traps import Misjudgment

NOTHING = Findings()


def test_without_findings_a_return_has_the_general_phrases() -> None:
    assert [phrase.label for phrase in for_return(NOTHING)] == ["事实没写清", "缺佐证", "五落实不具体"]
    assert {phrase.exclusion for phrase in for_return(NOTHING)} == {None}


def test_without_findings_an_exclusion_has_the_closed_list_only() -> None:
    assert for_exclusion(NOTHING) == []


def test_closed_list_is_that_of_counting_with_words_for_each() -> None:
    phrases = closed_list()
    assert [phrase.exclusion for phrase in phrases] == list(EXCLUSIONS)
    assert all(phrase.words.endswith("。") and phrase.label for phrase in phrases)


@pytest.mark.parametrize("case", library.traps().cases, ids=lambda case: f"case{case.number}")
def test_every_known_misjudgment_fits_into_a_reason(case: Misjudgment) -> None:
    findings = Findings(misjudged=[(case.why, case.right)])
    for phrase in (for_return(findings)[0], for_exclusion(findings)[0]):
        assert phrase.label == "误判"
        assert phrase.words.startswith(case.why)
        assert len(phrase.words) <= SHORT


def test_misjudgment_excludes_for_the_criterion() -> None:
    assert for_exclusion(Findings(misjudged=[("因为", "应该")]))[0].exclusion is Reason.CRITERION_NOT_MET


def test_findings_come_first_and_say_what_they_are_about() -> None:
    findings = Findings(
        against=["未设置明显的安全警示标志"], better="第三条（二）", doubles=["2023-00012", "2023-00013"]
    )
    labels = [phrase.label for phrase in for_return(findings)]
    assert labels[:4] == ["描述与回答不一致", "条款不对", "与2023-00012重复", "与2023-00013重复"]
    words = [phrase.words for phrase in for_return(findings)]
    assert "“未设置明显的安全警示标志”" in words[0]
    assert "更贴近第三条（二）" in words[1]
    assert "2023-00012" in words[2]
    double = for_exclusion(findings)[0]
    assert (double.exclusion, double.words) == (Reason.DUPLICATE, "与2023-00012是同一处隐患。")


def test_long_condition_is_quoted_in_part() -> None:
    (phrase, *_) = for_return(Findings(against=["甲" * 150]))
    assert "甲" * 60 + "……”" in phrase.words
    assert len(phrase.words) <= SHORT


def test_what_has_no_room_is_cut() -> None:
    (long, *_) = for_return(Findings(misjudged=[("甲" * 300, "乙")]))
    assert long.words == "甲" * (SHORT - 2) + "……"
    (fits, *_) = for_return(Findings(misjudged=[("甲" * 150, "乙" * 100)]))
    assert fits.words == "甲" * 150 + "。"
