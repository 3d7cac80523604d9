"""Badges and notices of documents on pages."""

import pytest
from django.template import Context, Template

from notices.models import CircularState, MailState, PublicationState
from notices.templatetags.issuing import paper_state
from tests.factories import District
from tests.notices.issued import issued, submitted
from units.actors import Actor

EVERY = [*CircularState.choices, *PublicationState.choices, *MailState.choices]


def rendered(source: str, **context: object) -> str:
    return Template("{% load issuing %}" + source).render(Context(context))


@pytest.mark.parametrize(("state", "label"), EVERY)
def test_every_state_has_a_picture_and_its_word(state: str, label: str) -> None:
    badge = paper_state(state, label)["badge"]
    assert badge.label == label
    assert badge.icon


def test_badge_is_words_and_a_picture() -> None:
    page = rendered("{% paper_state 'issued' '已印发' %}")
    assert "已印发" in page
    assert "<svg" in page


WAITING = "{% waiting_papers as found %}{% for each in found %}{{ each.delivery.unit.name }};{% endfor %}"


def test_what_waits_is_told_to_the_people_of_the_unit(district: District) -> None:
    issued(district)
    assert rendered(WAITING, actor=district.filer) == "东关镇;"
    assert rendered(WAITING, actor=district.leader) == ""


@pytest.mark.parametrize("actor", [None, Actor(1, "张三", 1)])
def test_nothing_waits_for_strangers(db: None, actor: Actor | None) -> None:
    assert rendered(WAITING, actor=actor) == ""


def test_acts_are_those_of_the_person(district: District) -> None:
    circular = submitted(district)
    source = "{% issue_acts circular as acts %}{{ acts.may_review }} {{ acts.may_return }}"
    assert rendered(source, circular=circular, actor=district.leader) == "True True"
    assert rendered(source, circular=circular, actor=district.reviewer) == "False True"
