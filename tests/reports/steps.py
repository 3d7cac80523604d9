"""The first town's filing: steps that several tests take."""

from collections.abc import Mapping
from datetime import datetime

from reports.models import Submission
from reports.services import submissions
from reports.snapshot import values_json
from reports.transitions import State
from tests.factories import BEFORE, VALUES, District, save_draft, sign_and_file
from units.actors import Actor

STORED = values_json(VALUES)


def stored(district: District) -> Submission:
    """The first town's filing as the database has it."""
    return Submission.objects.get(period=district.period, unit=district.town)


def move(
    district: District, name: str, actor: Actor, version: int, reason: str = "", at: datetime = BEFORE
) -> Submission:
    return submissions.move(
        actor=actor,
        period=district.period,
        unit=district.town,
        name=name,
        version=version,
        at=at,
        reason=reason,
    )


def put(district: District, state: State) -> Submission:
    """The first town's filing, sound, in the given state."""
    save_draft(district)
    submission = stored(district)
    submission.state = state.value
    submission.signed_at = BEFORE if state is State.SIGNED else None
    submission.filed_at = submission.first_filed_at = BEFORE
    submission.return_reason = "请核对"
    submission.save()
    return submission


def declare_nil(district: District, version: int = 0) -> Submission:
    return submissions.declare_nil(
        actor=district.filer, period=district.period, unit=district.town, version=version, at=BEFORE
    )


def returned(district: District, filed: Submission, comments: Mapping[str, str]) -> Submission:
    """安委办 returns the first town's filing with comments on cells."""
    return submissions.move(
        actor=district.reviewer,
        period=district.period,
        unit=district.town,
        name="return",
        version=filed.version,
        at=BEFORE,
        reason="请核对",
        comments=comments,
    )


def refiled(district: District, comments: Mapping[str, str], entries: Mapping[str, str]) -> Submission:
    """The first town's filing: filed, returned with these comments, changed in these cells, filed again."""
    back = returned(district, sign_and_file(district), comments)
    if entries:
        back = save_draft(district, entries, version=back.version)
    return submissions.sign_and_file(
        actor=district.head, period=district.period, unit=district.town, version=back.version, at=BEFORE
    )
