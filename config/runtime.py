"""What every process of the product needs to know: the databases, the broker, the signing key.

Each of PostgreSQL and Redis is either embedded (the default) or a real server named by DATABASE_URL (with
DATABASE_OWNER_URL, see external.py) or REDIS_URL.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.embedded import POSTGRES, VALKEY, Hold, hold
from config.embedded.datadir import prepare, secret
from config.external import check_redis, database_urls

ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT = "config.settings.dev"
# Set for child processes, whose parent has seen to everything below.
PREPARED = "QINGHUAN_PREPARED"


@dataclass
class Runtime:
    """The services in use and how to reach them."""

    data_dir: Path
    hold: Hold
    embedded_database: bool
    app_url: str
    owner_url: str
    redis_url: str

    def variables(self, *, as_owner: bool) -> dict[str, str]:
        """Environment variables for a process of the product.

        Only what migrates or sets up is told the owner's URL, never what serves requests.
        """
        told = {
            "DJANGO_SETTINGS_MODULE": DEVELOPMENT,
            "DATA_DIR": str(self.data_dir),
            "DATABASE_URL": self.app_url,
            "REDIS_URL": self.redis_url,
            "SECRET_KEY": secret(self.data_dir / "secret-key"),
            PREPARED: "1",
        }
        return {**told, "DATABASE_OWNER_URL": self.owner_url} if as_owner else told

    def renew(self) -> bool:
        """Sees that the embedded services still run; whether a URL has changed."""
        if not self.hold.renew():
            return False
        self._take_urls()
        return True

    def _take_urls(self) -> None:
        if self.embedded_database:
            self.app_url, self.owner_url = self.hold.url("app"), self.hold.url("owner")
        if VALKEY in self.hold.names:
            self.redis_url = self.hold.url("redis")


def data_dir_from(environ: Mapping[str, str]) -> Path:
    """DATA_DIR, or `.data` in the project."""
    return Path(environ.get("DATA_DIR") or ROOT / ".data").expanduser().absolute()


@contextmanager
def opened(environ: Mapping[str, str]) -> Iterator[Runtime]:
    """The services that `environ` asks for, checked and running for the duration of the block.

    ServiceError with one line in Chinese when one of them cannot be used.
    """
    data_dir = prepare(data_dir_from(environ))
    database, broker = environ.get("DATABASE_URL", ""), environ.get("REDIS_URL", "")
    # The given servers first: no need to start anything when an address is wrong.
    if broker:
        check_redis(broker)
    app_url, owner_url = "", ""
    if database:
        app_url, owner_url = database_urls(database, environ.get("DATABASE_OWNER_URL", ""), data_dir)
    embedded = [name for name, given in ((POSTGRES, database), (VALKEY, broker)) if not given]
    with hold(data_dir, embedded) as claim:
        runtime = Runtime(data_dir, claim, not database, app_url, owner_url, broker)
        runtime._take_urls()
        yield runtime
