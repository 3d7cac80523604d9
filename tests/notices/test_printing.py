"""PDF and pictures: real ones where LibreOffice is installed; where it fails, told in words and cleaned up."""

import io
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from notices import printing
from notices.annex import dispatch
from notices.content import Block, BlockKind, CircularContent, Fact
from notices.document import render
from notices.printing import PrintingUnavailable
from reports.figures import compute
from tests import licheng
from tests.notices.composed import compose

needs_office = pytest.mark.skipif(not printing.available(), reason="LibreOffice is not installed")
needs_pictures = pytest.mark.skipif(
    not printing.pictures_available(), reason="LibreOffice or poppler is not installed"
)
PNG = b"\x89PNG\r\n"


@pytest.fixture(scope="module")
def printed() -> bytes:
    data = licheng.snapshot()
    content = compose(compute(data, None), data, None, office="荔城区安委办")
    return printing.pdf(render(content, [dispatch(data)]))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go in this test."""
    path = tmp_path / "temporary"
    path.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(path))
    return path


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place where programs are looked for, empty."""
    path = tmp_path / "programs"
    path.mkdir()
    monkeypatch.setenv("PATH", str(path))
    return path


def program(programs: Path, name: str, script: str) -> None:
    path = programs / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def refusal(docx: bytes = b"", seconds: float = 5) -> str:
    with pytest.raises(PrintingUnavailable) as caught:
        printing.pdf(docx, seconds=seconds)
    return caught.value.message


@needs_office
def test_real_circular_with_its_table_becomes_a_pdf(printed: bytes) -> None:
    assert printed.startswith(b"%PDF")
    sizes = {
        (round(float(width)), round(float(height)))
        for width, height in re.findall(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+) ?\]", printed)
    }
    assert {(595, 842), (842, 595)} <= sizes


@needs_pictures
def test_every_page_becomes_a_picture_of_the_wanted_size(printed: bytes) -> None:
    pictures = printing.pages(printed, dpi=36)
    assert len(pictures) >= 4
    assert all(picture.startswith(PNG) for picture in pictures)
    width = int.from_bytes(pictures[0][16:20], "big")
    assert width == pytest.approx(210 / 25.4 * 36, abs=1)


@needs_pictures
def test_first_page_is_white_paper_with_a_red_head(printed: bytes) -> None:
    image = Image.open(io.BytesIO(printing.pages(printed, dpi=36)[0])).convert("RGB")
    values = iter(image.tobytes())
    colours = list(zip(values, values, values, strict=True))
    red = sum(r > 200 and g < 90 and b < 90 for r, g, b in colours)
    white = sum(colour == (255, 255, 255) for colour in colours)
    assert red > 100
    assert white > len(colours) / 2


@needs_office
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_full_page_has_22_lines_of_28_characters(tmp_path: Path) -> None:
    text = Block(BlockKind.PARAGRAPH, (Fact("line", "国" * 28 * 60),))
    path = tmp_path / "full.pdf"
    path.write_bytes(printing.pdf(render(CircularContent((text,)))))
    command = [shutil.which("pdftotext") or "", "-layout", "-f", "2", "-l", "2", str(path), "-"]
    page = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert [line.count("国") for line in page.splitlines() if "国" in line] == [28] * 22


@needs_pictures
def test_only_so_many_pages_are_drawn(printed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "MOST_PAGES", 2)
    assert len(printing.pages(printed, dpi=20)) == 2


@needs_office
def test_nothing_stays_behind(folder: Path) -> None:
    data = licheng.snapshot()
    printing.pdf(render(compose(compute(data, None), data, None, office="某区安委办")))
    assert list(folder.iterdir()) == []


def test_missing_libreoffice_is_told_in_words(programs: Path) -> None:
    assert not printing.available()
    assert not printing.pictures_available()
    assert (
        refusal() == "服务器没有安装 LibreOffice，不能生成 PDF。请下载 Word 文件后自行打印，或请管理员安装。"
    )


