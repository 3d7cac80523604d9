"""Papers in the demonstration: every standing occurs, nothing pretends to be real."""

import io
from collections import Counter
from datetime import date

import pytest
from docx import Document

from config.demo.materials import first_such_day, paper
from hazards.evidence_storage import opened
from reports.models import MaterialFiling, MaterialTask
from reports.selectors import materials
from tests.config.demo.conftest import AT, Loaded
from units.models import Tenant, Unit
from units.scoping import scope


@pytest.fixture
def tenant(demo: Loaded) -> Tenant:
    return Tenant.objects.get(slug="licheng")


def test_every_standing_of_a_paper_occurs(tenant: Tenant) -> None:
    with scope(tenant.pk):
        found = Counter(each.status for row in materials.by_unit(AT).values() for each in row)
    assert found == {"due": 27, "on_time": 24, "late": 1, "missing": 1, "returned": 1}


def test_papers_say_that_they_are_invented(tenant: Tenant) -> None:
    with scope(tenant.pk):
        assert all("演示用合成数据" in task.demand for task in MaterialTask.objects.all())
        filing = MaterialFiling.objects.earliest("id")
        with opened(filing.stored) as content:
            text = "".join(line.text for line in Document(io.BytesIO(content.read())).paragraphs)
    assert "演示用合成数据" in text


def test_paper_is_named_after_its_unit() -> None:
    document = Document(io.BytesIO(paper(Unit(tenant_id=1, name="东关镇"), "方案")))
    assert document.paragraphs[0].text == "东关镇方案"


@pytest.mark.parametrize(
    ("since", "found"),
    [
        (date(2023, 5, 18), date(2023, 5, 19)),
        (date(2023, 5, 19), date(2023, 5, 19)),
        (date(2023, 5, 20), date(2023, 6, 19)),
        (date(2023, 12, 31), date(2024, 1, 19)),
    ],
)
def test_first_such_day_is_found(since: date, found: date) -> None:
    assert first_such_day(19, since) == found
