"""Files of circulars: drafts as they stand, issued ones as printed, PDF and pictures where they can be made."""

import hashlib
import io
from urllib.parse import unquote

import docx
import pytest

from notices import printing
from notices.models import Circular, Publication
from tests.factories import District
from tests.fixtures import Browser
from tests.notices.issued import NUMBER, drafted, issued, letter
from units.scoping import scope


def address(world: District, circular: Circular, name: str = "circular.docx") -> str:
    return f"/licheng/circulars/{circular.pk}/{name}"


def made(world: District, step: str) -> Circular:
    with scope(world.tenant.pk):
        return {"drafted": drafted, "issued": issued, "letter": letter}[step](world)


def words(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


@pytest.mark.parametrize("who", ["reviewer", "leader", "admin"])
def test_draft_in_word_is_marked_as_one(browser: Browser, scenery: District, who: str) -> None:
    answer = browser.sign_in(getattr(scenery, who)).get(address(scenery, made(scenery, "drafted")))
    assert "（草稿）" in words(answer.content)
    assert "（草稿）.docx" in unquote(answer.headers["Content-Disposition"])


def test_draft_brings_its_annex(browser: Browser, scenery: District) -> None:
    answer = browser.sign_in(scenery.reviewer).get(address(scenery, made(scenery, "drafted")))
    tables = docx.Document(io.BytesIO(answer.content)).tables
    assert tables[0].rows[-1].cells[0].text == "区试验局"


def test_letter_in_word_has_no_annex(browser: Browser, scenery: District) -> None:
    answer = browser.sign_in(scenery.reviewer).get(address(scenery, made(scenery, "letter")))
    assert docx.Document(io.BytesIO(answer.content)).tables == []


def test_issued_document_is_the_file_of_its_digest(browser: Browser, scenery: District) -> None:
    answer = browser.sign_in(scenery.reviewer).get(address(scenery, made(scenery, "issued")))
    with scope(scenery.tenant.pk):
        assert hashlib.sha256(answer.content).hexdigest() == Publication.objects.get().sha256
    assert NUMBER in words(answer.content)
    assert f"{NUMBER} " in unquote(answer.headers["Content-Disposition"])


def test_file_that_a_newer_version_sets_otherwise_says_so_in_its_name(
    browser: Browser, scenery: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    circular = made(scenery, "issued")
    with monkeypatch.context() as patch:
        patch.setattr("notices.document.render", lambda *_: b"PK another layout")
        answer = browser.sign_in(scenery.reviewer).get(address(scenery, circular))
    assert "排版已更新，校验码不同" in unquote(answer.headers["Content-Disposition"])


@pytest.mark.parametrize("name", ["circular.docx", "circular.pdf", "page-1.png"])
@pytest.mark.parametrize("who", ["filer", "head"])
def test_I3_files_denied_to_units(browser: Browser, scenery: District, who: str, name: str) -> None:
    circular = made(scenery, "issued")
    assert browser.sign_in(getattr(scenery, who)).get(address(scenery, circular, name)).status_code == 403


def test_without_libreoffice_it_is_said_what_to_do(
    browser: Browser, scenery: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    answer = browser.sign_in(scenery.reviewer).get(address(scenery, made(scenery, "letter"), "circular.pdf"))
    assert answer.status_code == 503
    assert "请下载 Word 文件" in answer.content.decode()


@pytest.mark.skipif(not printing.pictures_available(), reason="LibreOffice or poppler is not installed")
def test_pdf_and_pages_are_printed(browser: Browser, scenery: District) -> None:
    circular = made(scenery, "letter")
    browser.sign_in(scenery.reviewer)
    assert browser.get(address(scenery, circular, "circular.pdf")).content.startswith(b"%PDF")
    assert browser.get(address(scenery, circular, "page-1.png")).content.startswith(b"\x89PNG")
    beyond = browser.get(address(scenery, circular, "page-9.png"))
    assert beyond.status_code == 404
    assert "没有第9页" in beyond.content.decode()
