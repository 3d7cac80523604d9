"""manage.py as a program."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import manage
from config.embedded import Hold
from tests.config.machinery import ROOT


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT.parent,
    )


def test_help_needs_nothing_and_starts_nothing(tmp_path: Path) -> None:
    done = run("help", DATA_DIR=str(tmp_path / "data"))
    assert done.returncode == 0, done.stderr
    assert "load_demo" in done.stdout
    assert not (tmp_path / "data").exists()


def test_command_uses_the_services_that_run(services: Hold) -> None:
    query = (
        "from django.db import connection; cursor = connection.cursor();"
        "cursor.execute('SELECT current_user'); print(cursor.fetchone())"
    )
    done = run("shell", "--verbosity=0", "--command", query, DATA_DIR=str(services.data_dir))
    assert done.returncode == 0, done.stderr
    assert "('qinghuan_app',)" in done.stdout


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"DATA_DIR": "/proc/qinghuan"}, "数据目录 /proc/qinghuan"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL 应以 postgresql:// 开头"),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "REDIS_URL：连不上 127.0.0.1:1"),
    ],
)
def test_what_is_wrong_is_one_line_and_a_status(
    tmp_path: Path, environment: dict[str, str], says: str
) -> None:
    done = run("load_demo", **{"DATA_DIR": str(tmp_path / "data"), **environment})
    assert done.returncode == 1
    assert done.stderr.startswith(f"错误：{says}")
    assert done.stderr.count("\n") == 1


def test_missing_packages_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "config.commands", None)
    monkeypatch.setattr(Path, "exists", lambda _: False)
    assert manage.run(["manage.py"]) == 1
    assert "make run" in capsys.readouterr().err


def test_projects_own_python_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that `python manage.py …` works with whatever python that is."""
    started: list[list[str]] = []
    monkeypatch.setitem(sys.modules, "config.commands", None)
    monkeypatch.setattr(sys, "prefix", "/usr")
    monkeypatch.setattr(Path, "exists", lambda _: True)
    monkeypatch.setattr("os.execv", lambda _, words: started.append(words))
    manage.run(["manage.py", "help"])
    assert started == [[str(ROOT / ".venv/bin/python"), "manage.py", "help"]]
