"""PostgreSQL and a Redis-compatible server from Python wheels, for running without installing anything.

`start` runs both as children of the caller. `hold` shares one pair of servers among all processes that use
the same data directory; the last to let go stops them.
"""

from .errors import ServiceError
from .services import Services, start
from .sharing import POSTGRES, VALKEY, Hold, hold

__all__ = ["POSTGRES", "VALKEY", "Hold", "ServiceError", "Services", "hold", "start"]
