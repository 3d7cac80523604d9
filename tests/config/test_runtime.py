import stat
from pathlib import Path
from typing import Any

import pytest

from config import runtime
from config.embedded import POSTGRES, VALKEY, Hold, ServiceError
from config.runtime import DEVELOPMENT, PREPARED, ROOT, Runtime, data_dir_from, opened


class Claim:
    """Stands in for a hold on the embedded services."""

    def __init__(self, names: list[str]) -> None:
        self.names = frozenset(names)
        self.generation = 1
        self.moved = False

    def url(self, role: str) -> str:
        return f"embedded {role} {self.generation}"

    def renew(self) -> bool:
        return self.moved

    def __enter__(self) -> "Claim":
        return self

    def __exit__(self, *_: object) -> None:
        return None


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Neither servers nor checks; notes what was asked for."""
    seen: dict[str, Any] = {"checked": []}

    def hold(_: Path, names: list[str]) -> Claim:
        claim = seen["claim"] = Claim(names)
        return claim

    def database_urls(url: str, owner: str, _: Path) -> tuple[str, str]:
        seen["checked"].append((url, owner))
        return "given app", "given owner"

    monkeypatch.setattr(runtime, "hold", hold)
    monkeypatch.setattr(runtime, "check_redis", seen["checked"].append)
    monkeypatch.setattr(runtime, "database_urls", database_urls)
    return seen


@pytest.mark.parametrize(
    ("given", "expected"),
    [({}, ROOT / ".data"), ({"DATA_DIR": ""}, ROOT / ".data"), ({"DATA_DIR": "/srv/q"}, Path("/srv/q"))],
)
def test_data_directory_is_named_by_the_environment(given: dict[str, str], expected: Path) -> None:
    assert data_dir_from(given) == expected


def test_data_directory_may_be_relative_or_in_the_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/someone")
    assert data_dir_from({"DATA_DIR": "here"}) == tmp_path / "here"
    assert data_dir_from({"DATA_DIR": "~/here"}) == Path("/home/someone/here")


@pytest.mark.parametrize(
    ("given", "embedded", "urls"),
    [
        ({}, {POSTGRES, VALKEY}, ("embedded app 1", "embedded owner 1", "embedded redis 1")),
        ({"DATABASE_URL": "db"}, {VALKEY}, ("given app", "given owner", "embedded redis 1")),
        ({"REDIS_URL": "redis"}, {POSTGRES}, ("embedded app 1", "embedded owner 1", "redis")),
        ({"DATABASE_URL": "db", "REDIS_URL": "redis"}, set(), ("given app", "given owner", "redis")),
    ],
)
def test_what_is_not_given_is_embedded(
    world: dict[str, Any], tmp_path: Path, given: dict[str, str], embedded: set[str], urls: tuple[str, ...]
) -> None:
    with opened({"DATA_DIR": str(tmp_path), **given}) as found:
        assert (found.app_url, found.owner_url, found.redis_url) == urls
        assert found.embedded_database is ("DATABASE_URL" not in given)
    assert world["claim"].names == embedded


def test_given_servers_are_checked_before_anything_starts(
    world: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: str) -> None:
        raise ServiceError("REDIS_URL：连不上")

    monkeypatch.setattr(runtime, "check_redis", refuse)
    with (
        pytest.raises(ServiceError, match="REDIS_URL"),
        opened({"DATA_DIR": str(tmp_path), "REDIS_URL": "x"}),
    ):
        pytest.fail("opened")
    assert "claim" not in world


def test_both_database_urls_are_handed_on(world: dict[str, Any], tmp_path: Path) -> None:
    environment = {"DATA_DIR": str(tmp_path), "DATABASE_URL": "app", "DATABASE_OWNER_URL": "owner"}
    with opened(environment):
        assert world["checked"] == [("app", "owner")]


def test_I3_what_serves_requests_is_not_told_the_owner(world: dict[str, Any], tmp_path: Path) -> None:
    with opened({"DATA_DIR": str(tmp_path)}) as found:
        serving, setting_up = found.variables(as_owner=False), found.variables(as_owner=True)
    assert "DATABASE_OWNER_URL" not in serving
    assert not any("owner" in value for value in serving.values())
    assert setting_up == {**serving, "DATABASE_OWNER_URL": "embedded owner 1"}


def test_children_are_told_everything_they_need(world: dict[str, Any], tmp_path: Path) -> None:
    with opened({"DATA_DIR": str(tmp_path)}) as found:
        told = found.variables(as_owner=False)
    assert told.pop("SECRET_KEY") == (tmp_path / "secret-key").read_text()
    assert told == {
        "DJANGO_SETTINGS_MODULE": DEVELOPMENT,
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": "embedded app 1",
        "REDIS_URL": "embedded redis 1",
        PREPARED: "1",
    }


def test_signing_key_is_private_and_stays(world: dict[str, Any], tmp_path: Path) -> None:
    with opened({"DATA_DIR": str(tmp_path)}) as found:
        first = found.variables(as_owner=False)["SECRET_KEY"]
    with opened({"DATA_DIR": str(tmp_path)}) as again:
        assert again.variables(as_owner=False)["SECRET_KEY"] == first
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_moved_services_are_taken_over(world: dict[str, Any], tmp_path: Path) -> None:
    with opened({"DATA_DIR": str(tmp_path), "REDIS_URL": "redis"}) as found:
        assert not found.renew()
        world["claim"].generation, world["claim"].moved = 2, True
        assert found.renew()
        assert (found.app_url, found.redis_url) == ("embedded app 2", "redis")


def test_running_services_are_found(services: Hold) -> None:
    """The same data directory as this test run's own servers, as a second process would."""
    with opened({"DATA_DIR": str(services.data_dir)}) as found:
        assert isinstance(found, Runtime)
        assert found.app_url == services.url("app")
        assert found.redis_url == services.url("redis")
