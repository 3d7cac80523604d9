"""`make run`: everything under one supervisor, from an empty directory to a page that answers."""

import contextlib
import http.client
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType

from config import assets
from config.embedded import POSTGRES, VALKEY, ServiceError
from config.embedded.datadir import FileLock, prepare, read_json, write_json
from config.embedded.process import LOOPBACK
from config.output import say
from config.parent import ParentWatch
from config.runtime import ROOT, Runtime, data_dir_from, opened
from config.supervisor import Child, Program, Supervisor

READY_SECONDS = 120.0
RENEW_SECONDS = 1.0
# How often the web process may die before it has answered once.
EARLY_DEATHS = 3
LISTEN_FD = "QINGHUAN_LISTEN_FD"
ROLES = {
    "filer": "填报员",
    "head": "单位负责人",
    "reviewer": "安委办审核",
    "leader": "领导",
    "admin": "管理员",
}


def port_from(environ: Mapping[str, str]) -> int:
    """PORT, 8000 unless set; ServiceError when it is no port number."""
    raw = environ.get("PORT") or "8000"
    if not (raw.isascii() and raw.isdecimal()) or not 0 < int(raw) < 65536:
        raise ServiceError(f"PORT 应为 1 到 65535 的整数，现为“{raw}”。")
    return int(raw)


def bind(port: int) -> socket.socket:
    """The socket that the web processes will serve.

    It listens from now on, which takes the port for good, and stays open here: who calls while the pages are
    starting, or starting again, waits and is answered.
    """
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen()
    except PermissionError:
        listener.close()
        raise ServiceError(
            f"没有权限使用端口 {port}：请换 1024 以上的端口，如 PORT=8000 make run。"
        ) from None
    except OSError:
        listener.close()
        other = port + 1 if port < 65535 else 8000
        raise ServiceError(
            f"端口 {port} 已被其他程序占用：请停掉它，或换一个端口，如 PORT={other} make run。"
        ) from None
    return listener


@contextlib.contextmanager
def only_one(data_dir: Path, url: str) -> Iterator[None]:
    """Refuses a second `make run` on the same data directory."""
    lock = FileLock(data_dir / "run" / "supervisor.lock")
    about = data_dir / "run" / "supervisor.json"
    try:
        if not lock.try_take():
            known = read_json(about)
            raise ServiceError(
                f"数据目录 {data_dir} 上已有系统在运行（{known.get('url', '')} 进程 {known.get('pid', '')}）："
                "请直接使用，或先停掉它，或用 DATA_DIR 另指一个目录。"
            )
        write_json(about, {"url": url, "pid": os.getpid()})
        yield
    finally:
        lock.close()


def programs(data_dir: Path, listener: socket.socket) -> list[Program]:
    """What runs, in the order in which it is stopped."""
    python = sys.executable
    # Root cannot be helped where the user chose it; it is told once, not by a paragraph at each start.
    celery = [
        python,
        "-W",
        "ignore:You're running the worker",
        "-m",
        "celery",
        "--quiet",
        "-A",
        "config.celery",
    ]
    schedule = data_dir / "run" / "beat-schedule"
    return [
        Program("web", [python, "-m", "config.web"], grace=5.0, pass_fds=[listener.fileno()]),
        Program(
            "beat", [*celery, "beat", "--loglevel=WARNING", f"--schedule={schedule}", "--pidfile="], grace=2.0
        ),
        Program(
            "worker",
            [
                *celery,
                "worker",
                "--concurrency=2",
                "--loglevel=WARNING",
                "--without-mingle",
                "--without-gossip",
            ],
            grace=5.0,
        ),
    ]


