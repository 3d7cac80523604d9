"""Something a unit still has to hand in."""

from datetime import timedelta

import pytest

from reports.owed import Owed
from tests.factories import CUTOFF, INSTANT


@pytest.mark.parametrize(("late", "overdue"), [(-INSTANT, False), (timedelta(0), True), (INSTANT, True)])
def test_I10_overdue_begins_at_the_deadline(late: timedelta, overdue: bool) -> None:
    assert Owed("form", "调度表", CUTOFF).is_overdue(CUTOFF + late) is overdue
