"""Archives written while they are sent."""

import io
import zipfile
from datetime import datetime
from functools import partial
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.zip_stream import PIECE, Part, safe_name, stream

AT = datetime(2023, 9, 18, 9, 30)  # noqa: DTZ001  # an archive keeps local times


def part(name: str, content: bytes) -> Part:
    return Part(name, AT, partial(io.BytesIO, content))


def unpacked(pieces: list[bytes]) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@given(st.dictionaries(st.from_regex(r"[a-z方案]{1,9}\.pdf", fullmatch=True), st.binary(max_size=300)))
def test_what_goes_in_comes_out(files: dict[str, bytes]) -> None:
    assert unpacked(list(stream(part(*each) for each in files.items()))) == files


def test_large_files_pass_in_pieces() -> None:
    content = bytes(range(256)) * (PIECE // 64)
    pieces = list(stream([part("一.pdf", content), part("二.pdf", content)]))
    assert max(map(len, pieces)) < 2 * PIECE
    assert unpacked(pieces) == {"一.pdf": content, "二.pdf": content}


def test_one_file_at_a_time_is_open() -> None:
    opened: list[IO[bytes]] = []

    def tracked() -> IO[bytes]:
        assert all(each.closed for each in opened)
        opened.append(io.BytesIO(b"x"))
        return opened[-1]

    assert len(unpacked(list(stream(Part(f"{number}.pdf", AT, tracked) for number in range(3))))) == 3
    assert all(each.closed for each in opened)


def test_entries_carry_the_time_of_filing() -> None:
    pieces = b"".join(stream([part("一.pdf", b"x")]))
    with zipfile.ZipFile(io.BytesIO(pieces)) as archive:
        assert archive.infolist()[0].date_time == (2023, 9, 18, 9, 30, 0)


def test_no_file_makes_an_empty_archive() -> None:
    assert unpacked(list(stream([]))) == {}


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("东关镇_方案", "东关镇_方案"),
        ("../../etc", "_.._etc"),
        ("甲/乙\\丙:丁", "甲_乙_丙_丁"),
        ("名称. ", "名称"),
        ("...", "_"),
    ],
)
def test_names_lead_into_no_folder(name: str, safe: str) -> None:
    assert safe_name(name) == safe
