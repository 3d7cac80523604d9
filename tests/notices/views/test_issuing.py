"""The block of acts on a circular's page: who is offered what, what a press does, what a refusal says."""

from collections.abc import Iterator
from typing import cast

import pytest
import time_machine
from django.http import HttpResponse

from notices.models import Circular, CircularState, Publication
from tests.factories import District
from tests.fixtures import Browser
from tests.notices import issued as way
from tests.notices.issued import AFTER, NUMBER
from tests.pages import queries, squeezed, text
from units.actors import Actor
from units.models import Unit
from units.scoping import scope

STEPS = ("submit", "return", "review", "sign", "withdraw", "replace")


@pytest.fixture
def world(scenery: District) -> Iterator[District]:
    """The morning after closing."""
    with time_machine.travel(AFTER, tick=False):
        yield scenery


def at(world: District, step: str, **how: object) -> Circular:
    """The circular after a step: drafted, submitted, reviewed or issued."""
    with scope(world.tenant.pk):
        found: Circular = getattr(way, step)(world, **how)
        return found


def address(circular: Circular, act: str = "") -> str:
    return f"/licheng/circulars/{circular.pk}/{act}"


def press(who: Actor, circular: Circular, act: str, **fields: str) -> HttpResponse:
    """Press a button and see the page that follows."""
    sent = {"edit": str(circular.edit), "comment": "", **fields}
    answer = Browser().sign_in(who).post(address(circular, act), sent, follow=True)
    return cast(HttpResponse, answer)


def state(world: District, circular: Circular) -> str:
    with scope(world.tenant.pk):
        return Circular.objects.get(pk=circular.pk).state


OFFERED = [
    ("drafted", "reviewer", {"submit"}),
    ("drafted", "leader", set()),
    ("drafted", "admin", set()),
    ("submitted", "reviewer", {"return"}),
    ("submitted", "leader", {"return", "review"}),
    ("reviewed", "leader", {"return", "sign"}),
    ("reviewed", "reviewer", {"return"}),
    ("issued", "reviewer", {"withdraw", "replace"}),
    ("issued", "leader", {"withdraw"}),
    ("issued", "admin", set()),
]


@pytest.mark.parametrize(("step", "who", "offered"), OFFERED)
def test_acts_are_offered_by_state_and_hand(
    browser: Browser, world: District, step: str, who: str, offered: set[str]
) -> None:
    page = text(browser.sign_in(getattr(world, who)), address(at(world, step)))
    assert {act for act in STEPS if f'id="{act}-dialog"' in page} == offered


def test_circular_goes_its_way_by_buttons(world: District) -> None:
    circular = at(world, "drafted")
    assert "已送审" in press(world.reviewer, circular, "submit", reply_by="2023-09-28").content.decode()
    assert "审核通过" in press(world.leader, circular, "review").content.decode()
    page = press(world.leader, circular, "sign").content.decode()
    assert NUMBER in page
    assert "送达 <strong>3</strong> 家，已签收 <strong>0</strong> 家" in page
    assert state(world, circular) == CircularState.ISSUED


def test_refusal_is_told_on_the_circulars_page(world: District) -> None:
    circular = at(world, "submitted")
    answer = press(world.reviewer, circular, "review")
    assert answer.status_code == 200
    assert "请换一个人审核" in answer.content.decode()
    assert state(world, circular) == CircularState.SUBMITTED


def test_returning_without_reason_is_refused(world: District) -> None:
    circular = at(world, "submitted")
    assert "请写明退回的原因" in press(world.leader, circular, "return").content.decode()
    assert "已退回起草人" in press(world.leader, circular, "return", comment="再核").content.decode()
    assert state(world, circular) == CircularState.DRAFT


def test_day_that_is_none_is_told(world: District) -> None:
    circular = at(world, "drafted")
    page = press(world.reviewer, circular, "submit", reply_by="2023-02-30").content.decode()
    assert "没有“2023-02-30”这一天" in page
    assert state(world, circular) == CircularState.DRAFT


def test_I7_button_of_an_older_page_is_refused(world: District) -> None:
    circular = at(world, "drafted")
    page = press(world.reviewer, circular, "submit", edit="77").content.decode()
    assert "您看到的不是最新稿" in page


def test_page_without_its_version_is_refused(world: District) -> None:
    circular = at(world, "drafted")
    assert "页面不完整" in press(world.reviewer, circular, "submit", edit="x").content.decode()


def test_what_keeps_it_from_being_signed_stands_on_the_page(browser: Browser, world: District) -> None:
    circular = at(world, "reviewed")
    with scope(world.tenant.pk):
        content = circular.content
        content["blocks"].append({"id": "t", "kind": "paragraph", "parts": [{"typed": "请于____前报送。"}]})
        Circular.objects.filter(pk=circular.pk).update(content=content)
    page = squeezed(text(browser.sign_in(world.leader), address(circular)))
    assert "还有1处没有填好" in page
    assert 'data-open="sign-dialog" disabled' in page


def test_withdrawal_and_its_reason_stand_on_the_page(world: District) -> None:
    circular = at(world, "issued")
    page = press(world.leader, circular, "withdraw", comment="数据有误").content.decode()
    assert "已撤回：数据有误" in page


def test_replacement_is_opened_and_names_the_original(world: District) -> None:
    circular = at(world, "issued")
    page = squeezed(press(world.reviewer, circular, "replace").content.decode())
    assert "签发后替代" in page
    with scope(world.tenant.pk):
        assert Circular.objects.get(supersedes=circular).state == CircularState.DRAFT


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("who", ["filer", "head"])
def test_I3_steps_denied_to_units(world: District, who: str, step: str) -> None:
    circular = at(world, "issued")
    answer = Browser().sign_in(getattr(world, who)).post(address(circular, step), {"edit": "1"})
    assert answer.status_code == 403


@pytest.mark.parametrize("step", STEPS)
def test_steps_are_taken_by_buttons_only(browser: Browser, world: District, step: str) -> None:
    assert browser.sign_in(world.reviewer).get(address(at(world, "drafted"), step)).status_code == 405


def test_page_of_an_issued_document_needs_the_same_queries_for_many_units(
    browser: Browser, world: District
) -> None:
    circular = at(world, "issued")
    browser.sign_in(world.reviewer).get(address(circular))
    few = queries(browser, address(circular))
    with scope(world.tenant.pk):
        publication = Publication.objects.get()
        for order in range(10, 14):
            unit = Unit.objects.create(name=f"单位{order}", order=order, kind="town")
            publication.deliveries.create(unit=unit, at=AFTER)
    assert queries(browser, address(circular)) == few
