"""How hazard records are printed."""

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone

from hazards.life import LABELS, Status
from hazards.models import Hazard
from hazards.templatetags.ledger import hazard_status, overdue


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_word_icon_and_colour(status: Status) -> None:
    look = hazard_status(Hazard(tenant_id=1, status=status.value))["look"]
    assert look.label == LABELS[status]
    assert look.icon
    assert look.tone in {"plain", "outline", "blue", "amber", "red", "green"}


@pytest.mark.parametrize(
    ("days", "label", "tone"),
    [(-1, "逾期1天", "red"), (0, "今天到期", "amber"), (7, "还有7天", "amber"), (8, "还有8天", "outline")],
)
def test_term_is_told_in_words_icon_and_colour(days: int, label: str, tone: str) -> None:
    hazard = Hazard(tenant_id=1, status="rectifying", due_on=timezone.localdate() + timedelta(days=days))
    look = overdue(hazard)["look"]
    assert (look.label, look.tone) == (label, tone)
    assert look.icon


@pytest.mark.parametrize("status", [Status.FILED, Status.CLOSED, Status.EXCLUDED])
def test_record_without_a_running_term_has_no_badge(status: Status) -> None:
    hazard = Hazard(tenant_id=1, status=status.value, due_on=timezone.localdate() - timedelta(days=9))
    shown = Template("{% load ledger %}{% overdue hazard %}").render(Context({"hazard": hazard}))
    assert shown.strip() == ""
