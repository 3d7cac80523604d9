"""Both embedded servers as children of the calling process."""

from dataclasses import dataclass
from pathlib import Path

from .datadir import explained, prepare
from .postgres import Postgres
from .valkey import Valkey


@dataclass(frozen=True)
class Services:
    """Running servers. `app_url` and `owner_url` name the two roles of one database (see roles.py)."""

    postgres: Postgres
    valkey: Valkey

    @property
    def app_url(self) -> str:
        """PostgreSQL as the unprivileged role the application uses."""
        return self.postgres.urls()["app"]

    @property
    def owner_url(self) -> str:
        """PostgreSQL as the owner of the tables, for migrations."""
        return self.postgres.urls()["owner"]

    @property
    def redis_url(self) -> str:
        """Valkey, database 0 of `valkey.DATABASES`."""
        return self.valkey.urls()["redis"]

    def stop(self) -> None:
        """Stops both; what was committed stays on disk."""
        self.valkey.stop()
        self.postgres.stop()


def start(data_dir: Path, *, durable: bool = True) -> Services:
    """Starts PostgreSQL and Valkey on `data_dir`, used by no other process; returns once both answer.

    They end with the calling thread, in whatever way that ends. `durable=False` gives up safety against a
    crash for speed (tests). ServiceError with one line in Chinese when either cannot start.
    """
    data_dir = prepare(data_dir)
    services = Services(Postgres(data_dir, durable=durable), Valkey(data_dir, durable=durable))
    try:
        with explained(data_dir):
            services.postgres.start()
            services.valkey.start()
    except BaseException:
        services.stop()
        raise
    return services
