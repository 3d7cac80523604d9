"""Archives without the time of writing."""

import io
import time
import zipfile

import pytest

from notices.undated import undated

FILES = {"word/document.xml": b"<a/>" * 100, "[Content_Types].xml": b"", "图.png": bytes(range(256))}


def archive(year: int, names: dict[str, bytes] = FILES) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in names.items():
            target.writestr(zipfile.ZipInfo(name, (year, 5, 6, 7, 8, 10)), content)
    return buffer.getvalue()


def test_files_and_their_order_are_kept() -> None:
    with zipfile.ZipFile(io.BytesIO(undated(archive(2023)))) as found:
        assert {name: found.read(name) for name in found.namelist()} == FILES
        assert found.namelist() == list(FILES)
        assert found.testzip() is None


def test_archives_written_at_different_times_become_the_same() -> None:
    assert archive(2023) != archive(2024)
    assert undated(archive(2023)) == undated(archive(2024))


def test_second_time_changes_nothing() -> None:
    once = undated(archive(2023))
    assert undated(once) == once


def test_archives_of_different_content_stay_different() -> None:
    assert undated(archive(2023)) != undated(archive(2023, {**FILES, "图.png": b"x"}))


def test_no_entry_tells_a_time() -> None:
    with zipfile.ZipFile(io.BytesIO(undated(archive(time.localtime().tm_year)))) as found:
        assert {entry.date_time for entry in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_content_is_compressed() -> None:
    assert len(undated(archive(2023))) < len(archive(2023))


def test_what_is_no_archive_is_refused() -> None:
    with pytest.raises(zipfile.BadZipFile):
        undated(b"no archive")
