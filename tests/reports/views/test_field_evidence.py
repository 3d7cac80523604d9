"""Files of single fields, put in, looked at and taken out on the form's page, with scripts and without."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from reports.models import FieldEvidence
from reports.services import field_evidence
from tests import photos
from tests.factories import BEFORE, District, close, sign_and_file
from tests.fixtures import Browser
from tests.pages import text
from units.scoping import scope

pytestmark = pytest.mark.usefixtures("empty_storage")
CODE = "penalty_count"
SCRIPT = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    with time_machine.travel(BEFORE):
        yield


def form_of(district: District, unit: str = "town") -> str:
    return f"/licheng/periods/2023-09/form/{getattr(district, unit).pk}/"


def upload(browser: Browser, district: District, *contents: bytes, unit: str = "town", **headers: str) -> Any:
    files = [SimpleUploadedFile(f"{n}.pdf", content) for n, content in enumerate(contents or (photos.PDF,))]
    posted = {"code": CODE, f"files-{CODE}": files}
    return browser.post(f"{form_of(district, unit)}evidence", posted, headers=headers)


def put(district: District, name: str = "方案.pdf", content: bytes = photos.PDF) -> FieldEvidence:
    with scope(district.tenant.pk):
        return field_evidence.attach(
            actor=district.filer,
            period=district.period,
            unit=district.town,
            code=CODE,
            name=name,
            content=content,
            at=BEFORE,
        )


def names(district: District) -> list[str]:
    with scope(district.tenant.pk):
        return list(FieldEvidence.objects.filter(removed_at=None).values_list("name", flat=True))


def test_file_is_shown_at_its_field(browser: Browser, scenery: District) -> None:
    answer = upload(browser.sign_in(scenery.filer), scenery)
    assert answer.headers["Location"] == form_of(scenery)
    assert names(scenery) == ["0.pdf"]
    assert ">0.pdf</a>" in text(browser, form_of(scenery))


def test_script_gets_the_fields_files_and_what_is_found_since(browser: Browser, scenery: District) -> None:
    answer = upload(browser.sign_in(scenery.filer), scenery, photos.PDF, b"MZ", **SCRIPT).json()
    assert ">0.pdf</a>" in answer["html"]
    assert "“1.pdf”" in answer["message"]
    assert answer["findings"] == []


@pytest.mark.parametrize("headers", [{}, SCRIPT])
def test_refused_file_is_named(browser: Browser, scenery: District, headers: dict[str, str]) -> None:
    answer = upload(browser.sign_in(scenery.filer), scenery, b"MZ", **headers)
    said = answer.json()["message"] if headers else text(browser, form_of(scenery))
    assert "“0.pdf”" in said
    assert names(scenery) == []


def test_upload_without_a_file_is_refused_in_words(browser: Browser, scenery: District) -> None:
    answer = browser.sign_in(scenery.filer).post(
        f"{form_of(scenery)}evidence", {"code": CODE}, headers=SCRIPT
    )
    assert (answer.status_code, answer.json()["message"][:8]) == (422, "还没有选择文件，")


@pytest.mark.parametrize("who", ["reviewer", "admin"])
@pytest.mark.parametrize("headers", [{}, SCRIPT])
def test_upload_denied_to_those_who_do_not_fill(
    browser: Browser, scenery: District, who: str, headers: dict[str, str]
) -> None:
    answer = upload(browser.sign_in(getattr(scenery, who)), scenery, **headers)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert names(scenery) == []


def test_I3_upload_to_another_unit_looks_like_none(browser: Browser, scenery: District) -> None:
    assert upload(browser.sign_in(scenery.filer), scenery, unit="other_town").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("filer", 200), ("head", 200), ("reviewer", 200), ("leader", 404)]
)
def test_I3_file_is_sent_to_the_unit_and_the_office(
    browser: Browser, scenery: District, who: str, status: int
) -> None:
    row = put(scenery)
    answer = browser.sign_in(getattr(scenery, who)).get(f"{form_of(scenery)}evidence/{row.pk}")
    assert answer.status_code == status
    if status == HTTPStatus.OK:
        assert answer.getvalue() == photos.PDF
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(("photo", "status"), [(False, 200), (True, 404)])
def test_leader_sees_documents_once_closed_but_no_photo_as_it_came(
    browser: Browser, scenery: District, photo: bool, status: int
) -> None:
    row = put(scenery, *(("现场.jpg", photos.jpeg()) if photo else ()))
    with scope(scenery.tenant.pk):
        close(scenery)
    assert browser.sign_in(scenery.leader).get(f"{form_of(scenery)}evidence/{row.pk}").status_code == status


def test_file_of_one_table_is_not_found_under_another(browser: Browser, scenery: District) -> None:
    row = put(scenery)
    browser.sign_in(scenery.reviewer)
    assert browser.get(f"{form_of(scenery, 'bureau')}evidence/{row.pk}").status_code == 404


@pytest.mark.parametrize("headers", [{}, SCRIPT])
def test_file_taken_out_is_gone_from_the_page(
    browser: Browser, scenery: District, headers: dict[str, str]
) -> None:
    row = put(scenery)
    path = f"{form_of(scenery)}evidence/{row.pk}"
    assert browser.sign_in(scenery.filer).post(f"{path}/remove", headers=headers).status_code in {200, 302}
    assert names(scenery) == []
    assert browser.get(path).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("head", 302), ("reviewer", 403), ("admin", 403)])
def test_remove_denied_to_everybody_but_who_put_it_in(
    browser: Browser, scenery: District, who: str, status: int
) -> None:
    row = put(scenery)
    answer = browser.sign_in(getattr(scenery, who)).post(f"{form_of(scenery)}evidence/{row.pk}/remove")
    assert answer.status_code == status
    assert names(scenery) == ["方案.pdf"]


def test_filed_table_shows_its_files_and_takes_no_more(browser: Browser, scenery: District) -> None:
    put(scenery)
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
    page = text(browser.sign_in(scenery.filer), form_of(scenery))
    assert ">方案.pdf</a>" in page
    assert "data-remove-file" not in page
    assert upload(browser, scenery, photos.PDF + b"\n", **SCRIPT).status_code == 409
