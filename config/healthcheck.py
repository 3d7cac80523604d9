"""What a container's health check asks: `python -m config.healthcheck web|beat`; exit status 0 when well."""

import http.client
import os
import sys
import time
from pathlib import Path

# Beat writes its schedule down every three minutes.
BEAT_SECONDS = 600.0


def web_answers(port: int, host: str) -> bool:
    """Whether the pages are served; a redirect to https also shows that."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/readyz", headers={"Host": host})
        return connection.getresponse().status < http.client.BAD_REQUEST
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def beat_writes(schedule: Path, now: float) -> bool:
    """Whether beat has saved its schedule lately (`now` in seconds since the epoch)."""
    return schedule.exists() and now - schedule.stat().st_mtime < BEAT_SECONDS


def main(arguments: list[str]) -> int:
    """The exit status."""
    if arguments == ["beat"]:
        return 0 if beat_writes(Path(os.environ["DATA_DIR"]) / "beat-schedule", time.time()) else 1
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip()
    return 0 if web_answers(int(os.environ.get("PORT", "8000")), host) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