class Run:
    """One run of the product, from start to stop."""

    def __init__(self, runtime: Runtime, listener: socket.socket, url: str) -> None:
        self.runtime = runtime
        self.listener = listener
        self.url = url
        self.supervisor = Supervisor(runtime.data_dir / "logs", ROOT)
        self.parent = ParentWatch()
        self.asked_to_stop = False
        self._renew_at = 0.0

    def serve(self) -> None:
        """Starts everything, tells where it is, and returns once asked to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            self._prepare()
            if not self._stopping():
                # The pages first: they are what somebody is waiting for.
                web, *others = programs(self.runtime.data_dir, self.listener)
                self._wait_until_ready(self.supervisor.add(web, self._environment()))
            if not self._stopping():
                announce(self.url, self.runtime)
                for program in others:
                    self.supervisor.add(program, self._environment())
            self.supervisor.run(until=self._stopping)
        finally:
            self._stop()

    def _prepare(self) -> None:
        program = Program("prepare", [sys.executable, "-m", "config.preparation"], grace=5.0)
        variables = {**os.environ, **self.runtime.variables(as_owner=True)}
        if self.supervisor.call(program, variables, self._stopping) != 0 and not self._stopping():
            log = self.runtime.data_dir / "logs" / "prepare.log"
            raise ServiceError(
                f"准备数据库没有成功：原因见上，或见 {log}；改正后再运行 make run，会接着做完。"
            )

    def _environment(self) -> dict[str, str]:
        inherited = {key: value for key, value in os.environ.items() if key != "DATABASE_OWNER_URL"}
        return {
            **inherited,
            **self.runtime.variables(as_owner=False),
            LISTEN_FD: str(self.listener.fileno()),
            "PORT": str(self.listener.getsockname()[1]),
        }

    def _wait_until_ready(self, web: Child) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not self._stopping() and not answers(self.listener.getsockname()[1]):
            self.supervisor.tick()
            if web.failures >= EARLY_DEATHS or time.monotonic() > deadline:
                raise ServiceError(f"网页服务没有启动成功：原因见上，或见 {web.log.path}。")

    def _stopping(self) -> bool:
        """Whether to stop; called at least twice a second, so also the place to look after the services."""
        if self.asked_to_stop or self.parent.wants_stop():
            return True
        if time.monotonic() >= self._renew_at:
            self._renew_at = time.monotonic() + RENEW_SECONDS
            if self.runtime.renew():
                say("数据库换了端口，各进程重新启动。")
                self.supervisor.replace_environment(lambda _: self._environment())
        return False

    def _stop(self) -> None:
        if self.supervisor.children:
            say("正在停止……")
        self.supervisor.stop()
        for name, seconds in ((VALKEY, 5.0), (POSTGRES, 10.0)):
            if name in self.runtime.hold.names and not self.runtime.hold.release(name, wait_seconds=seconds):
                say(f"{name} 仍被其他命令使用，用完即停。")

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop = True


def answers(port: int) -> bool:
    """Whether our pages can be fetched now."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def announce(url: str, runtime: Runtime) -> None:
    """Prints where to go, with which accounts, and where the data are."""
    say()
    say(f"  系统已启动：{url}")
    accounts = runtime.data_dir / "demo-accounts.json"
    if accounts.exists():
        say("  演示账户：")
        for account in json.loads(accounts.read_text()):
            place = " ".join(filter(None, (account["tenant"], account.get("unit"))))
            role = account.get("title") or ROLES.get(account["role"], account["role"])
            say(f"    {account['username']}  密码 {account['password']}  {role}  {place}")
    say(
        f"  数据保存在：{runtime.data_dir}"
        + ("" if runtime.embedded_database else "（数据库在 DATABASE_URL）")
    )
    say("  停止：按 Ctrl-C。")
    say()


def step(title: str, action: Callable[[], object]) -> None:
    """Runs one step and prints how long it took."""
    begun = time.monotonic()
    action()
    say(f"{title}：就绪（{time.monotonic() - begun:.1f} 秒）")


def main() -> int:
    """Runs until told to stop; the exit status. What goes wrong is told in one line."""
    # Until everything is up, any signal to stop simply unwinds.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        port = port_from(os.environ)
        url = f"http://{LOOPBACK}:{port}/"
        data_dir = prepare(data_dir_from(os.environ))
        with only_one(data_dir, url), bind(port) as listener:
            step("网页组件", assets.ensure)
            begun = time.monotonic()
            with opened(os.environ) as runtime:
                say(f"数据库和消息队列：就绪（{time.monotonic() - begun:.1f} 秒）")
                Run(runtime, listener, url).serve()
    except ServiceError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        return 130
    say("已停止，数据已保存。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
