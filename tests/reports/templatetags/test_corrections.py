"""What pages of filings and periods show of corrections."""

import pytest
import time_machine

from reports.models import Period
from reports.services import corrections
from tests.factories import CUTOFF, District, file_for
from tests.fixtures import Browser
from tests.pages import squeezed, text
from tests.reports.corrected import LATER, ask, grant, two_closed
from units.scoping import scope

FORM = "/licheng/periods/2023-08/form/{}/"


@pytest.fixture
def closed(scenery: District) -> District:
    with scope(scenery.tenant.pk):
        two_closed(scenery)
    return scenery


def form_page(browser: Browser, district: District, who: str = "filer") -> str:
    path = FORM.format(district.town.pk)
    with time_machine.travel(LATER):
        return squeezed(text(browser.sign_in(getattr(district, who)), path))


@pytest.mark.parametrize(("who", "offered"), [("filer", True), ("reviewer", True), ("leader", False)])
def test_closed_form_leads_to_corrections(
    browser: Browser, closed: District, who: str, offered: bool
) -> None:
    assert ("申请更正" in form_page(browser, closed, who)) is offered


def test_closed_form_tells_where_a_request_stands(browser: Browser, closed: District) -> None:
    with scope(closed.tenant.pk):
        asked = ask(closed, Period.objects.get(label="2023-08"))
    assert "更正待审批" in form_page(browser, closed)
    with scope(closed.tenant.pk):
        corrections.refuse(actor=closed.reviewer, correction_id=asked.pk, answer="没有佐证", at=LATER)
    assert "更正未同意" in form_page(browser, closed)
    with scope(closed.tenant.pk):
        grant(closed, ask(closed, Period.objects.get(label="2023-08"), at=LATER), LATER)
    page = form_page(browser, closed, "leader")
    assert "11月4日 00:00 更正" in page
    assert "查看更正" in page


def test_open_form_does_not(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town)
    with time_machine.travel(CUTOFF):
        path = f"/licheng/periods/2023-09/form/{scenery.town.pk}/"
        assert "申请更正" not in text(browser.sign_in(scenery.filer), path)


def test_past_periods_lead_to_corrections(browser: Browser, closed: District) -> None:
    with time_machine.travel(LATER):
        page = text(browser.sign_in(closed.filer), "/licheng/unit/")
    assert f"/licheng/periods/2023-08/corrections/{closed.town.pk}/" in page
