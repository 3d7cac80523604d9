"""The container files, as far as they can be checked without a container engine."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
APPLICATION = ("web", "worker", "beat", "migrate")
SECRETS = ("SECRET_KEY", "DATABASE_OWNER_PASSWORD", "DATABASE_APP_PASSWORD", "REDIS_PASSWORD")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return found


def test_services_are_complete(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {*APPLICATION, "postgres", "valkey"}


def test_every_image_is_pinned(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert re.search(r":\d+\.\d+(\.\d+)?(-[a-z]+)?$", service["image"]), name
    bases = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert bases
    assert all(re.search(r":\d+\.\d+\.\d+", base) for base in bases)


def test_only_the_pages_are_published_and_only_on_loopback(compose: dict[str, Any]) -> None:
    published = {
        name: service["ports"] for name, service in compose["services"].items() if "ports" in service
    }
    assert published == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_every_long_running_service_has_a_health_check(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert ("healthcheck" in service) is (name != "migrate"), name


@pytest.mark.parametrize("secret", SECRETS)
def test_secrets_have_no_default(secret: str) -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    uses = re.findall(rf"\$\{{{secret}([^}}]*)\}}", text)
    assert uses
    assert all(use.startswith(":?") for use in uses)


def test_application_runs_in_production_without_privileges(compose: dict[str, Any]) -> None:
    for name in APPLICATION:
        service = compose["services"][name]
        assert service["environment"]["DJANGO_SETTINGS_MODULE"] == "config.settings.production", name
        assert service["cap_drop"] == ["ALL"], name
        assert service["read_only"] is True, name
    assert re.search(r"^USER (?!root)\w+", (ROOT / "Dockerfile").read_text(), re.MULTILINE)


def test_I3_only_the_migration_knows_the_owner(compose: dict[str, Any]) -> None:
    knowing = [
        name for name in APPLICATION if "DATABASE_OWNER_URL" in compose["services"][name]["environment"]
    ]
    assert knowing == ["migrate"]
    for name in APPLICATION:
        assert compose["services"][name]["environment"]["DATABASE_URL"].startswith(
            "postgresql://qinghuan_app:"
        )


def test_nothing_serves_before_the_migration_is_done(compose: dict[str, Any]) -> None:
    for name in ("web", "worker", "beat"):
        wanted = compose["services"][name]["depends_on"]["migrate"]["condition"]
        assert wanted == "service_completed_successfully"


def test_data_are_kept_outside_the_containers(compose: dict[str, Any]) -> None:
    assert set(compose["volumes"]) == {"database", "broker", "files"}
    for name, place in {"postgres": "database", "valkey": "broker", "web": "files"}.items():
        assert compose["services"][name]["volumes"][0].startswith(f"{place}:")


def test_image_leaves_out_what_it_does_not_need() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".venv", ".data", "tests", "node_modules"} <= set(ignored)


@pytest.mark.parametrize("script", [".ci/run", ".ci/fresh-clone"])
def test_scripts_stop_at_the_first_failure(script: str) -> None:
    path = ROOT / script
    assert path.stat().st_mode & 0o111
    lines = path.read_text().splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines


def test_continuous_integration_runs_the_commands_of_the_readme() -> None:
    lines = (ROOT / ".ci/run").read_text().splitlines()
    assert {"make lint", "make test", ".ci/fresh-clone"} <= set(lines)
