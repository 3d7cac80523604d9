"""Beginning a unit's table with what is known already."""

from datetime import datetime

from django.db import transaction

from reports.carrying import carried
from reports.models import Period, Submission
from reports.selectors import submissions as selectors
from reports.selectors.held import held_values
from reports.services import filing_trail, submissions
from reports.snapshot import values_json
from units.actors import Actor
from units.errors import Conflict
from units.models import Unit

VERB = "带入上期累计数和台账数"


@transaction.atomic
def begin(*, actor: Actor, period: Period, unit: Unit, version: int, at: datetime) -> Submission:
    """Fill every empty field with the ledger's count, the value last filed or 0 (`reports/carrying.py`).

    What was typed stays. Conflict when somebody else has saved since `version`, or when there is nothing to bring.
    """
    submission = submissions.edited(actor, period, unit, version)
    brought = values_json(
        carried(
            period.form.specs(),
            unit.kind,
            stored=submission.values,
            last=selectors.last_filed_values(period, unit),
            held=held_values(actor, period, unit),
        )
    )
    if not brought:
        raise Conflict(f"{unit.name}的空项没有上期数或台账数可以带入，请直接填写。")
    submission.values = {**submission.values, **brought}
    submissions.touch(submission, actor, at)
    filing_trail.note(
        submission,
        actor=actor,
        at=at,
        action="begin",
        verb=VERB,
        changes={code: ("", text) for code, text in brought.items()},
    )
    return submission
