"""Rules as lines of the list."""

import pytest

from reports.models import Rule
from reports.services.rules import columns_of
from reports.shipped_rules import shipped
from reports.views.rule_lines import lines
from tests import licheng

FORM = licheng.indicators()
STORED = [Rule(**columns_of(rule), code=rule.code, tenant_id=1) for rule in shipped()]


def test_every_shipped_rule_is_read_out_without_names_of_code() -> None:
    for line in lines(STORED, FORM):
        assert not any(letter in line.words for letter in "abcdefghijklmnopqrstuvwxyz_"), line.words
        assert line.kinds == "全部单位"


@pytest.mark.parametrize(("kinds", "words"), [([], "全部单位"), (["town", "park"], "镇街、园区")])
def test_kinds_are_named(kinds: list[str], words: str) -> None:
    rule = Rule(tenant_id=1, **{**columns_of(shipped()[0]), "kinds": kinds})
    assert lines([rule], FORM)[0].kinds == words


@pytest.mark.parametrize(("severity", "colour"), [("block", "red"), ("reason", "amber"), ("hint", "blue")])
def test_severity_has_a_colour_and_an_icon(severity: str, colour: str) -> None:
    rule = Rule(tenant_id=1, **{**columns_of(shipped()[0]), "severity": severity})
    (line,) = lines([rule], FORM)
    assert line.colour == f"status-{colour}"
    assert line.icon
