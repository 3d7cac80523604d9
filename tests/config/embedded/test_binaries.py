import subprocess
from pathlib import Path

import pytest

from config.embedded import ServiceError, binaries
from config.embedded.account import Account
from config.embedded.binaries import postgres_bin, reachable_postgres, reachable_valkey, valkey_server

FAR = Account("as", 54321, 54321)


def version(program: Path) -> str:
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def out_of_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Account, "can_enter", lambda *_: False)
    monkeypatch.setattr(Account, "own", lambda *_: None)


@pytest.mark.parametrize("program", ["postgres", "initdb", "pg_dump", "pg_restore"])
def test_wheel_holds_this_release_of_postgresql(program: str) -> None:
    assert f" {binaries.POSTGRES_MAJOR}." in version(postgres_bin() / program)


def test_wheel_holds_a_valkey_server() -> None:
    assert "server v=" in version(valkey_server())


def test_programs_within_reach_stay_where_they_are(tmp_path: Path) -> None:
    assert reachable_postgres(Account(), tmp_path) == postgres_bin()
    assert reachable_valkey(Account(), tmp_path) == valkey_server()
    assert not any(tmp_path.iterdir())


@pytest.mark.usefixtures("out_of_reach")
def test_copied_programs_find_their_libraries(tmp_path: Path) -> None:
    copied = reachable_postgres(FAR, tmp_path)
    assert copied.is_relative_to(tmp_path)
    assert version(copied / "initdb") == version(postgres_bin() / "initdb")
    valkey = reachable_valkey(FAR, tmp_path)
    assert valkey.is_relative_to(tmp_path)
    assert version(valkey) == version(valkey_server())


@pytest.mark.usefixtures("out_of_reach")
def test_programs_are_copied_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = (reachable_postgres(FAR, tmp_path), reachable_valkey(FAR, tmp_path))
    monkeypatch.setattr("shutil.copytree", lambda *_, **__: pytest.fail("copied again"))
    monkeypatch.setattr("shutil.copy2", lambda *_: pytest.fail("copied again"))
    assert (reachable_postgres(FAR, tmp_path), reachable_valkey(FAR, tmp_path)) == first


@pytest.mark.usefixtures("out_of_reach")
def test_interrupted_copy_is_made_again(tmp_path: Path) -> None:
    half = reachable_postgres(FAR, tmp_path).parents[1]
    half.rename(half.with_name("unfinished"))
    assert version(reachable_postgres(FAR, tmp_path) / "initdb")


@pytest.mark.parametrize("locate", [postgres_bin, valkey_server])
def test_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, locate: object) -> None:
    monkeypatch.setattr(binaries, "find_spec", lambda _: None)
    assert callable(locate)
    with pytest.raises(ServiceError, match=r"缺少软件包.*make run"):
        locate()


def test_package_without_programs_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(binaries, "_package", lambda _: tmp_path)
    with pytest.raises(ServiceError, match=r"删除 \.venv"):
        postgres_bin()
    with pytest.raises(ServiceError, match=r"删除 \.venv"):
        valkey_server()
