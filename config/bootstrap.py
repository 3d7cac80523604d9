"""Makes the virtual environment: run by path with the machine's Python, so standard library only.

`python3 -I config/bootstrap.py FOLDER REQUIREMENTS…` does nothing when FOLDER already holds what the files
ask for; what was left half-finished is redone.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OLDEST = (3, 11)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keeps `make run` and `make test` from installing at the same time."""
    locks = folder.parent / ".stamps"
    locks.mkdir(exist_ok=True)
    with (locks / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def stamps(folder: Path, requirements: list[Path]) -> dict[Path, str]:
    """For each file the stamp that says it has been installed: where it is and what it must hold.

    Written last, so that a missing or other one means there is something left to do.
    """
    release = repr(sys.version_info[:2]).encode()
    return {
        folder / f"installed-{path.stem}": hashlib.sha256(release + path.read_bytes()).hexdigest()
        for path in requirements
    }


def complete(folder: Path, requirements: list[Path]) -> bool:
    """Whether the environment holds what the files ask for, as far as its stamps tell."""
    return (folder / "bin" / "python").exists() and all(
        stamp.exists() and stamp.read_text() == wanted
        for stamp, wanted in stamps(folder, requirements).items()
    )


def healthy(folder: Path) -> bool:
    """Whether the environment's Python starts and has pip."""
    python = folder / "bin" / "python"
    if not python.exists():
        return False
    done = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)
    return done.returncode == 0


def create(folder: Path) -> str | None:
    """Makes an empty environment; the message when that fails."""
    shutil.rmtree(folder, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "venv", str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode == 0:
        return None
    if "ensurepip" in done.stdout + done.stderr:
        return (
            "这台机器的 Python 缺少 venv：请先安装（Debian/Ubuntu：apt install python3-venv），再运行一次。"
        )
    reason = (done.stderr or done.stdout).strip().splitlines() or ["没有说明"]
    return f"建不了虚拟环境 {folder}（{reason[-1]}）。"


def install(folder: Path, requirements: list[Path]) -> str | None:
    """Installs what the files ask for; the message when that fails."""
    wanted = [word for path in requirements for word in ("-r", str(path))]
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, *wanted], check=False).returncode != 0:
        return "安装软件包没有成功：原因见上（多为网络或磁盘空间）；改正后再运行一次，会接着做完。"
    return None


def main(arguments: list[str]) -> int:
    """The exit status; what goes wrong is told in one line."""
    if sys.version_info < OLDEST:
        print("错误：需要 Python 3.11 或更新的版本。", file=sys.stderr)
        return 1
    folder, *names = arguments
    environment, requirements = Path(folder).absolute(), [Path(name) for name in names]
    try:
        with alone(environment):
            if complete(environment, requirements):
                return 0
            print("正在安装软件包（首次约需一分钟）……", flush=True)
            problem = None if healthy(environment) else create(environment)
            problem = problem or install(environment, requirements)
            if not problem:
                for stamp, wanted in stamps(environment, requirements).items():
                    stamp.write_text(wanted)
    except OSError as error:
        problem = f"写不进 {error.filename}（{error.strerror}）：请改正权限或清出空间，再运行一次。"
    except KeyboardInterrupt:
        problem = "安装被中断：再运行一次，会接着做完。"
    if problem:
        print(f"错误：{problem}", file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
