"""How papers are printed, and the part of a unit's page that tells what is due."""

import pytest
from django.template import Context, Template

from reports.material_rules import LABELS
from reports.models import MaterialTask
from reports.templatetags.materials import asked_of, material_badge, papers_taken
from tests.factories import District
from tests.materials import DUE, EARLY, asked, filed, given_back
from tests.pages import squeezed

pytestmark = pytest.mark.usefixtures("empty_storage")


@pytest.mark.parametrize("status", LABELS)
def test_every_standing_has_a_word_and_a_picture(status: str) -> None:
    badge = material_badge(status)["badge"]
    assert badge.label == LABELS[status]
    assert badge.icon


@pytest.mark.parametrize(
    ("kinds", "words"), [([], "全部应报单位"), (["park"], "园区"), (["bureau", "town"], "镇街、部门")]
)
def test_units_asked_are_named(kinds: list[str], words: str) -> None:
    assert asked_of(MaterialTask(tenant_id=1, kinds=kinds)) == words


def test_browser_offers_documents_and_photos() -> None:
    assert {".docx", ".pdf", ".xlsx", "image/jpeg"} <= set(papers_taken().split(","))


def part(district: District, now: object) -> str:
    page = Template("{% load materials %}{% materials_due unit now %}")
    return squeezed(page.render(Context({"tenant": district.tenant, "unit": district.town, "now": now})))


def test_units_page_tells_what_is_due(district: District) -> None:
    assert part(district, EARLY) == ""
    task = asked(district)
    assert "还有 2 天" in part(district, EARLY)
    assert "逾期未报" in part(district, DUE)
    filing = filed(district, task)
    assert part(district, DUE) == ""
    given_back(district, filing)
    assert "退回原因：缺少会议照片" in part(district, DUE)
    assert "重新报送" in part(district, DUE)
