"""The launcher is what keeps a server from outliving whoever started it."""

import os
import pwd
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded.account import LAUNCHER, namespaces_allowed
from tests.config.machinery import alive, python, read_line, wait_for

NOBODY = pwd.getpwnam("nobody")
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root has an account to give up")

PARENT_OF_A_SLEEPER = """
import os, signal, subprocess, sys, time
launch = [sys.executable, "-I", "-S", sys.argv[1], str(os.getpid()), str(int(signal.SIGTERM)), sys.argv[2]]
child = subprocess.Popen([*launch, "/bin/sleep", "60"])
print(child.pid)
time.sleep(60)
"""


def launch(
    *program: str, account: str = "same", parent: int | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(LAUNCHER), str(parent or os.getpid()), "15", account, *program]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def is_sleep(pid: int) -> bool:
    return Path(f"/proc/{pid}/comm").read_text().strip() == "sleep"


def test_program_runs_with_its_arguments_and_exit_status() -> None:
    done = launch("/bin/sh", "-c", 'echo "$1"; exit 7', "sh", "a b")
    assert (done.stdout, done.returncode) == ("a b\n", 7)


def test_program_keeps_the_process_number() -> None:
    command = [sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid()), "15", "same"]
    with subprocess.Popen(
        [*command, "/bin/sh", "-c", "echo $$"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.communicate()[0].strip() == str(process.pid)


def test_missing_program_is_named() -> None:
    done = launch("/no/such/program")
    assert done.returncode == 127
    assert "/no/such/program" in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_runs_when_the_parent_is_already_gone(tmp_path: Path) -> None:
    done = launch("/usr/bin/touch", str(tmp_path / "ran"), parent=1)
    assert done.returncode == 127
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "account",
    [
        "same",
        pytest.param(f"as:{NOBODY.pw_uid}:{NOBODY.pw_gid}", marks=AS_ROOT),
        pytest.param(f"map:{NOBODY.pw_uid}:{NOBODY.pw_gid}", marks=AS_ROOT),
    ],
)
def test_program_ends_when_its_parent_is_killed(account: str) -> None:
    if account.startswith("map") and not namespaces_allowed():
        pytest.skip("this machine forbids user namespaces")
    with python(PARENT_OF_A_SLEEPER, LAUNCHER, account) as parent:
        sleeper = int(read_line(parent))
        assert wait_for(lambda: is_sleep(sleeper))
        parent.send_signal(signal.SIGKILL)
        assert wait_for(lambda: not alive(sleeper))


@AS_ROOT
def test_as_gives_up_root_for_good() -> None:
    done = launch("/bin/sh", "-c", "id -u; id -g; id -G", account=f"as:{NOBODY.pw_uid}:{NOBODY.pw_gid}")
    assert done.stdout.split() == [str(NOBODY.pw_uid), str(NOBODY.pw_gid), str(NOBODY.pw_gid)]


@AS_ROOT
@pytest.mark.skipif(not namespaces_allowed(), reason="this machine forbids user namespaces")
def test_map_looks_like_the_account_and_writes_as_root(tmp_path: Path) -> None:
    script = 'id -u; echo x > "$1"'
    done = launch("/bin/sh", "-c", script, "sh", str(tmp_path / "made"), account="map:65534:65534")
    assert done.stdout.strip() == "65534", done.stderr
    assert (tmp_path / "made").stat().st_uid == 0
