"""Management commands get the services they need, and no command gets what it does not need."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError

from config import commands
from config.commands import asks_for_services, declares_no_services, main, needs_services
from config.embedded import ServiceError
from config.env import BadEnvironment
from config.runtime import DEVELOPMENT, PREPARED

COMMAND = """
from django.core.management.base import BaseCommand

class Command(BaseCommand):
    {line}
"""


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        ("", False),
        ("--version", False),
        ("--help", False),
        ("help", False),
        ("help migrate", False),
        ("migrate --help", False),
        ("load_demo -h", False),
        ("makemessages -l zh", False),
        ("makemigrations --check", False),
        ("collectstatic", False),
        ("check", False),
        ("check --database default", True),
        ("migrate", True),
        ("shell", True),
        ("load_demo", True),
        ("no_such_command", True),
        ("../etc/passwd", True),
    ],
)
def test_services_start_only_for_commands_that_use_them(words: str, needs: bool) -> None:
    assert needs_services(["manage.py", *words.split()]) is needs


@pytest.mark.parametrize(
    ("line", "declared"),
    [
        ("requires_services = False", True),
        ("requires_services = True", False),
        ("help = 'requires_services = False'", False),
        ("pass", False),
    ],
)
def test_own_commands_say_whether_they_need_services(tmp_path: Path, line: str, declared: bool) -> None:
    folder = tmp_path / "reports" / "management" / "commands"
    folder.mkdir(parents=True)
    (folder / "figure_help.py").write_text(COMMAND.format(line=line))
    assert declares_no_services("figure_help", tmp_path) is declared
    assert not declares_no_services("other", tmp_path)


@pytest.mark.parametrize(
    ("line", "words", "asked"),
    [
        ("services_only_with = '--tenant'", "a.txt", False),
        ("services_only_with = '--tenant'", "a.txt --table b.csv", False),
        ("services_only_with = '--tenant'", "a.txt --tenant here", True),
        ("services_only_with = '--tenant'", "--tenant=here a.txt", True),
        ("services_only_with = '--tenant'", "--ten here a.txt", True),
        ("services_only_with = '--tenant'", "-- a.txt", False),
        ("help = \"services_only_with = '--tenant'\"", "a.txt", True),
        ("pass", "a.txt", True),
    ],
)
def test_own_commands_may_need_services_for_one_option_only(
    tmp_path: Path, line: str, words: str, asked: bool
) -> None:
    folder = tmp_path / "notices" / "management" / "commands"
    folder.mkdir(parents=True)
    (folder / "figure_help.py").write_text(COMMAND.format(line=line))
    assert asks_for_services("figure_help", words.split(), tmp_path) is asked


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Notes what a command line would do instead of doing it."""
    seen = SimpleNamespace(executed=[], opened=0, migrated=0, missing=0, embedded=True, error=None)

    def execute(argv: list[str]) -> None:
        seen.executed.append(argv[1:])
        if seen.error:
            raise seen.error

    @contextmanager
    def opened(_: object) -> Iterator[Any]:
        seen.opened += 1
        if isinstance(seen.error, ServiceError):
            raise seen.error
        yield SimpleNamespace(
            data_dir=tmp_path,
            embedded_database=seen.embedded,
            variables=lambda *, as_owner: {"DATABASE_OWNER_URL": "owner"} if as_owner else {},
        )

    def migrate(_: Path) -> int:
        seen.migrated += 1
        return int(seen.missing)

    monkeypatch.setattr(commands, "execute_from_command_line", execute)
    monkeypatch.setattr(commands, "opened", opened)
    monkeypatch.setattr(commands, "migrate", migrate)
    monkeypatch.setattr(commands, "unapplied", lambda: seen.missing)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", DEVELOPMENT)
    monkeypatch.setenv("DATABASE_OWNER_URL", "")
    monkeypatch.delenv(PREPARED, raising=False)
    return seen


def test_command_runs_with_services_on_a_migrated_database(
    world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    world.missing = 3
    assert main(["manage.py", "load_demo", "--quick"]) == 0
    assert (world.opened, world.migrated) == (1, 1)
    assert world.executed == [["load_demo", "--quick"]]
    assert capsys.readouterr().err == "数据库结构已更新（3 项）。\n"


def test_nothing_is_said_when_nothing_was_missing(world: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manage.py", "load_demo"]) == 0
    assert capsys.readouterr().err == ""


def test_someone_elses_database_is_not_migrated_unasked(
    world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    world.embedded, world.missing = False, 2
    assert main(["manage.py", "load_demo"]) == 1
    assert (world.migrated, world.executed) == (0, [])
    assert capsys.readouterr().err == "错误：数据库结构落后 2 项：请先运行 manage.py migrate。\n"


@pytest.mark.parametrize("name", ["migrate", "showmigrations", "dbshell", "flush"])
def test_commands_about_the_tables_find_them_as_they_are(world: Any, name: str) -> None:
    assert main(["manage.py", name]) == 0
    assert (world.opened, world.migrated) == (1, 0)


@pytest.mark.parametrize(
    ("words", "executed"),
    [
        (["migrate"], ["migrate", "--database", "owner"]),
        (["migrate", "units", "zero"], ["migrate", "units", "zero", "--database", "owner"]),
        (["migrate", "--database", "default"], ["migrate", "--database", "default"]),
        (["migrate", "--database=default"], ["migrate", "--database=default"]),
    ],
)
def test_migrations_run_as_the_owner_unless_told_otherwise(
    world: Any, words: list[str], executed: list[str]
) -> None:
    main(["manage.py", *words])
    assert world.executed == [executed]


def test_help_starts_nothing(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in commands.PLACEHOLDERS:
        monkeypatch.setenv(name, "set before")
    assert main(["manage.py", "help"]) == 0
    assert (world.opened, world.executed) == (0, [["help"]])


@pytest.mark.parametrize("settings", ["config.settings.production", "config.settings.test"])
def test_other_settings_bring_their_own_services(
    world: Any, monkeypatch: pytest.MonkeyPatch, settings: str
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", settings)
    assert main(["manage.py", "load_demo"]) == 0
    assert (world.opened, world.migrated, len(world.executed)) == (0, 0, 1)


def test_child_of_a_prepared_process_starts_nothing(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREPARED, "1")
    assert main(["manage.py", "runserver"]) == 0
    assert world.opened == 0


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (ServiceError("磁盘已满。"), 1, "错误：磁盘已满。\n"),
        (BadEnvironment("缺少 SECRET_KEY。"), 1, "错误：缺少 SECRET_KEY。\n"),
        (OperationalError("server closed\nmore"), 1, "错误：数据库连接失败或中断（server closed）。\n"),
        (KeyboardInterrupt(), 130, "已中断。\n"),
    ],
)
def test_errors_are_one_line_and_a_status(
    world: Any, capsys: pytest.CaptureFixture[str], error: BaseException, status: int, says: str
) -> None:
    world.error = error
    assert main(["manage.py", "load_demo"]) == status
    assert capsys.readouterr().err == says


def test_traceback_is_shown_to_whoever_asks(world: Any) -> None:
    world.error = OperationalError("server closed")
    with pytest.raises(OperationalError):
        main(["manage.py", "load_demo", "--traceback"])


def test_exit_status_of_the_command_is_passed_on(world: Any) -> None:
    world.error = SystemExit(2)
    with pytest.raises(SystemExit, match="2"):
        main(["manage.py", "load_demo"])
