"""A template is tried on real figures and on none before it is kept."""

import pytest

from notices.templating import parse
from notices.templating.trial import trial
from tests.notices.templating.texts import FACTS, figures


def tried(source: str, **values: int) -> list[tuple[int, str]]:
    found = trial(parse(source), figures(**values), FACTS)
    return [(problem.line, problem.message) for problem in found]


def test_template_that_always_says_something_passes() -> None:
    assert tried("标题：通报\n话\n有{x}", x=1) == []


def test_title_made_of_figures_fails_where_there_are_none() -> None:
    ((line, message),) = tried("// 说明\n标题：有{x}\n话", x=1)
    assert line == 2
    assert "假设各项数据都没有，标题是空的" in message


def test_body_made_of_figures_alone_fails_where_there_are_none() -> None:
    ((line, message),) = tried("标题：通报\n\n有{x}", x=1)
    assert line == 3
    assert "没有一段正文" in message


def test_body_that_real_figures_leave_empty_fails_twice() -> None:
    assert len(tried("标题：通报\n话 ?x > 1", x=1)) == 2


@pytest.mark.parametrize(("length", "wrong"), [(200, 0), (201, 2)])
def test_title_has_a_longest_length(length: int, wrong: int) -> None:
    assert len(tried(f"标题：{'通' * length}\n话")) == wrong
