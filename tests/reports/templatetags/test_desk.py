"""How the desk is printed: every standing has a word and a picture."""

import pytest

from reports.material_rules import LABELS as PAPER_LABELS
from reports.selectors.desk import LEDGER_LABELS
from reports.templatetags.desk import ledger_icon, ledger_standing, paper_standing


@pytest.mark.parametrize("key", LEDGER_LABELS)
def test_every_standing_of_a_ledger_has_word_and_picture(key: str) -> None:
    badge = ledger_standing(key)["badge"]
    assert badge.label == LEDGER_LABELS[key]
    assert badge.icon == ledger_icon(key)
    assert badge.tone


@pytest.mark.parametrize("key", PAPER_LABELS)
def test_every_standing_of_a_paper_has_word_and_picture(key: str) -> None:
    badge = paper_standing(key)["badge"]
    assert badge.label == PAPER_LABELS[key]
    assert badge.icon
    assert badge.tone
