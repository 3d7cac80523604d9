"""The environment is made once, and whatever was left half-finished is made again."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from config import bootstrap
from config.bootstrap import complete, create, healthy, install, main, stamps
from tests.config.machinery import ROOT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "requirements.txt").write_text("# nothing to install\n")
    (tmp_path / "requirements-dev.txt").write_text("# nothing either\n")
    return tmp_path


@pytest.fixture
def steps(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes the steps taken; they make an environment that looks right."""
    taken: list[str] = []

    def make(folder: Path) -> None:
        taken.append("create")
        (folder / "bin").mkdir(parents=True, exist_ok=True)
        (folder / "bin" / "python").touch()

    monkeypatch.setattr(bootstrap, "create", make)
    monkeypatch.setattr(bootstrap, "healthy", lambda folder: (folder / "bin" / "python").exists())
    monkeypatch.setattr(bootstrap, "install", lambda _, files: taken.append("+".join(f.name for f in files)))
    return taken


def run(project: Path, *names: str) -> int:
    return main([str(project / ".venv"), *(str(project / name) for name in names or ["requirements.txt"])])


def test_first_time_makes_and_installs(project: Path, steps: list[str]) -> None:
    assert run(project) == 0
    assert steps == ["create", "requirements.txt"]


def test_second_time_does_nothing_and_says_nothing(
    project: Path, steps: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    run(project)
    capsys.readouterr()
    assert run(project) == 0
    assert steps == ["create", "requirements.txt"]
    assert capsys.readouterr() == ("", "")


def test_changed_requirements_are_installed(project: Path, steps: list[str]) -> None:
    run(project)
    (project / "requirements.txt").write_text("# something else\n")
    run(project)
    assert steps == ["create", "requirements.txt", "requirements.txt"]


def test_tools_come_on_top_and_do_not_undo_the_rest(project: Path, steps: list[str]) -> None:
    run(project)
    run(project, "requirements.txt", "requirements-dev.txt")
    run(project)
    run(project, "requirements.txt", "requirements-dev.txt")
    assert steps == ["create", "requirements.txt", "requirements.txt+requirements-dev.txt"]


def test_interrupted_installation_is_taken_up_again(
    project: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "install", interrupt)
        assert run(project) == 1
    assert "安装被中断" in capsys.readouterr().err
    assert run(project) == 0
    assert steps == ["create", "requirements.txt"]


def test_failed_installation_is_told_and_tried_again(
    project: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "install", lambda *_: "没有网络。")
        assert run(project) == 1
    assert capsys.readouterr().err == "错误：没有网络。\n"
    assert run(project) == 0


def test_environment_whose_python_is_gone_is_made_anew(project: Path, steps: list[str]) -> None:
    """As after an upgrade of the machine's Python, when the link leads nowhere."""
    run(project)
    python = project / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python")
    assert not complete(project / ".venv", [project / "requirements.txt"])
    python.unlink()
    run(project)
    assert steps == ["create", "requirements.txt", "create", "requirements.txt"]


def test_other_python_release_installs_again(
    project: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(project)
    monkeypatch.setattr("sys.version_info", (3, 99, 0))
    assert not complete(project / ".venv", [project / "requirements.txt"])


def test_old_python_is_refused(
    project: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.version_info", (3, 10, 9))
    assert run(project) == 1
    assert "Python 3.11" in capsys.readouterr().err
    assert steps == []


def test_place_that_cannot_be_written_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["/proc/qinghuan/.venv", str(ROOT / "requirements.txt")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("错误：写不进 /proc/qinghuan")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Error: ... ensurepip is not available ...", "apt install python3-venv"),
        ("Error: no space\nError: really", "建不了虚拟环境"),
        ("", "没有说明"),
    ],
)
def test_environment_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, told: str
) -> None:
    def venv(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, stdout=said, stderr="")

    monkeypatch.setattr("subprocess.run", venv)
    message = create(tmp_path / ".venv")
    assert message is not None
    assert told in message
    assert "\n" not in message


def test_pip_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.run", lambda command, **_: subprocess.CompletedProcess(command, 1))
    assert "安装软件包没有成功" in str(install(tmp_path, [tmp_path / "requirements.txt"]))


def test_real_environment_is_recognised(tmp_path: Path) -> None:
    assert healthy(Path(sys.prefix))
    assert not healthy(tmp_path)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "bin" / "python").chmod(0o755)
    assert not healthy(tmp_path)


def test_it_runs_before_anything_is_installed(project: Path) -> None:
    """By path and isolated: neither the project's packages nor config/celery.py are in its way."""
    folder = project / ".venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").touch()
    for stamp, wanted in stamps(folder, [project / "requirements.txt"]).items():
        stamp.write_text(wanted)
    script = ROOT / "config" / "bootstrap.py"
    command = [sys.executable, "-I", "-S", str(script), str(folder), str(project / "requirements.txt")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
