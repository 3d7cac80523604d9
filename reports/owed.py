"""Something a unit still has to hand in. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """`name` as it is printed, `due_at` the first instant that is late, `returned`: it was filed and came back.

    `key` tells it from the others that the unit owes.
    """

    key: str
    name: str
    due_at: datetime
    returned: bool = False
