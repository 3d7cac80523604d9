"""Reasons that a unit gives for what the rules find strange."""

from datetime import datetime

from django.db import transaction

from reports.models import Period, Submission
from reports.selectors import findings
from reports.services import filing_trail, submissions
from reports.validation import Severity
from units.actors import Actor
from units.errors import Conflict, Invalid
from units.models import Unit

MAX_TEXT = 300
GIVEN, TAKEN_BACK = "说明原因", "撤回说明"


@transaction.atomic
def give(
    *, actor: Actor, period: Period, unit: Unit, version: int, key: str, text: str, at: datetime
) -> Submission:
    """Give the reason for one finding of the table as it stands; an empty text takes it back.

    The reason answers the finding's present message only. Conflict when there is no such finding (any more),
    or somebody else has saved since `version`; Invalid when the text is too long.
    """
    submission = submissions.edited(actor, period, unit, version)
    about = _about(submission, key)
    text = _clean(text)
    if submission.reasons.get(key, {}).get("text", "") == text and (
        not text or submission.reasons[key]["about"] == about
    ):
        return submission
    others = {each: given for each, given in submission.reasons.items() if each != key}
    submission.reasons = {**others, key: {"about": about, "text": text}} if text else others
    submissions.touch(submission, actor, at)
    verb = GIVEN if text else TAKEN_BACK
    filing_trail.note(submission, actor=actor, at=at, action="reason", verb=verb, note=text)
    return submission


def _about(submission: Submission, key: str) -> str:
    """The message of the finding that is asked about."""
    found = findings.of_filing(submission.period, submission.unit, submission)
    wanted = (each for each in found if each.severity is Severity.REASON and each.key == key)
    finding = next(wanted, None)
    if finding is None:
        raise Conflict("这一处现在不用说明原因了，数字可能刚改过。请看表中现有的提示。")
    return finding.message


def _clean(text: str) -> str:
    text = text.replace("\0", "").strip()
    if len(text) > MAX_TEXT:
        raise Invalid(f"原因最多{MAX_TEXT}字，现有{len(text)}字，请写短一些。")
    return text
