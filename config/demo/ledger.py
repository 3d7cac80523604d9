"""The demonstration ledger of 荔城: 2023 to agree with the tables, and the campaign under way to work with."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from config.demo import cases
from config.demo.enterprises import Register
from config.demo.ledger_2023 import DRAWN_ON, Ledger2023, look_again
from config.demo.ledger_now import LedgerNow
from config.demo.ledger_plan import Table
from config.demo.moments import Moments
from config.demo.walk import Crew
from hazards import library
from hazards.models import Criterion
from hazards.services.standards import load_standards
from reports.models import Period
from units.actors import Actor


def load(
    crews: Mapping[str, Crew],
    reviewer: Actor,
    tables: Sequence[Table],
    last: Period,
    current: Period,
    at: datetime,
) -> None:
    """Records of every unit; `last` and `current` are the periods under way and the one before it."""
    load_standards(standards=library.criteria())
    criteria = {criterion.code: criterion for criterion in Criterion.objects.select_related("standard")}
    zone = current.tenant.zone
    register = Register({name: crew.unit for name, crew in crews.items()})
    Ledger2023(crews, criteria, register, zone).write(tables, cases.read("sectors"))
    look_again(reviewer, datetime.combine(DRAWN_ON, time(9), tzinfo=zone))
    under_way = LedgerNow(crews, criteria, register, Moments(last.starts_on, current.starts_on, at, zone))
    under_way.write()
    under_way.look_again(reviewer, last.ends_on)
