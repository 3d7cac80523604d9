"""Whose account the servers run under: PostgreSQL refuses to run as root."""

import os
import pwd
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .errors import ServiceError

LAUNCHER = Path(__file__).with_name("launcher.py")
SYSTEM_ACCOUNTS = ("postgres", "nobody", "daemon")


@dataclass(frozen=True)
class Account:
    """How to give up root: `mode` is same, as or map (see launcher.py)."""

    mode: str = "same"
    uid: int = -1
    gid: int = -1

    def __str__(self) -> str:
        return self.mode if self.mode == "same" else f"{self.mode}:{self.uid}:{self.gid}"

    def can_enter(self, folder: Path) -> bool:
        """Whether a server under this account gets to the files in `folder`."""
        return self.mode != "as" or may_enter(folder, self.uid, self.gid)

    def own(self, path: Path) -> None:
        """Gives `path` and all below it to the user whom the file system will see."""
        if self.mode == "same":
            return
        uid, gid = (self.uid, self.gid) if self.mode == "as" else (os.geteuid(), os.getegid())
        for item in (path, *path.rglob("*")):
            if item.lstat().st_uid != uid:
                os.chown(item, uid, gid, follow_symlinks=False)


def may_enter(path: Path, uid: int, gid: int) -> bool:
    """Whether the account may pass through `path` and every directory above it, by the permission bits."""
    for folder in (path, *path.parents):
        status = folder.stat()
        shift = 6 if status.st_uid == uid else 3 if status.st_gid == gid else 0
        if not (status.st_mode >> shift) & 1:
            return False
    return True


def _candidates(data_dir: Path) -> list[pwd.struct_passwd]:
    """Accounts to try: the one that owns the data already, then the usual system accounts."""
    owner = data_dir.stat().st_uid
    order = {name: place for place, name in enumerate(SYSTEM_ACCOUNTS)}
    usable = [entry for entry in pwd.getpwall() if entry.pw_uid]
    owners = [entry for entry in usable if entry.pw_uid == owner]
    others = [entry for entry in usable if entry.pw_uid != owner and entry.pw_name in order]
    return owners + sorted(others, key=lambda entry: order[entry.pw_name])


def namespaces_allowed() -> bool:
    """Whether this machine lets us make a user namespace (some containers forbid it)."""
    launch = [sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid()), str(int(signal.SIGTERM))]
    attempt = subprocess.run([*launch, "map:65534:65534", "/bin/true"], capture_output=True, check=False)
    return attempt.returncode == 0


def choose(data_dir: Path, programs: Path) -> Account:
    """The account for servers that keep their data in `data_dir` and whose programs are in `programs`.

    Anyone but root simply runs them. Root hands them to an unprivileged account that can reach both places
    or, when a closed directory is in the way, to a user namespace in which root is somebody else. Where that
    is forbidden, an account that reaches the data at least is chosen: the programs can be copied there.
    ServiceError when nothing works.
    """
    if os.geteuid() != 0:
        return Account()
    entries = _candidates(data_dir)
    usable = [Account("as", entry.pw_uid, entry.pw_gid) for entry in entries]
    usable = [account for account in usable if account.can_enter(data_dir)]
    for account in usable:
        if account.can_enter(programs):
            return account
    if entries and namespaces_allowed():
        return Account("map", entries[0].pw_uid, entries[0].pw_gid)
    if usable:
        return usable[0]
    raise ServiceError(
        f"PostgreSQL 不能以 root 身份运行，而其他账户进不了 {data_dir}："
        "请换普通用户运行，或用 DATA_DIR 另指一个其他用户可进入的目录（如 /var/lib/qinghuan）。"
    )
