"""Figures put into a text as chips."""

from notices.numbers.citing import Cited, against_citation
from notices.numbers.verdicts import Verdict
from tests.notices.numbers.telling import judged, september, verdicts

TEXT = "有关数字是92.99%，请核对。"
START = TEXT.index("92.99%")
CHIP = Cited(START, START + 6, "general.rectification_rate")


def test_chip_that_shows_its_figure_is_right() -> None:
    found = judged(TEXT, "92.99%", **september(), cited=[CHIP])
    assert (found.verdict, found.figure) == (Verdict.OK, CHIP.key)


def test_chip_that_shows_something_else_contradicts() -> None:
    text = TEXT.replace("92.99", "92.98")
    found = judged(text, "92.98%", **september(), cited=[CHIP])
    assert (found.verdict, found.figure, found.expected) == (Verdict.CONTRADICTS, CHIP.key, "92.99%")
    assert "应为92.99%" in found.reason


def test_chip_counts_more_than_the_words_around_it() -> None:
    text = "一般隐患整改率27.03%"
    chip = Cited(text.index("27"), len(text), "listed.rate")
    assert verdicts(text, **september(), cited=[chip]) == {"27.03%": Verdict.OK}


def test_chip_of_an_unknown_figure_is_left_to_the_words() -> None:
    chip = Cited(START, START + 6, "no.such")
    assert against_citation(TEXT, chip, {}) is None
    assert verdicts(TEXT, **september(), cited=[chip]) == {"92.99%": Verdict.UNVERIFIED}


def test_several_numbers_of_one_chip_share_its_verdict() -> None:
    figures = september()["figures"]
    text = "名单：区住建局"
    assert against_citation(text, Cited(3, 7, "zero_units.major"), figures) is not None
