"""What a file is, whatever its name says."""

import io
import zipfile

import pytest

from hazards import filetypes
from hazards.filetypes import DOC, DOCX, JPEG, PDF, PNG, WEBP, XLS, XLSX, Kind, Unfit, proper_name, recognise
from tests import photos
from tests.photos import archive, compound, jpeg, saved, scene


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(Unfit) as caught:
        recognise(name, content)
    return caught.value.words


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("现场.jpg", jpeg(), JPEG),
        ("现场.JPEG", jpeg(), JPEG),
        ("截图.png", saved(scene(1), "PNG"), PNG),
        ("微信图片.webp", saved(scene(1), "WEBP"), WEBP),
        ("方案.pdf", photos.PDF, PDF),
        ("方案.docx", photos.docx(), DOCX),
        ("台账.xlsx", photos.xlsx(), XLSX),
        ("方案.doc", compound("WordDocument"), DOC),
        ("方案.wps", compound("WordDocument"), DOC),
        ("台账.xls", compound("Workbook"), XLS),
        ("没有后缀", photos.PDF, PDF),
        ("现场.tmp", jpeg(), JPEG),
    ],
)
def test_file_is_recognised_by_its_content(name: str, content: bytes, kind: Kind) -> None:
    assert recognise(name, content) is kind


def test_picture_under_another_pictures_name_is_taken() -> None:
    """Chat programs rename pictures; no harm is done."""
    assert recognise("现场.jpg", saved(scene(1), "PNG")) is PNG


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.jpg", photos.PDF, "其实是PDF文档，不是JPEG照片。"),
        ("a.jpg", photos.docx(), "其实是Word文档，不是JPEG照片。"),
        ("a.pdf", jpeg(), "其实是JPEG照片，不是PDF文档。"),
        ("a.docx", photos.xlsx(), "其实是Excel表格，不是Word文档。"),
        ("a.doc", photos.docx(), "其实是Word文档，不是旧版Word文档。"),
        ("a.jpg", b"MZ\x90\0", "其实是程序，不是JPEG照片。"),
        ("a.jpg", b"\x7fELF", "其实是程序，不是JPEG照片。"),
        ("a.png", b"  <svg onload='x()'>", "其实是网页，不是PNG图片。"),
        ("a.pdf", b"<html><script>", "其实是网页，不是PDF文档。"),
        ("a.exe", b"MZ\x90\0", "其实是程序，不能上传。"),
        ("a.zip", archive("a.txt"), "其实是压缩包或其他办公文件，不能上传。"),
        ("a.rar", b"Rar!\x1a\x07", "其实是压缩包，不能上传。请解压后逐个上传。"),
        ("a.gif", b"GIF89a", "其实是GIF动图，不能上传。请转成JPEG后再上传。"),
        ("a.jpg", b"BM" + b"\0" * 20, "其实是BMP图片，不是JPEG照片。"),
        ("a.mp4", b"\0\0\0\x18ftypmp42", "其实是视频，不能上传。"),
        ("a.avif", b"\0\0\0\x18ftypavif", "其实是AVIF图片，不能上传。"),
        ("a.txt", b"hello", "其实是不认识的文件，不能上传。"),
        ("a.doc", compound("PowerPoint Document"), "其实是不认识的文件，不是旧版Word文档。"),
    ],
)
def test_disguised_or_unknown_file_is_named(name: str, content: bytes, words: str) -> None:
    assert refusal(name, content).startswith(words)


def test_empty_file_is_refused() -> None:
    assert refusal("a.jpg", b"") == "是空文件，请重新选择。"


def test_photo_of_an_iphone_is_told_how_to_become_a_jpeg() -> None:
    words = refusal("IMG_0001.heic", photos.HEIC)
    assert "HEIC照片" in words
    assert "兼容性最佳" in words


@pytest.mark.parametrize(
    "content", [archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")]
)
def test_document_with_macros_is_refused(content: bytes) -> None:
    assert "宏" in refusal("a.docx", content)
    assert "宏" in refusal("a.doc", compound("WordDocument", "_VBA_PROJECT"))


def test_locked_document_is_refused() -> None:
    assert "密码" in refusal("a.docx", compound("EncryptedPackage"))


def test_archive_that_unfolds_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file whose parts say they are large: nothing is unpacked to find out."""
    monkeypatch.setattr(filetypes, "MAX_UNPACKED", 1_000_000)
    fits = archive("[Content_Types].xml", "word/document.xml", content=b"\0" * 500_000)
    assert recognise("a.docx", fits) is DOCX
    bomb = archive("[Content_Types].xml", "word/document.xml", content=b"\0" * 500_001)
    assert len(bomb) < 2000
    assert "解开后过大" in refusal("a.docx", bomb)


def test_archive_of_too_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filetypes, "MAX_PARTS", 2)
    assert recognise("a.docx", photos.docx()) is DOCX
    assert "解开后过大" in refusal(
        "a.docx", archive("[Content_Types].xml", "word/document.xml", "word/x.xml")
    )


def test_broken_archive_is_refused() -> None:
    assert "已损坏" in refusal("a.docx", photos.docx()[:-30])


def test_archive_without_office_parts_is_no_document() -> None:
    assert "压缩包" in refusal("a.docx", archive("word/document.xml"))
    assert "压缩包" in refusal("a.docx", archive("[Content_Types].xml", "ppt/presentation.xml"))


def test_parts_are_listed_and_never_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    def unpack(*_: object) -> None:
        raise AssertionError("a part was unpacked")

    content = photos.docx()
    monkeypatch.setattr(zipfile.ZipFile, "open", unpack)
    assert recognise("a.docx", io.BytesIO(content).getvalue()) is DOCX


@pytest.mark.parametrize(
    ("name", "kind", "proper"),
    [
        ("现场.jpg", JPEG, "现场.jpg"),
        ("现场.JPEG", JPEG, "现场.JPEG"),
        ("现场.jpg", PNG, "现场.png"),
        ("现场", PNG, "现场.png"),
        ("方案v1.2", PDF, "方案v1.2.pdf"),
        ("方案.wps", DOC, "方案.wps"),
    ],
)
def test_name_gets_the_ending_that_fits(name: str, kind: Kind, proper: str) -> None:
    assert proper_name(name, kind) == proper
