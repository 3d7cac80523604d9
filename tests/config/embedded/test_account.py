"""PostgreSQL refuses to run as root, so root has to find somebody else for it."""

import os
import pwd
from pathlib import Path

import pytest

from config.embedded import ServiceError, account
from config.embedded.account import Account, choose, may_enter

NOBODY = pwd.getpwnam("nobody")
STRANGER = 54321
# To its owner as well: who runs the tests may be one of the accounts that are tried.
CLOSED = 0o000


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)


@pytest.fixture
def no_namespaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "namespaces_allowed", lambda: False)


@pytest.mark.parametrize(
    ("mode", "uid", "gid", "allowed"),
    [
        (0o700, "own", "own", True),
        (0o600, "own", "own", False),
        (0o071, "own", "own", False),  # the owner's bits count for the owner, even when others have more
        (0o710, STRANGER, "own", True),
        (0o701, STRANGER, "own", False),
        (0o701, STRANGER, STRANGER, True),
        (0o710, STRANGER, STRANGER, False),
        (0o776, STRANGER, STRANGER, False),  # reading and writing a directory is not entering it
    ],
)
def test_entering_goes_by_the_permission_bits(
    open_folder: Path, mode: int, uid: int | str, gid: int | str, allowed: bool
) -> None:
    folder = open_folder / "inner"
    folder.mkdir()
    folder.chmod(mode)
    who = (os.geteuid() if uid == "own" else int(uid), os.getegid() if gid == "own" else int(gid))
    try:
        assert may_enter(folder, *who) is allowed
    finally:
        folder.chmod(0o700)


def test_a_closed_directory_above_keeps_others_out(open_folder: Path) -> None:
    inner = open_folder / "closed" / "inner"
    inner.mkdir(parents=True)
    assert may_enter(inner, STRANGER, STRANGER)
    inner.parent.chmod(0o700)
    assert not may_enter(inner, STRANGER, STRANGER)


def test_an_ordinary_user_runs_the_servers_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert choose(tmp_path, tmp_path) == Account("same")


@pytest.mark.usefixtures("root")
def test_root_hands_over_to_an_account_that_reaches_everything(open_folder: Path) -> None:
    chosen = choose(open_folder, Path("/usr/bin"))
    assert chosen.mode == "as"
    assert pwd.getpwuid(chosen.uid).pw_name in account.SYSTEM_ACCOUNTS


@pytest.mark.usefixtures("root")
def test_root_hands_over_to_whoever_owns_the_data(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    daemon = pwd.getpwnam("daemon")
    owned = os.stat_result((0o40755, 0, 0, 1, daemon.pw_uid, daemon.pw_gid, 0, 0, 0, 0))
    monkeypatch.setattr(Path, "stat", lambda *_, **__: owned)
    assert choose(open_folder, Path("/usr/bin")) == Account("as", daemon.pw_uid, daemon.pw_gid)


@pytest.mark.usefixtures("root")
def test_root_below_a_closed_directory_uses_a_namespace(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "namespaces_allowed", lambda: True)
    open_folder.chmod(CLOSED)
    assert choose(open_folder, Path("/usr/bin")).mode == "map"


@pytest.mark.usefixtures("root", "no_namespaces")
def test_programs_out_of_reach_do_not_matter_as_they_can_be_copied(open_folder: Path) -> None:
    programs = open_folder / "programs"
    programs.mkdir(mode=CLOSED)
    chosen = choose(open_folder, programs)
    assert chosen.mode == "as"
    assert not chosen.can_enter(programs)


@pytest.mark.usefixtures("root", "no_namespaces")
def test_data_out_of_reach_is_refused_in_one_line(open_folder: Path) -> None:
    open_folder.chmod(CLOSED)
    with pytest.raises(ServiceError) as refused:
        choose(open_folder, Path("/usr/bin"))
    assert str(open_folder) in str(refused.value)
    assert "DATA_DIR" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_files_go_to_the_account_and_come_back(open_folder: Path) -> None:
    (open_folder / "a").mkdir()
    (open_folder / "a" / "link").symlink_to("/etc/passwd")
    paths = [open_folder, open_folder / "a", open_folder / "a" / "link"]
    Account("as", NOBODY.pw_uid, NOBODY.pw_gid).own(open_folder)
    assert [path.lstat().st_uid for path in paths] == [NOBODY.pw_uid] * 3
    Account("map", NOBODY.pw_uid, NOBODY.pw_gid).own(open_folder)
    assert [path.lstat().st_uid for path in paths] == [0] * 3
    assert Path("/etc/passwd").stat().st_uid == 0


def test_an_ordinary_users_files_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.chown", lambda *_, **__: pytest.fail("changed an owner"))
    Account().own(tmp_path)


@pytest.mark.parametrize(
    ("chosen", "text"),
    [(Account(), "same"), (Account("as", 1, 2), "as:1:2"), (Account("map", 3, 4), "map:3:4")],
)
def test_accounts_are_written_as_the_launcher_reads_them(chosen: Account, text: str) -> None:
    assert str(chosen) == text
