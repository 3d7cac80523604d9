"""Becomes another program that cannot outlive its parent, and that need not be root.

Run by path with ``python -I -S`` so that it starts in some 20 ms; hence the standard library only. A
``preexec_fn`` would do the same but is unsafe in a process with threads, and the supervisor has some.

    launcher.py PARENT_PID DEATH_SIGNAL ACCOUNT PROGRAM [ARGUMENT…]

ACCOUNT is ``same``, ``as:UID:GID`` (switch to that account) or ``map:UID:GID`` (stay the same user for the
file system but be seen as that account inside a user namespace of one's own).
"""

import ctypes
import os
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000


def call(name: str, *arguments: int) -> None:
    """Calls a C library function; OSError when it answers other than zero."""
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*(ctypes.c_ulong(argument) for argument in arguments)) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")


def take_account(account: str) -> None:
    """Gives up root in the way asked for."""
    kind, _, numbers = account.partition(":")
    if kind == "same":
        return
    uid, gid = (int(number) for number in numbers.split(":"))
    if kind == "as":
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
        return
    outer_uid, outer_gid = os.geteuid(), os.getegid()
    call("unshare", CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/gid_map").write_text(f"{gid} {outer_gid} 1")
    Path("/proc/self/uid_map").write_text(f"{uid} {outer_uid} 1")


def main(arguments: list[str]) -> None:
    """Never returns: the process becomes the program, or ends."""
    parent, death_signal, account, *program = arguments
    try:
        take_account(account)
        # After the change of account, which would clear it.
        if sys.platform == "linux":
            call("prctl", PR_SET_PDEATHSIG, int(death_signal))
        # The parent may have died before the line above took effect.
        if os.getppid() == int(parent):
            os.execv(program[0], program)  # noqa: S606  replacing this process is the point
    except OSError as error:
        print(f"{program[0]}: {error}", file=sys.stderr)
    sys.exit(127)


if __name__ == "__main__":
    main(sys.argv[1:])