def test_missing_poppler_is_told_in_words(programs: Path) -> None:
    program(programs, "soffice", "exit 0")
    assert printing.available()
    assert not printing.pictures_available()
    with pytest.raises(PrintingUnavailable, match="没有安装 poppler"):
        printing.pages(b"%PDF")


def test_refusal_has_a_title_and_a_status_for_the_page() -> None:
    assert (PrintingUnavailable.status, PrintingUnavailable.title) == (503, "暂时不能生成版式文件")


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "echo no > page.pdf", ": > page.pdf"])
def test_program_that_writes_no_pdf_is_told_in_words(programs: Path, folder: Path, script: str) -> None:
    program(programs, "soffice", script)
    assert "没有能排成版面" in refusal()
    assert list(folder.iterdir()) == []


def test_program_gets_the_file_a_profile_without_macros_and_fonts(programs: Path, tmp_path: Path) -> None:
    program(
        programs,
        "soffice",
        f'/bin/cp page.docx profile/user/registrymodifications.xcu "$FONTCONFIG_FILE" {tmp_path}\n'
        f'echo "$HOME" "$@" > {tmp_path}/called\nprintf %%PDF-1.7 > page.pdf',
    )
    assert printing.pdf(b"docx bytes") == b"%PDF-1.7"
    assert (tmp_path / "page.docx").read_bytes() == b"docx bytes"
    profile = (tmp_path / "registrymodifications.xcu").read_text(encoding="utf-8")
    assert re.search(r'DisableMacrosExecution" oor:op="fuse"><value>true', " ".join(profile.split()))
    assert (tmp_path / "fonts.conf").read_text(encoding="utf-8").startswith("<?xml")
    home, profile_option, *options = (tmp_path / "called").read_text(encoding="utf-8").split()
    assert profile_option == f"-env:UserInstallation=file://{home}/profile"
    assert {"--headless", "--convert-to", "page.docx"} <= set(options)


def test_program_that_takes_too_long_is_ended_with_all_it_started(
    programs: Path, folder: Path, tmp_path: Path
) -> None:
    program(programs, "soffice", f"/bin/sleep 60 &\necho $! > {tmp_path}/child\nwait")
    began = time.monotonic()
    assert "超过0.5秒，已经停止" in refusal(seconds=0.5)
    assert time.monotonic() - began < 10
    assert list(folder.iterdir()) == []
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    for _ in range(50):
        if _ended(child):
            break
        time.sleep(0.1)
    assert _ended(child)


def test_files_are_printed_one_at_a_time(programs: Path, tmp_path: Path) -> None:
    busy = tmp_path / "busy"
    script = f"/bin/mkdir {busy} || exit 1\n/bin/sleep 0.2\n/bin/rmdir {busy}\nprintf %%PDF > page.pdf"
    program(programs, "soffice", script)
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(printing.pdf(b"", seconds=30))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [b"%PDF"] * 4


def test_who_waits_too_long_for_another_file_is_told_so(programs: Path, tmp_path: Path) -> None:
    started = tmp_path / "started"
    program(programs, "soffice", f": > {started}\n/bin/sleep 1\nprintf %%PDF > page.pdf")
    other = threading.Thread(target=lambda: printing.pdf(b"", seconds=30))
    other.start()
    while not started.exists():
        time.sleep(0.01)
    assert "正在生成别的版式文件" in refusal(seconds=0.1)
    other.join(30)
    assert printing.pdf(b"", seconds=30) == b"%PDF"


@needs_pictures
@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 cut off", b"PK\x03\x04"])
def test_what_is_no_pdf_has_no_pages(data: bytes, folder: Path) -> None:
    with pytest.raises(PrintingUnavailable, match="没有能排成版面"):
        printing.pages(data)
    assert list(folder.iterdir()) == []


def _ended(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    # One that has ended, but that nobody has asked after yet.
    return "State:\tZ" in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
