"""A Word document is measured before it is read; what is none, or unsafe, is refused in words."""

import io
import zipfile

import pytest

from notices.numbers import docx_file
from notices.numbers.docx_file import UnreadableDocument, open_docx
from tests.circular_files import CONTENT_TYPES, MAIN, of_paragraphs, repacked

SOUND = of_paragraphs("排查3条。")
BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:document>'
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


def refused(content: bytes) -> str:
    """The words of the refusal."""
    with pytest.raises(UnreadableDocument) as refusal:
        open_docx(content)
    return refusal.value.message


def packed(**parts: bytes) -> bytes:
    """A container of nothing but these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_sound_document_opens_with_its_text_parts() -> None:
    parts = open_docx(SOUND)
    assert "".join(parts.main.itertext()).strip() == "排查3条。"
    assert (parts.notes, parts.pictures) == ((), 0)


def test_footnotes_come_before_endnotes() -> None:
    notes = {"word/endnotes.xml": b"<end/>", "word/footnotes.xml": b"<foot/>"}
    assert [part.tag for part in open_docx(repacked(SOUND, notes)).notes] == ["foot", "end"]


def test_pictures_are_counted() -> None:
    pictures = {"word/media/image1.png": b"x", "word/media/image2.JPEG": b"x", "word/media/a.xml": b"x"}
    assert open_docx(repacked(SOUND, pictures)).pictures == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ENCRYPTED, "设了打开密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "旧版 .doc"),
        (b"%PDF-1.7", "内容是 PDF"),
        (b"{\\rtf1", "内容是 RTF"),
        ("排查3条".encode(), "内容不是 .docx"),
        (SOUND[: len(SOUND) // 2], "不完整或已损坏"),
        (b"PK\x03\x04nonsense", "不完整或已损坏"),
        (packed(a=b"x"), "没有 Word 正文"),
        (repacked(SOUND, {MAIN: None}), "没有 Word 正文"),
        (repacked(SOUND, {CONTENT_TYPES: None}), "没有 Word 正文"),
        (repacked(SOUND, {"xl/workbook.xml": b"<x/>"}), "内容是 Excel 工作簿"),
        (repacked(SOUND, {"word/vbaProject.bin": b"x"}), "带宏"),
        (repacked(SOUND, {MAIN: b"<w:document"}), "损坏或不安全"),
        (repacked(SOUND, {MAIN: b"<?xml version='1.0' encoding='none-such'?><a/>"}), "损坏或不安全"),
    ],
)
def test_what_is_no_document_is_refused(content: bytes, said: str) -> None:
    message = refused(content)
    assert said in message
    assert "请" in message


def test_broken_checksum_is_noticed() -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SOUND)) as old, zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    assert "已损坏" in refused(stored.getvalue().replace("排查3条".encode(), "排查4条".encode()))


@pytest.mark.parametrize(
    "part",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        b"<!DOCTYPE a><a/>",
    ],
)
def test_entities_are_never_expanded(part: bytes) -> None:
    assert "不安全" in refused(repacked(SOUND, {MAIN: part}))


@pytest.mark.parametrize(("extra", "is_refused"), [(0, False), (1, True)])
def test_bomb_is_measured_before_it_is_parsed(
    monkeypatch: pytest.MonkeyPatch, extra: int, is_refused: bool
) -> None:
    body = BODY.format("<w:p/>").encode()
    monkeypatch.setattr(docx_file, "MAX_PART", len(body))
    content = repacked(SOUND, {MAIN: body + b" " * extra})
    if is_refused:
        assert "解开后太大" in refused(content)
    else:
        open_docx(content)


def test_whole_container_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_file, "MAX_INFLATED", 1_000_000)
    assert "解开后太大" in refused(repacked(SOUND, {"word/media/a.png": b"0" * 1_000_001}))


def test_sum_of_the_parts_is_measured_whatever_the_directory_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    total = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(SOUND)).infolist())
    monkeypatch.setattr(docx_file, "MAX_INFLATED", total)
    open_docx(SOUND)
    monkeypatch.setattr(docx_file, "MAX_INFLATED", total - 1)
    assert "解开后太大" in refused(SOUND)


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_file, "MAX_PARTS", 3)
    assert "解开后太大" in refused(SOUND)


@pytest.mark.parametrize(("depth", "is_refused"), [(199, False), (200, True)])
def test_nesting_has_an_end(depth: int, is_refused: bool) -> None:
    content = repacked(SOUND, {MAIN: BODY.format("<w:p>" * depth + "</w:p>" * depth).encode()})
    if is_refused:
        assert "一层套一层" in refused(content)
    else:
        open_docx(content)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_doubled_part_is_refused() -> None:
    buffer = io.BytesIO(SOUND)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(MAIN, b"<a/>")
    assert "重名" in refused(buffer.getvalue())


def test_password_of_the_container_is_told() -> None:
    content = bytearray(SOUND)
    place = content.rfind(b"PK\x01\x02")
    content[place + 8] |= 1
    assert "设了密码" in refused(bytes(content))
