"""PDF and pictures of pages, made by LibreOffice and poppler where they are installed.

Each file is printed in a folder of its own, with a profile of its own that runs no macros, under a time limit,
one at a time in a process; nothing stays behind.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from notices.fonts import configuration, substitutes
from units.errors import DomainError

SECONDS = 60
"""How long one file may take."""

MOST_PAGES = 60
"""Pages of which pictures are made."""

_OFFICE = ("soffice", "libreoffice")
_PICTURES = "pdftoppm"
# Blank pages are kept: without them a leaf printed on both sides would show the wrong pages on its back.
_PDF = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
_TURN = threading.Lock()
# Level 3 lets only trusted places run macros; there are none.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"
 oor:op="fuse"><value>3</value></prop><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value>
</prop></item></oor:items>
"""


class PrintingUnavailable(DomainError):
    """No PDF or picture can be made here or now; the Word file is not touched by that."""

    status = 503
    title = "暂时不能生成版式文件"


def available() -> bool:
    """Whether PDF can be made here."""
    return _office() is not None


def pictures_available() -> bool:
    """Whether pictures of pages can be made here."""
    return available() and shutil.which(_PICTURES) is not None


def pdf(docx: bytes, *, seconds: float = SECONDS) -> bytes:
    """A Word file as PDF.

    Raises PrintingUnavailable when LibreOffice is missing, is still busy with another file, takes longer than
    `seconds`, or cannot read the file.
    """
    office = _office()
    if office is None:
        raise PrintingUnavailable(
            "服务器没有安装 LibreOffice，不能生成 PDF。请下载 Word 文件后自行打印，或请管理员安装。"
        )
    with _turn(seconds), tempfile.TemporaryDirectory(prefix="print-") as name:
        folder = Path(name)
        (folder / "page.docx").write_bytes(docx)
        _run(_office_command(office, folder), folder, seconds, _office_environment(folder))
        return _result(folder / "page.pdf")


def pages(pdf: bytes, dpi: int = 96) -> list[bytes]:
    """Each page of a PDF as a PNG picture, at most `MOST_PAGES`; PrintingUnavailable where they cannot be made."""
    program = shutil.which(_PICTURES)
    if program is None:
        raise PrintingUnavailable("服务器没有安装 poppler，不能生成页面图片。请下载 Word 或 PDF 文件查看。")
    with tempfile.TemporaryDirectory(prefix="print-") as name:
        folder = Path(name)
        (folder / "page.pdf").write_bytes(pdf)
        command = [program, "-png", "-r", str(dpi), "-l", str(MOST_PAGES), "page.pdf", "page"]
        _run(command, folder, SECONDS, os.environ)
        # The numbers in the names are filled up with zeros, so they sort as the pages do.
        pictures = [path.read_bytes() for path in sorted(folder.glob("page-*.png"))]
    if not pictures:
        raise _unreadable()
    return pictures


def _office() -> str | None:
    return next((path for name in _OFFICE if (path := shutil.which(name))), None)


def _office_command(office: str, folder: Path) -> list[str]:
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    return [
        *(office, f"-env:UserInstallation={profile.parent.as_uri()}"),
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", _PDF, "--outdir", str(folder), "page.docx"),
    ]


def _office_environment(folder: Path) -> dict[str, str]:
    """The environment of LibreOffice: fonts stood in for, and everything it writes in its own folder."""
    fonts = folder / "fonts.conf"
    fonts.write_text(configuration(substitutes(_installed_fonts())), encoding="utf-8")
    return {**os.environ, "HOME": str(folder), "TMPDIR": str(folder), "FONTCONFIG_FILE": str(fonts)}


@cache
def _installed_fonts() -> frozenset[str]:
    """Names of the installed font families; none where nobody can tell."""
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    listed = subprocess.run(
        [program, ":", "family"], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    return frozenset(name.strip() for line in listed.stdout.splitlines() for name in line.split(","))


@contextmanager
def _turn(seconds: float) -> Iterator[None]:
    if not _TURN.acquire(timeout=seconds):
        raise PrintingUnavailable("服务器正在生成别的版式文件。请过一分钟再试，或先下载 Word 文件。")
    try:
        yield
    finally:
        _TURN.release()


def _run(command: Sequence[str], folder: Path, seconds: float, environment: Mapping[str, str]) -> None:
    """Run a program to its end, and end it with all it started when it takes too long."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise PrintingUnavailable(
            f"生成版式文件超过{seconds:g}秒，已经停止。请稍后再试，或先下载 Word 文件。"
        ) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _result(path: Path) -> bytes:
    """The file that was asked for; a converter that fails often says so only by writing none."""
    if not path.is_file() or not (data := path.read_bytes()).startswith(b"%PDF"):
        raise _unreadable()
    return data


def _unreadable() -> PrintingUnavailable:
    return PrintingUnavailable(
        "这个文件没有能排成版面。请下载 Word 文件查看，并请管理员核对服务器上的排版程序。"
    )
