import errno
import io
from pathlib import Path

import pytest

from config import output
from config.output import KEPT_LOGS, ProcessLog, say


@pytest.fixture
def log(tmp_path: Path) -> ProcessLog:
    return ProcessLog(tmp_path / "web.log", "web")


def test_lines_are_shown_with_the_name_and_kept_without(
    log: ProcessLog, capsys: pytest.CaptureFixture[str]
) -> None:
    log.feed("第一行\n第二行\n".encode())
    assert capsys.readouterr().out == "web    │ 第一行\nweb    │ 第二行\n"
    assert log.path.read_text() == "第一行\n第二行\n"


def test_without_a_name_lines_are_shown_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ProcessLog(tmp_path / "prepare.log", "").feed(b"done\n")
    assert capsys.readouterr().out == "done\n"


def test_unfinished_line_waits_for_its_end(log: ProcessLog, capsys: pytest.CaptureFixture[str]) -> None:
    whole = "汉字\n".encode()
    log.feed(whole[:2])  # in the middle of a character
    assert capsys.readouterr().out == ""
    log.feed(whole[2:])
    assert capsys.readouterr().out == "web    │ 汉字\n"


def test_last_line_without_an_end_is_not_lost(log: ProcessLog, capsys: pytest.CaptureFixture[str]) -> None:
    log.feed(b"killed here")
    log.end()
    log.end()
    assert capsys.readouterr().out == "web    │ killed here\n"
    assert log.path.read_text() == "killed here\n"


def test_bytes_that_are_no_text_do_no_harm(log: ProcessLog, capsys: pytest.CaptureFixture[str]) -> None:
    log.feed(b"\xff\xfe\n")
    assert capsys.readouterr().out.startswith("web    │ ")
    assert log.path.read_bytes() == b"\xff\xfe\n"


@pytest.mark.parametrize(("size", "rotated"), [(9, False), (10, False), (11, True)])
def test_full_file_is_set_aside(
    log: ProcessLog, monkeypatch: pytest.MonkeyPatch, size: int, rotated: bool
) -> None:
    monkeypatch.setattr(output, "LOG_BYTES", 10)
    log.feed(b"1234\n")
    log.feed(b"x" * (size - 6) + b"\n")
    assert log.path.with_name("web.log.1").exists() is rotated


def test_old_files_are_limited_and_in_order(log: ProcessLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "LOG_BYTES", 2)
    for number in range(7):
        log.feed(f"{number}\n".encode())
    kept = {path.name: path.read_text().strip() for path in log.path.parent.iterdir()}
    assert kept == {"web.log": "6", "web.log.1": "5", "web.log.2": "4", "web.log.3": "3"}
    assert len(kept) == KEPT_LOGS + 1


def test_size_counts_what_was_there_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "LOG_BYTES", 10)
    (tmp_path / "web.log").write_bytes(b"123456789\n")
    ProcessLog(tmp_path / "web.log", "web").feed(b"a\n")
    assert (tmp_path / "web.log").read_bytes() == b"a\n"


def test_full_disk_is_told_once_and_service_goes_on(
    log: ProcessLog, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(log, "_open", full)
    log.feed(b"one\n")
    log.feed(b"two\n")
    shown = capsys.readouterr().out
    assert shown.count("日志写不进") == 1
    assert "web    │ two" in shown
    monkeypatch.undo()
    log.feed(b"three\n")
    assert log.path.read_text() == "three\n"


def test_closed_terminal_does_not_stop_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stdout", Closed())
    say("nobody reads this")
    say("nor this")


def test_terminal_without_chinese_shows_something(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding="latin-1", errors="strict", write_through=True) as terminal:
        monkeypatch.setattr("sys.stdout", terminal)
        say("端口 8000")
        monkeypatch.undo()
        assert raw.getvalue() == b"?? 8000\n"
