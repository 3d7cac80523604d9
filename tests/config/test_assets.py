"""Browser libraries: the locked ones, only the files in use, with or without npm on the machine."""

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from config import assets
from config.assets import (
    FILES,
    FROM_NPM,
    PROJECT_FILES,
    ROOT,
    copy,
    ensure,
    fetch,
    find_npm,
    fingerprint,
    licences,
)
from config.embedded import ServiceError

NPM_SAYS_NO = "#!/bin/sh\necho 'npm error network unreachable' >&2\necho more >&2\nexit 1\n"


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """A node_modules as npm leaves it, each file small and knowable."""
    folder = tmp_path / "node_modules"
    for source in FROM_NPM:
        (folder / source).parent.mkdir(parents=True, exist_ok=True)
        (folder / source).write_text(f"content of {source}")
    for name, about in {
        "@tabler/core": {
            "name": "@tabler/core",
            "version": "1.6.1",
            "license": "MIT",
            "homepage": "https://t",
        },
        "echarts": {"name": "echarts", "version": "6.1.0", "license": "Apache-2.0"},
    }.items():
        (folder / name / "package.json").write_text(json.dumps(about))
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    for name in PROJECT_FILES:
        shutil.copy(ROOT / name, folder / name)
    return folder


def fake_npm(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    npm = folder / "npm"
    npm.write_text(script)
    npm.chmod(0o755)
    monkeypatch.setattr(assets, "find_npm", lambda: str(npm))
    return npm


def test_lock_names_no_registry_and_every_package_is_verified() -> None:
    """Whichever registry a user has, npm takes from there what has the right checksum."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = {name: about for name, about in packages.items() if name}
    assert installed
    assert all("resolved" not in about for about in installed.values())
    assert all(about["integrity"].startswith("sha512-") for about in installed.values())


def test_direct_dependencies_are_pinned_exactly() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert wanted == {"@tabler/core": "1.6.1", "echarts": "6.1.0"}


def test_only_the_files_in_use_are_copied(modules: Path, tmp_path: Path) -> None:
    vendor = tmp_path / "static" / "vendor"
    copy(modules, vendor)
    assert {path.name for path in vendor.iterdir()} == set(FILES)
    assert (vendor / "echarts.min.js").read_text().strip() == "content of echarts/dist/echarts.min.js"
    assert b"htmx" in (vendor / "htmx.min.js").read_bytes()


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        ("a{}\n/*# sourceMappingURL=a.css.map */", "a{}"),
        ("a()\n//# sourceMappingURL=a.js.map\n", "a()"),
        ("a('//# sourceMappingURL=x')\nb()", "a('//# sourceMappingURL=x')\nb()"),
    ],
)
def test_comments_naming_files_left_out_are_dropped(
    modules: Path, tmp_path: Path, content: str, kept: str
) -> None:
    (modules / "echarts/dist/echarts.min.js").write_text(content)
    copy(modules, tmp_path / "vendor")
    assert (tmp_path / "vendor" / "echarts.min.js").read_text() == kept + "\n"


def test_licences_are_listed(modules: Path) -> None:
    assert licences(modules).splitlines() == [
        "echarts 6.1.0 Apache-2.0",
        "@tabler/core 1.6.1 MIT https://t",
        "htmx 2 0BSD https://htmx.org",
    ]


def test_fetched_once(modules: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "fetch", lambda *_: modules)
    vendor = tmp_path / "vendor"
    assert ensure(project, vendor)
    assert not ensure(project, vendor)


@pytest.mark.parametrize("missing", [*FILES, ".fetched"])
def test_half_finished_copy_is_done_again(
    modules: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setattr(assets, "fetch", lambda *_: modules)
    vendor = tmp_path / "vendor"
    ensure(project, vendor)
    (vendor / missing).unlink()
    assert ensure(project, vendor)
    assert (vendor / missing).exists()


@pytest.mark.parametrize("name", PROJECT_FILES)
def test_other_versions_are_fetched(project: Path, name: str) -> None:
    before = fingerprint(project)
    with (project / name).open("a") as stream:
        stream.write("\n")
    assert fingerprint(project) != before


def test_npm_installs_what_is_locked_and_runs_no_scripts(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_npm(tmp_path, '#!/bin/sh\necho "$@" > said\nls -A > seen\n', monkeypatch)
    work = tmp_path / "work"
    work.mkdir()
    assert fetch(work, project) == work / "node_modules"
    words = (work / "said").read_text().split()
    assert words[:2] == ["ci", "--ignore-scripts"]
    assert set(PROJECT_FILES) <= set((work / "seen").read_text().split())


def test_failed_download_is_told_in_one_line(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_npm(tmp_path, NPM_SAYS_NO, monkeypatch)
    with pytest.raises(ServiceError, match="下载网页组件失败（npm error network unreachable）") as failed:
        ensure(project, tmp_path / "vendor")
    assert "\n" not in str(failed.value)
    assert not (tmp_path / "vendor" / ".fetched").exists()


def test_home_that_cannot_be_written_is_not_needed(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_npm(tmp_path, '#!/bin/sh\necho "$@" > said\n', monkeypatch)
    monkeypatch.setenv("HOME", "/nonexistent")
    fetch(tmp_path, project)
    assert f"--cache={tmp_path / 'cache'}" in (tmp_path / "said").read_text()


def test_npm_of_the_machine_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/npm")
    assert find_npm() == "/usr/bin/npm"


@pytest.mark.parametrize(("status", "installed"), [(0, True), (0, False), (1, False)])
def test_without_npm_it_comes_from_pypi(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, installed: bool
) -> None:
    own = tmp_path / "bin" / "npm"

    def pip(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        assert command[1:3] == ["-m", "pip"]
        assert Path(command[-1]) == ROOT / "requirements-assets.txt"
        own.parent.mkdir()
        if installed:
            own.touch()
        return subprocess.CompletedProcess(command, status)

    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setattr("subprocess.run", pip)
    if installed:
        assert find_npm() == str(own)
        assert find_npm() == str(own)  # found at once the second time
    else:
        with pytest.raises(ServiceError, match=r"没有 npm.*Node\.js"):
            find_npm()


def test_folder_that_cannot_be_written_is_told(
    modules: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "fetch", lambda *_: modules)
    (tmp_path / "vendor").write_text("in the way")
    with pytest.raises(ServiceError, match="网页组件写不进"):
        ensure(project, tmp_path / "vendor")


def test_program_reports_by_status(
    modules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(assets, "VENDOR", tmp_path / "vendor")
    assert assets.main([str(modules)]) == 0
    assert (tmp_path / "vendor" / "htmx.min.js").exists()

    def fail() -> bool:
        raise ServiceError("没有网络。")

    monkeypatch.setattr(assets, "ensure", fail)
    assert assets.main([]) == 1
    assert capsys.readouterr().err == "错误：没有网络。\n"


def test_missing_htmx_is_told(modules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_spec("django_htmx") is not None
    monkeypatch.setattr(assets, "find_spec", lambda _: None)
    with pytest.raises(ServiceError, match="缺少软件包 django-htmx"):
        copy(modules, tmp_path / "vendor")
