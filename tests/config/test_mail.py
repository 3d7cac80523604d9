"""The mail server is chosen by one address; what is missing or misspelt is named."""

import pytest

from config import mail
from config.env import BadEnvironment


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMAIL_URL", raising=False)
    monkeypatch.delenv("EMAIL_FROM", raising=False)


def at(monkeypatch: pytest.MonkeyPatch, url: str, sender: str = "qinghuan@example.gov.cn") -> mail.Server:
    monkeypatch.setenv("EMAIL_URL", url)
    monkeypatch.setenv("EMAIL_FROM", sender)
    return mail.server()


def test_without_address_there_is_no_server() -> None:
    assert mail.server().host == ""
    assert mail.server().domain == "localhost"


@pytest.mark.parametrize(("scheme", "port"), [("smtp", 25), ("smtp+starttls", 587), ("smtps", 465)])
def test_scheme_decides_the_usual_port(monkeypatch: pytest.MonkeyPatch, scheme: str, port: int) -> None:
    found = at(monkeypatch, f"{scheme}://mail.example")
    assert (found.host, found.port, found.scheme) == ("mail.example", port, scheme)


def test_user_and_password_are_unquoted(monkeypatch: pytest.MonkeyPatch) -> None:
    found = at(monkeypatch, "smtps://qing%40huan:p%3Ass@mail.example:2465")
    assert (found.user, found.password, found.port) == ("qing@huan", "p:ss", 2465)


@pytest.mark.parametrize("sender", ["q@example.gov.cn", "清患 <q@example.gov.cn>"])
def test_domain_is_the_senders(monkeypatch: pytest.MonkeyPatch, sender: str) -> None:
    assert at(monkeypatch, "smtp://mail.example", sender).domain == "example.gov.cn"


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example/box"])
def test_address_of_no_mail_server_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    with pytest.raises(BadEnvironment, match="EMAIL_URL"):
        at(monkeypatch, url)


@pytest.mark.parametrize("port", ["x", "99999"])
def test_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    with pytest.raises(BadEnvironment, match="端口"):
        at(monkeypatch, f"smtp://mail.example:{port}")


def test_server_needs_a_sender(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtp://mail.example")
    with pytest.raises(BadEnvironment, match="EMAIL_FROM"):
        mail.server()


def test_sender_must_be_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadEnvironment, match="应为发件邮箱，现为“清患”"):
        at(monkeypatch, "smtp://mail.example", "清患")
