"""Serves the pages: waitress in two processes of four threads, on one socket bound beforehand.

Waitress takes in requests on one thread and hands over only complete ones, so that slow clients do not
occupy those that work; hence no proxy is needed in front, nor is a connection limit as low as its default.

HOST (127.0.0.1), PORT (8000) and TRUSTED_PROXY (the address of a proxy whose X-Forwarded headers count) can
be set. QINGHUAN_LISTEN_FD names a socket bound by the parent.
"""

import contextlib
import gc
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.urls import get_resolver
from waitress.server import create_server

from config.embedded.launcher import PR_SET_PDEATHSIG, call

PROCESSES = 2
THREADS = 4
CONNECTIONS = 2000
# A request under way when the server is to stop gets so long to be answered.
DRAIN_SECONDS = 4.0
RESTART_SECONDS = 1.0

Application = Callable[..., Any]


def listen() -> socket.socket:
    """The socket handed over by the parent, or one bound to HOST and PORT."""
    inherited = os.environ.pop("QINGHUAN_LISTEN_FD", "")
    if inherited:
        return socket.socket(fileno=int(inherited))
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("PORT") or "8000")))
    return listener


def allow_connections() -> None:
    """Lets the process have a file open for each connection (often 1024 by default)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + 200
    if soft != resource.RLIM_INFINITY and soft < wanted:
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))


def options() -> dict[str, Any]:
    """Waitress's settings, the proxy's headers among them where one is trusted."""
    chosen: dict[str, Any] = {
        "threads": THREADS,
        "connection_limit": CONNECTIONS,
        "asyncore_use_poll": True,
        "ident": None,
    }
    proxy = os.environ.get("TRUSTED_PROXY", "")
    if proxy:
        chosen["trusted_proxy"] = proxy
        chosen["trusted_proxy_headers"] = "x-forwarded-for x-forwarded-proto x-forwarded-host"
    return chosen


def serve(application: Application, listener: socket.socket) -> None:
    """Answers requests until SIGTERM; what is being answered then is finished within DRAIN_SECONDS."""
    server = create_server(application, sockets=[listener], clear_untrusted_proxy_headers=True, **options())
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        server.pull_trigger()

    signal.signal(signal.SIGTERM, stop)
    # Ctrl-C reaches the whole group; the parent decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def turn(seconds: float) -> None:
        server.asyncore.loop(timeout=seconds, use_poll=True, map=server._map, count=1)

    while not stopping:
        turn(1.0)
    server.accepting = False
    deadline = time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < deadline and is_busy(server):
        turn(0.1)
    server.task_dispatcher.shutdown(timeout=1)


def is_busy(server: Any) -> bool:
    """Whether some request is being answered or some answer has not been sent."""
    return any(channel.requests or channel.total_outbufs_len for channel in server.active_channels.values())


class Pool:
    """The processes that serve; one that dies is replaced."""

    def __init__(self, application: Application, listener: socket.socket) -> None:
        self.application = application
        self.listener = listener
        self.pids: set[int] = set()
        self.stopping = False

    def run(self) -> None:
        """Returns when all have ended after SIGTERM."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for _ in range(PROCESSES):
            self._fork()
        while self.pids:
            pid, status = os.wait()
            self.pids.discard(pid)
            if not self.stopping:
                print(
                    f"web process {pid} ended ({os.waitstatus_to_exitcode(status)}), replacing it", flush=True
                )
                time.sleep(RESTART_SECONDS)
                self._fork()

    def _fork(self) -> None:
        parent = os.getpid()
        # Held back until the child has its own handlers, lest it answer for its parent.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
        pid = os.fork()
        if pid == 0:
            self._become_child(parent)
        self.pids.add(pid)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
        if self.stopping:
            self._stop(signal.SIGTERM, None)

    def _become_child(self, parent: int) -> None:
        status = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            if sys.platform == "linux":
                call("prctl", PR_SET_PDEATHSIG, signal.SIGTERM)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
            if os.getppid() == parent:
                serve(self.application, self.listener)
            status = 0
        finally:
            # Never back into the parent's loop.
            os._exit(status)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True
        for pid in self.pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)


def refuse_without_walls() -> None:
    """Ends here, saying why, where the database would not keep tenants apart (I3)."""
    from django.db import connections  # noqa: PLC0415  needs the settings

    from config.checks import database_walls_stand  # noqa: PLC0415  needs the apps

    problems = database_walls_stand(None, databases=["default"])
    # Processes must not share a connection.
    connections.close_all()
    if problems:
        sys.exit("\n".join(problem.msg for problem in problems))


def prepare_advice() -> None:
    """The first clauses suggested need not wait, and the processes share what was prepared."""
    from django.db import connections  # noqa: PLC0415  needs the settings

    from hazards import advising  # noqa: PLC0415  needs the apps

    advising.law()
    connections.close_all()


def main() -> None:
    """Loads the application once, so that the processes share its memory, and serves it."""
    allow_connections()
    listener = listen()
    from config.wsgi import application  # noqa: PLC0415  loads Django, which needs its environment

    # All pages now rather than at the first request: shared by the processes, and a mistake shows at once.
    _ = get_resolver().url_patterns
    refuse_without_walls()
    prepare_advice()
    gc.freeze()
    Pool(application, listener).run()


if __name__ == "__main__":
    main()
