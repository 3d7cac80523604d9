"""Running a management command together with the services it needs."""

import ast
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django
from django.core.management import execute_from_command_line
from django.db import OperationalError

from config.embedded import ServiceError
from config.env import BadEnvironment
from config.preparation import migrate, unapplied
from config.runtime import DEVELOPMENT, PREPARED, ROOT, Runtime, opened

# Commands of Django that touch neither database nor broker. Our own say so themselves, by a class attribute:
# `requires_services = False`, or `services_only_with = "--option"`.
WITHOUT_SERVICES = frozenset(
    {
        *("help", "version", "check", "diffsettings", "makemigrations", "makemessages", "compilemessages"),
        *("startapp", "startproject", "collectstatic", "findstatic"),
    }
)
# Commands that are about the migrations, or must work whatever state the tables are in.
WITHOUT_MIGRATING = frozenset(
    {
        *("migrate", "showmigrations", "sqlmigrate", "squashmigrations", "optimizemigration"),
        *("dbshell", "inspectdb", "flush", "sqlflush"),
    }
)
PLACEHOLDERS = {
    "DATABASE_URL": "postgresql://none@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": "not-used-by-commands-without-services",
}


def declares_no_services(name: str, root: Path = ROOT) -> bool:
    """Whether the project's command `name` has `requires_services = False`."""
    return declared(name, "requires_services", root) is False


def declared(name: str, attribute: str, root: Path = ROOT) -> object:
    """The constant that the project's command `name` assigns to `attribute`; None where it does not.

    Found by reading its source: importing it would need settings, which need the services' addresses.
    """
    for source in root.glob(f"*/management/commands/{name}.py"):
        for node in ast.walk(ast.parse(source.read_text())):
            match node:
                case ast.Assign(targets=[ast.Name(id=found)], value=ast.Constant(value=value)) if (
                    found == attribute
                ):
                    return value
    return None


def needs_services(argv: Sequence[str]) -> bool:
    """Whether the command line `argv` (program, command, arguments) will use database or broker."""
    if len(argv) < 2 or argv[1].startswith("-") or {"-h", "--help", "--version"} & set(argv[2:]):
        return False
    name = argv[1]
    if name == "check" and "--database" in argv:
        return True
    if name in WITHOUT_SERVICES:
        return False
    return not name.isidentifier() or (not declares_no_services(name) and asks_for_services(name, argv[2:]))


def asks_for_services(name: str, words: Sequence[str], root: Path = ROOT) -> bool:
    """Whether the option is given with which alone a command needs services; one that names none always does.

    Options may be shortened, so the least of them counts.
    """
    option = declared(name, "services_only_with", root)
    if not isinstance(option, str):
        return True
    given = (word.partition("=")[0] for word in words)
    return any(len(word) > len("--") and option.startswith(word) for word in given)


def main(argv: list[str]) -> int:
    """Runs the command line; the exit status. Any error is one line on standard error."""
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", DEVELOPMENT)
    try:
        if settings != DEVELOPMENT or os.environ.get(PREPARED):
            execute_from_command_line(argv)
        elif not needs_services(argv):
            for name, value in PLACEHOLDERS.items():
                os.environ.setdefault(name, value)
            execute_from_command_line(argv)
        else:
            with opened(os.environ) as runtime:
                os.environ.update(runtime.variables(as_owner=True))
                _execute(argv, runtime)
    except (ServiceError, BadEnvironment) as error:
        print(f"错误：{error}", file=sys.stderr)
        return 1
    except OperationalError as error:
        if "--traceback" in argv:
            raise
        print(f"错误：数据库连接失败或中断（{str(error).splitlines()[0]}）。", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        return 130
    return 0


def _execute(argv: list[str], runtime: Runtime) -> None:
    if argv[1] == "migrate" and not any(word.startswith("--database") for word in argv):
        argv = [*argv, "--database", "owner"]
    if argv[1] not in WITHOUT_MIGRATING:
        django.setup()
        if runtime.embedded_database:
            done = migrate(runtime.data_dir)
            if done:
                print(f"数据库结构已更新（{done} 项）。", file=sys.stderr)
        elif missing := unapplied():
            raise ServiceError(f"数据库结构落后 {missing} 项：请先运行 manage.py migrate。")
    execute_from_command_line(argv)
