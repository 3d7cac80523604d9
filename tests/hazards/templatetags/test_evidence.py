"""How files are printed."""

import pytest
from django.template import Context, Template

from hazards.life import Status
from hazards.models import Evidence, Stage
from hazards.templatetags import evidence
from tests.factories import District
from tests.ledgers import photographed, standing


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "1KB"), (1, "1KB"), (1536, "2KB"), (820 * 1024, "820KB"), (1024**2, "1.0MB"), (3_565_158, "3.4MB")],
)
def test_size_is_rounded(size: int, words: str) -> None:
    assert evidence.file_size(size) == words


def test_stage_is_named() -> None:
    assert [evidence.stage_label(stage) for stage in Stage.values] == ["发现时", "整改后", "复查时"]


def test_camera_is_named(district: District) -> None:
    assert evidence.camera(Evidence(recorded={"Make": "HUAWEI", "Model": "P60"})) == "HUAWEI P60"


def test_browser_is_not_offered_what_a_phone_should_convert() -> None:
    kinds = evidence.accepted().split(",")
    assert "image/jpeg" in kinds
    assert ".docx" in kinds
    assert not [kind for kind in kinds if "heic" in kind or kind == "image/*"]


@pytest.mark.parametrize(("who", "said"), [("filer", "True True True"), ("leader", "False False False")])
def test_tags_ask_for_the_person_of_the_page(district: District, who: str, said: str) -> None:
    hazard = standing(district, Status.DRAFT)
    row = photographed(hazard, Stage.FOUND, uploader_id=district.filer.user_id)
    page = Template(
        "{% load evidence %}{% takes_files hazard 'found' %} {% may_remove hazard row %} {% may_see_original row %}"
    )
    assert page.render(Context({"hazard": hazard, "row": row, "actor": getattr(district, who)})) == said
