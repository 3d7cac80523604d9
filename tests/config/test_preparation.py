"""Each step before serving is done once, and again if it was not finished."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import DatabaseError, connections
from pytest_django.fixtures import Settings

from config import preparation
from config.embedded.datadir import FileLock, prepare
from config.preparation import collect_static, fingerprint, main, migrate, run_once, timed, unapplied
from units.models import Tenant

BOTH = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return prepare(tmp_path / "data")


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes the management commands called instead of running them."""
    names: list[str] = []
    monkeypatch.setattr(preparation, "call_command", lambda name, **_: names.append(name))
    return names


def forget_a_migration() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")


@BOTH
def test_database_that_is_up_to_date_is_left_alone(folder: Path, called: list[str]) -> None:
    assert unapplied() == 0
    assert migrate(folder) == 0
    assert called == []


@BOTH
def test_database_that_lacks_something_is_migrated(folder: Path, called: list[str]) -> None:
    forget_a_migration()
    assert unapplied() == 1
    assert migrate(folder) == 1
    assert called == ["migrate"]


@BOTH
def test_two_processes_do_not_migrate_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_a_migration()
    free: list[bool] = []

    def look(*_: object, **__: object) -> None:
        rival = FileLock(folder / "run" / "migrate.lock")
        free.append(rival.try_take())
        rival.close()

    monkeypatch.setattr(preparation, "call_command", look)
    migrate(folder)
    assert free == [False]


@BOTH
def test_step_runs_once(called: list[str]) -> None:
    assert [run_once("load_demo"), run_once("load_demo")] == [True, False]
    assert called == ["load_demo"]


@BOTH
def test_steps_are_remembered_apart(called: list[str]) -> None:
    run_once("load_demo")
    assert run_once("load_standards")


@BOTH
def test_step_runs_again_for_another_version(called: list[str]) -> None:
    runs = [run_once("load_standards", version=version) for version in ("1", "1", "2", "2", "1")]
    assert runs == [True, False, True, False, True]


@BOTH
def test_step_that_failed_half_way_is_done_again(called: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Even though it has left rows behind, which would otherwise look like a database in use."""

    def fail(*_: object, **__: object) -> None:
        Tenant.objects.using("owner").create(slug="half", name="半", office="办")
        raise CommandError("断电")

    with monkeypatch.context() as patch:
        patch.setattr(preparation, "call_command", fail)
        with pytest.raises(CommandError):
            run_once("load_demo", in_use_too=False)
    assert run_once("load_demo", in_use_too=False)
    assert called == ["load_demo"]


@BOTH
def test_newer_version_that_failed_is_done_again(called: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise CommandError("断电")

    assert run_once("load_standards", version="1")
    with monkeypatch.context() as patch:
        patch.setattr(preparation, "call_command", fail)
        with pytest.raises(CommandError):
            run_once("load_standards", version="2")
    assert run_once("load_standards", version="2")


@BOTH
@pytest.mark.parametrize("in_use_too", [True, False])
def test_database_in_use_gets_no_demonstration_but_standards(called: list[str], in_use_too: bool) -> None:
    Tenant.objects.using("owner").create(slug="real", name="真", office="办")
    assert run_once("load", in_use_too=in_use_too) is in_use_too
    assert called == (["load"] if in_use_too else [])


@pytest.fixture
def static(tmp_path: Path, settings: Settings) -> Path:
    """A folder of static files to be collected."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "app.css").write_text("a{}")
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "collected"
    return source


def test_static_files_are_collected_when_they_change(folder: Path, static: Path) -> None:
    assert collect_static(folder)
    collected = static.parent / "collected" / "app.css"
    assert collected.read_text() == "a{}"
    assert not collect_static(folder)
    (static / "app.css").write_text("b{}")
    assert collect_static(folder)
    assert collected.read_text() == "b{}"


def test_file_that_is_gone_is_not_served_any_more(folder: Path, static: Path) -> None:
    (static / "old.css").write_text("o{}")
    collect_static(folder)
    (static / "old.css").unlink()
    assert collect_static(folder)
    assert not (static.parent / "collected" / "old.css").exists()


def test_lost_collection_is_made_again(folder: Path, static: Path) -> None:
    collect_static(folder)
    (static.parent / "collected").rename(static.parent / "elsewhere")
    assert collect_static(folder)


def test_interrupted_collection_is_made_again(
    folder: Path, static: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        (static.parent / "collected").mkdir()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(preparation, "call_command", interrupt)
        with pytest.raises(KeyboardInterrupt):
            collect_static(folder)
    assert collect_static(folder)


def change_content(static: Path) -> None:
    (static / "app.css").write_text("longer{}")


def change_time(static: Path) -> None:
    os.utime(static / "app.css", (1, 1))


def add_file(static: Path) -> None:
    (static / "new.css").write_text("")


def rename_file(static: Path) -> None:
    (static / "app.css").rename(static / "renamed.css")


@pytest.mark.parametrize("change", [change_content, change_time, add_file, rename_file])
def test_any_change_of_files_is_noticed(static: Path, change: Any) -> None:
    before = fingerprint(static)
    assert fingerprint(static) == before
    change(static)
    assert fingerprint(static) != before


@pytest.mark.parametrize(
    ("result", "line"),
    [(24, "数据库结构：完成（24 项，"), (True, "数据库结构：完成（0"), (0, ""), (False, ""), (None, "")],
)
def test_only_steps_with_something_to_do_are_reported(
    capsys: pytest.CaptureFixture[str], result: object, line: str
) -> None:
    timed("数据库结构", lambda: result)
    shown = capsys.readouterr().out
    assert shown.startswith(line)
    assert bool(shown) is bool(line)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes the steps that the program takes."""
    taken: list[str] = []
    monkeypatch.setattr(preparation, "migrate", lambda _: taken.append("migrate"))
    monkeypatch.setattr(preparation, "collect_static", lambda _: taken.append("static"))
    monkeypatch.setattr(preparation, "run_once", lambda name, **_: taken.append(name))
    return taken


@pytest.mark.parametrize(
    ("demo", "expected"),
    [
        (True, ["migrate", "static", "load_standards", "load_demo"]),
        (False, ["migrate", "static", "load_standards"]),
    ],
)
def test_demonstration_is_loaded_only_where_it_is_wanted(
    steps: list[str], settings: Settings, demo: bool, expected: list[str]
) -> None:
    settings.DEMO = demo
    assert main() == 0
    assert steps == expected


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (CommandError("缺文件"), "缺文件"),
        (OSError(13, "Permission denied", "/x"), "[Errno 13] Permission denied: '/x'"),
        (OSError(28, "No space left on device"), "磁盘已满，请清出空间。"),
        (
            DatabaseError("could not extend file: No space left on device\nHINT: free space"),
            "磁盘已满，请清出空间。",
        ),
        (DatabaseError("deadlock\nDETAIL: much"), "deadlock"),
    ],
)
def test_failed_step_is_told_in_one_line(
    steps: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    told: str,
) -> None:
    def fail(_: str, **__: object) -> None:
        raise error

    monkeypatch.setattr(preparation, "run_once", fail)
    assert main() == 1
    assert capsys.readouterr().err == f"错误：{told}\n"
