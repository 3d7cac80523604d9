"""A unit files the whole real form from a phone with carried-over values, in few touches."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.models import Submission
from tests.e2e.visitor import PHONE, Visit
from tests.factories import CUTOFF, District, close, file_for, make_form, make_period
from tests.licheng import indicators
from units.scoping import scope

pytestmark = pytest.mark.e2e
MOST = 40
LAST = {spec.code: Decimal(3 * spec.order) for spec in indicators()}
"""What the town filed last time; pairs of found and rectified are put right below."""
CHANGED = {"general_found": "230", "general_rectified": "225", "enterprises_inspected": "61"}


class Hands:
    """Touches and typed fields, counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def tap(self, name: str) -> None:
        """Touch a button or a link by its words."""
        self.count += 1
        self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first.tap()

    def fill(self, code: str, text: str) -> None:
        """Touch a field and type into it: two acts."""
        self.count += 2
        self.page.fill(f"#v-{code}", text)


@pytest.fixture
def carrying(world: District) -> District:
    """As `world`, on the real form: 2023-09 filed and closed, a period open for three more days."""
    last = {
        **LAST,
        "general_found": Decimal(220),
        "general_rectified": Decimal(215),
        "towns_assisted": Decimal(0),
    }
    for found in ("major_enterprise", "major_department", "listed"):
        last |= {f"{found}_found": Decimal(0), f"{found}_rectified": Decimal(0)}
    last |= {"report_reward_anonymous": Decimal(1), "officer_training_attendees": Decimal(300)}
    cutoff = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=3)
    with scope(world.tenant.pk):
        form = make_form((), version=2)
        world.period.form = form
        world.period.save()
        file_for(world, world.town, last)
        close(world, at=CUTOFF)
        make_period(world.campaign, form, "now", cutoff, title="本期")
    return world


def test_whole_form_is_filed_from_a_phone_in_under_forty_touches(visit: Visit, carrying: District) -> None:
    visitor = visit(width=PHONE)
    hands = Hands(visitor.sign_in(carrying.head, "/licheng/unit/"))
    hands.tap("开始填报")
    hands.tap("带入上期累计数和台账数")
    expect(hands.page.locator("#v-general_found")).to_have_value("220")
    for code, text in CHANGED.items():
        hands.fill(code, text)
    expect(hands.page.locator("#save-state")).to_have_text(re.compile(r"已保存 \d\d:\d\d"), timeout=15_000)
    expect(hands.page.locator("[data-unfilled]")).to_be_hidden()
    assert visitor.overflow() == 0
    hands.tap("签字并报送")
    expect(hands.page.locator("h1")).to_contain_text("已按时报送")
    assert hands.count < MOST
    with scope(carrying.tenant.pk):
        filed = Submission.objects.get(period__label="now", unit=carrying.town)
    assert {code: filed.values[code] for code in CHANGED} == CHANGED
    assert len(filed.values) == len(indicators()) - 1
