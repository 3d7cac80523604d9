"""Liveness and readiness."""

from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django import Settings

from config import health
from config.tasks import heartbeat


@pytest.fixture
def fresh(services: object) -> None:
    """A broker in which no beat was heard."""
    cache.delete(health.HEARTBEAT_KEY)


def test_liveness_asks_nothing(client: Client) -> None:
    """Without the mark of a database test any query would fail this one."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (HTTPStatus.OK, b"ok\n")


@pytest.mark.django_db
def test_silent_beat_is_told_but_takes_nothing_down(client: Client, fresh: None) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == HTTPStatus.OK
    assert answer.json() == {"database": "ok", "broker": "ok", "beat": "silent"}


@pytest.mark.django_db
def test_heartbeat_makes_everything_well(client: Client, fresh: None) -> None:
    heartbeat()
    assert client.get("/readyz").json() == {"database": "ok", "broker": "ok", "beat": "ok"}


@pytest.mark.django_db
def test_heartbeat_is_forgotten_after_a_while(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    remembered: list[object] = []
    monkeypatch.setattr(cache, "set", lambda *args: remembered.extend(args))
    health.beat()
    assert (remembered[0], remembered[2]) == (health.HEARTBEAT_KEY, health.HEARTBEAT_TTL)


@pytest.mark.django_db
def test_unreachable_database_is_not_ready(
    client: Client, fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ConnectionError("secret detail")

    monkeypatch.setattr(connection, "cursor", broken)
    answer = client.get("/readyz")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.json() == {"database": "unreachable", "broker": "ok", "beat": "silent"}
    assert b"secret" not in answer.content


@pytest.mark.django_db
def test_unreachable_broker_is_not_ready(client: Client, settings: Settings) -> None:
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"},
    }
    answer = client.get("/readyz")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.json() == {"database": "ok", "broker": "unreachable", "beat": "silent"}


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/login", 301)])
def test_watchers_are_not_sent_to_https(client: Client, settings: Settings, path: str, status: int) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path).status_code == status
