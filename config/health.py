"""Liveness and readiness for whoever watches the processes."""

import time

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

HEARTBEAT_KEY = "beat-heartbeat"
HEARTBEAT_TTL = 180


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Database, broker and beat, each with its state; 503 unless the first two answer.

    A silent beat is reported without taking the pages down: people can still file.
    """
    states = {"database": _database(), "broker": _broker()}
    beat_at = cache.get(HEARTBEAT_KEY) if states["broker"] == "ok" else None
    states["beat"] = "ok" if beat_at else "silent"
    ready = states["database"] == states["broker"] == "ok"
    return JsonResponse(states, status=200 if ready else 503)


def beat() -> None:
    """Remember that beat and a worker are alive."""
    cache.set(HEARTBEAT_KEY, time.time(), HEARTBEAT_TTL)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # noqa: BLE001  whatever is wrong, the answer is "not ready"
        return "unreachable"
    return "ok"


def _broker() -> str:
    try:
        cache.get(HEARTBEAT_KEY)
    except Exception:  # noqa: BLE001  as above
        return "unreachable"
    return "ok"
