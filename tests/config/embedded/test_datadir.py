import errno
import os
import stat
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.embedded import ServiceError
from config.embedded.datadir import (
    NEEDED_MB,
    NEEDED_MB_LATER,
    FileLock,
    explain,
    explained,
    locked,
    prepare,
    read_json,
    secret,
    write_json,
    write_whole,
)

Usage = namedtuple("Usage", "total used free")


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_data_directory_is_made_with_its_parents(tmp_path: Path) -> None:
    made = prepare(tmp_path / "a" / "b")
    assert made == tmp_path / "a" / "b"
    assert {path.name for path in made.iterdir()} == {"run", "secrets", "logs"}


def test_nobody_else_can_look_inside(tmp_path: Path) -> None:
    made = prepare(tmp_path / "data")
    assert mode_of(made) & 0o066 == 0
    assert {mode_of(path) for path in made.iterdir()} == {0o700}


def test_preparing_again_changes_nothing(tmp_path: Path) -> None:
    made = prepare(tmp_path / "data")
    (made / "secrets" / "kept").write_text("x")
    assert prepare(made) == made
    assert (made / "secrets" / "kept").read_text() == "x"


def test_relative_path_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert prepare(Path("data")) == tmp_path / "data"


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(ServiceError, match=r"不是目录.*DATA_DIR"):
        prepare(tmp_path / "data")


def test_a_place_that_cannot_be_written_is_told() -> None:
    with pytest.raises(ServiceError, match=r"^数据目录 /proc/qinghuan 无法使用.*DATA_DIR"):
        prepare(Path("/proc/qinghuan"))


@pytest.mark.parametrize(
    ("needed", "used_before"), [(NEEDED_MB, False), (NEEDED_MB_LATER, True)], ids=["fresh", "used"]
)
@pytest.mark.parametrize(("more", "enough"), [(-1, False), (0, True), (1, True)])
def test_disk_nearly_full_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, needed: int, used_before: bool, more: int, enough: bool
) -> None:
    free_mb = needed + more
    if used_before:
        (tmp_path / "data" / "postgres").mkdir(parents=True)
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(0, 0, free_mb * 1_000_000))
    if enough:
        prepare(tmp_path / "data")
        return
    with pytest.raises(ServiceError, match=f"只剩 {free_mb} MB，至少要 {needed} MB"):
        prepare(tmp_path / "data")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EACCES, "不可写"),
        (errno.EPERM, "不可写"),
        (errno.EROFS, "不可写"),
        (errno.ENOTDIR, "不是目录"),
        (errno.EIO, "无法使用"),
    ],
)
def test_file_errors_are_explained_in_one_line(tmp_path: Path, code: int, says: str) -> None:
    line = explain(OSError(code, os.strerror(code), str(tmp_path / "file")), tmp_path)
    assert says in line
    assert "DATA_DIR" in line
    assert "\n" not in line


def test_error_elsewhere_is_not_blamed_on_the_data_directory(tmp_path: Path) -> None:
    line = explain(OSError(errno.EACCES, "Permission denied", "/opt/python"), tmp_path)
    assert "/opt/python" in line
    assert "DATA_DIR" not in line


def test_full_disk_while_writing_becomes_a_service_error(tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match="磁盘已满"), explained(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "x"))


def test_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    first = secret(tmp_path / "key")
    assert len(first) >= 43  # 256 bits
    assert secret(tmp_path / "key") == first
    assert secret(tmp_path / "other") != first


def test_secret_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    secret(tmp_path / "key")
    assert mode_of(tmp_path / "key") == 0o600


def test_secret_left_empty_by_a_full_disk_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("\n")
    assert len(secret(tmp_path / "key")) >= 43


def test_secret_asked_for_at_once_is_the_same_for_all(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(lambda _: secret(tmp_path / "key"), range(32)))
    assert len(answers) == 1


def test_failed_write_leaves_the_old_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "state"
    write_whole(target, "old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(target, "new and longer")
    assert target.read_text() == "old"


def test_state_comes_back_as_written(tmp_path: Path) -> None:
    write_json(tmp_path / "s.json", {"port": 1, "why": "磁盘已满"})
    assert read_json(tmp_path / "s.json") == {"port": 1, "why": "磁盘已满"}


@pytest.mark.parametrize("content", [None, "", "{", '{"a": 1', "[1]", "null"])
def test_missing_or_damaged_state_counts_as_none(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "s.json").write_text(content)
    assert read_json(tmp_path / "s.json") == {}


def test_lock_held_alone_keeps_everybody_out(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.try_take()
    assert not second.try_take()
    assert not second.try_share()
    first.release()
    assert second.try_take()
    first.close()
    second.close()


def test_shared_lock_keeps_only_loners_out(tmp_path: Path) -> None:
    first, second, loner = (FileLock(tmp_path / "lock") for _ in range(3))
    first.share()
    assert second.try_share()
    assert not loner.try_take()
    first.close()
    assert not loner.try_take()
    second.close()
    assert loner.try_take()
    loner.close()


def test_lock_is_let_go_when_the_block_fails(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), locked(tmp_path / "lock"):
        raise RuntimeError
    lock = FileLock(tmp_path / "lock")
    assert lock.try_take()
    lock.close()
    lock.close()  # closing twice is harmless
