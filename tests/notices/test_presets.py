"""The templates the product brings with it: all sound, for every kind, in any month."""

import re

import pytest
from hypothesis import given, settings

from notices import facts, presets
from notices.content import BlockKind, FigureRef
from notices.models import CircularKind
from notices.templating import compose as filled
from notices.templating import parse, problems
from notices.templating.trial import trial
from reports.demo_series import synthetic_series
from reports.figure_names import known
from reports.figures import by_key, compute
from tests import licheng
from tests.notices.composed import compose

CIRCULARS = [kind.value for kind in CircularKind if not kind.is_letter]
LETTERS = [kind.value for kind in CircularKind if kind.is_letter]
LETTER_FIGURES = ("owed.count", "owed.overdue.count", "overdue.count", "overdue.longest")
JULY, AUGUST = synthetic_series(licheng.september())
SEPTEMBER = licheng.snapshot(previous=AUGUST)
BEFORE = licheng.snapshot(AUGUST, JULY, period="2023-08", period_title="2023年8月", synthetic=True)


def progress() -> str:
    return compose(
        compute(SEPTEMBER, BEFORE, [BEFORE]), SEPTEMBER, BEFORE, office="某安委办", kind="progress"
    ).text


def test_every_kind_has_a_template_and_nothing_else_does() -> None:
    assert presets.kinds() == set(CircularKind.values)
    with pytest.raises(KeyError):
        presets.source("../../settings")


@pytest.mark.parametrize("kind", CIRCULARS)
def test_circulars_name_only_what_there_is(kind: str) -> None:
    figures = known(licheng.indicators())
    assert list(problems(presets.source(kind), figures=figures, facts=facts.known(kind))) == []


@pytest.mark.parametrize("kind", LETTERS)
def test_letters_name_only_what_there_is(kind: str) -> None:
    figures = dict.fromkeys(LETTER_FIGURES, "")
    assert list(problems(presets.source(kind), figures=figures, facts=facts.known(kind))) == []


@pytest.mark.parametrize("kind", [*CIRCULARS, *LETTERS])
def test_templates_pass_the_trial_of_every_save(kind: str) -> None:
    stated = dict.fromkeys(facts.known(kind), "某")
    figures = by_key(compute(SEPTEMBER, BEFORE))
    assert list(trial(parse(presets.source(kind)), figures, stated)) == []


@pytest.mark.parametrize("kind", CIRCULARS)
def test_I5_no_words_of_a_template_hold_a_digit(kind: str) -> None:
    for clause in parse(presets.source(kind)).clauses:
        assert not re.search(r"\d", re.sub(r"\{[^}]*\}", "", clause.text))


def test_progress_tells_how_far_units_are_apart() -> None:
    text = progress()
    assert "各单位平均排查重大隐患5.74条" in text
    assert "区应急局57条" in text
    assert "还有5家单位没有纳入统计的重大隐患" in text
    assert "各期新增重大隐患依次为2023年8月13条、2023年9月6条" in text


def test_progress_states_the_published_figures() -> None:
    text = progress()
    for said in ("累计排查重大隐患155条", "整改率91.61%", "督办率27.03%", "次数合计占92.56%", "尚未整改13条"):
        assert said in text


def test_letter_without_a_day_to_reply_by_asks_for_none() -> None:
    template = parse(presets.source("remind"))
    stated = {
        "unit": "东关镇",
        "office": "某安委办",
        "period": "2023年9月",
        "campaign": "行动",
        "reply_by": "",
    }
    assert "前将办理情况" not in filled(template, {}, stated).text
    assert "2023年9月30日前将办理情况" in filled(template, {}, {**stated, "reply_by": "2023年9月30日"}).text


@settings(max_examples=15, deadline=None)
@given(licheng.tables(), licheng.tables())
@pytest.mark.parametrize("kind", CIRCULARS)
def test_any_month_reads_like_prose(kind: str, now: licheng.Table, before: licheng.Table) -> None:
    data, earlier = licheng.snapshot(now, before), licheng.snapshot(before, period="2023-08")
    content = compose(compute(data, earlier, [earlier]), data, earlier, office="某安委办", kind=kind)
    assert len({block.id for block in content.blocks}) == len(content.blocks)
    for block in content.of(BlockKind.PARAGRAPH):
        assert block.text.endswith("。")
        assert not re.search(r"[，、；]。|。。|，，|^[，。、]|\{|\}|  ", block.text)
        for part in block.parts:
            assert not (isinstance(part, FigureRef) and part.text in ("—", "无"))
