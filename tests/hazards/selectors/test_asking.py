"""Records a later term is asked for, in the ledger: the office finds what it has to decide."""

from datetime import date, timedelta

import pytest

from hazards.forms.ledger_filters import LedgerFiltersForm
from hazards.life import Status
from hazards.models import Extension, Hazard
from hazards.selectors import ledger
from hazards.selectors.ledger import Filters
from hazards.selectors.listing import listing
from hazards.services import rectification
from tests.factories import District
from tests.fixtures import Browser
from tests.ledgers import FILED_AT, standing, step
from tests.pages import text
from units.scoping import scope

LATER = FILED_AT + timedelta(days=1)
ASKING = Filters(asking=True)


def asked(district: District) -> Extension:
    return rectification.ask_extension(
        actor=district.filer,
        hazard_id=standing(district, Status.RECTIFYING).pk,
        wanted_on=date(2023, 10, 31),
        reason="配件未到货",
        at=LATER,
    )


def found(district: District, who: str = "reviewer") -> list[int]:
    return [hazard.pk for hazard in ledger.ledger(getattr(district, who), ASKING)]


@pytest.mark.parametrize(("who", "sees"), [("reviewer", True), ("filer", True), ("other_filer", False)])
def test_asked_records_are_found_by_those_who_may_see_them(district: District, who: str, sees: bool) -> None:
    extension = asked(district)
    standing(district, Status.RECTIFYING)
    assert found(district, who) == ([extension.hazard_id] if sees else [])


@pytest.mark.parametrize("granted", [True, False])
def test_decided_records_are_not_asked_for_any_more(district: District, granted: bool) -> None:
    rectification.decide_extension(
        actor=district.reviewer,
        extension_id=asked(district).pk,
        granted=granted,
        answer="请按期整改",
        at=LATER,
    )
    assert found(district) == []


def test_record_asked_for_twice_stands_once(district: District) -> None:
    extension = asked(district)
    rectification.decide_extension(
        actor=district.reviewer, extension_id=extension.pk, granted=False, answer="请按期整改", at=LATER
    )
    rectification.ask_extension(
        actor=district.head,
        hazard_id=extension.hazard_id,
        wanted_on=date(2023, 10, 15),
        reason="厂家停产",
        at=LATER,
    )
    assert found(district) == [extension.hazard_id]


def test_closed_record_waits_for_no_decision(district: District) -> None:
    hazard = Hazard.objects.get(pk=asked(district).hazard_id)
    step(district.reviewer, step(district.filer, hazard, "report_done"), "close")
    assert found(district) == []


def test_list_counts_what_is_asked_whatever_is_shown(district: District) -> None:
    asked(district)
    standing(district, Status.FILED)
    for filters in (Filters(), ASKING, Filters(status=Status.FILED)):
        page = listing(district.reviewer, filters, today=date(2023, 9, 20))
        assert (page.asking, page.everything) == (1, 2)


@pytest.mark.parametrize(("typed", "asking"), [({"asking": "on"}, True), ({}, False)])
def test_filter_stands_in_the_address(district: District, typed: dict[str, str], asking: bool) -> None:
    form = LedgerFiltersForm(typed, actor=district.reviewer)
    assert form.is_valid()
    assert form.filters(today=date(2023, 9, 20)).asking is asking


def test_chip_leads_to_what_is_asked(scenery: District, browser: Browser) -> None:
    browser.sign_in(scenery.reviewer)
    assert "延期待批" not in text(browser, "/licheng/ledger/")
    with scope(scenery.tenant.pk):
        asked(scenery)
        standing(scenery, Status.FILED)
    assert 'href="?asking=on"' in text(browser, "/licheng/ledger/")
    shown = text(browser, "/licheng/ledger/?asking=on")
    assert "2023-00001" in shown
    assert "2023-00002" not in shown


@pytest.mark.parametrize(("who", "offered"), [("reviewer", True), ("filer", False), ("leader", False)])
def test_second_looks_are_reached_from_the_ledger(
    scenery: District, browser: Browser, who: str, offered: bool
) -> None:
    shown = text(browser.sign_in(getattr(scenery, who)), "/licheng/ledger/")
    assert ('href="/licheng/second-looks/"' in shown) is offered
