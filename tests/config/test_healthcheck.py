import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from config import healthcheck
from config.embedded.process import free_port
from config.healthcheck import BEAT_SECONDS, beat_writes, main, web_answers


class Answer(BaseHTTPRequestHandler):
    status = 200
    asked: tuple[str, str | None] = ("", None)

    def do_GET(self) -> None:
        Answer.asked = (self.path, self.headers["Host"])
        self.send_response(Answer.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the base class's
        return


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("status", "well"), [(200, True), (301, True), (400, False), (503, False)])
def test_web_is_well_when_it_answers(
    port: int, monkeypatch: pytest.MonkeyPatch, status: int, well: bool
) -> None:
    monkeypatch.setattr(Answer, "status", status)
    assert web_answers(port, "anwei.example.cn") is well
    assert Answer.asked == ("/readyz", "anwei.example.cn")


def test_web_that_does_not_listen_is_not_well() -> None:
    assert not web_answers(free_port(), "localhost")


@pytest.mark.parametrize(("age", "well"), [(0.0, True), (BEAT_SECONDS - 1, True), (BEAT_SECONDS, False)])
def test_beat_is_well_when_it_has_written_lately(tmp_path: Path, age: float, well: bool) -> None:
    schedule = tmp_path / "beat-schedule"
    schedule.write_text("")
    os.utime(schedule, (1000.0, 1000.0))
    assert beat_writes(schedule, now=1000.0 + age) is well


def test_beat_that_never_wrote_is_not_well(tmp_path: Path) -> None:
    assert not beat_writes(tmp_path / "beat-schedule", now=0.0)


def test_status_is_for_the_container(port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Answer, "status", 200)
    monkeypatch.setenv("ALLOWED_HOSTS", "first.example.cn, second.example.cn")
    monkeypatch.setenv("PORT", str(port))
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert main(["web"]) == 0
    assert Answer.asked[1] == "first.example.cn"
    assert main(["beat"]) == 1
    (tmp_path / "beat-schedule").write_text("")
    assert main(["beat"]) == 0
    monkeypatch.setattr(healthcheck, "web_answers", lambda *_: False)
    assert main(["web"]) == 1
