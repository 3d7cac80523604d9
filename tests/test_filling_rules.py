"""The paper on the filling rules covers all of annex 2 and names what is there."""

import json
import re
from pathlib import Path

from reports.shipped_rules import shipped

ROOT = Path(__file__).parent.parent
PAPER = (ROOT / "docs/filling-rules.md").read_text(encoding="utf-8")
COLUMNS = json.loads((ROOT / "reports/data/licheng/indicators.json").read_text(encoding="utf-8"))
CODES = {column["code"] for column in COLUMNS}
RULES = {rule.code for rule in shipped()}


def rows() -> dict[int, str]:
    """The lines of annex 2's rules by number."""
    found = (re.match(r"\| (\d+) \|(.*)", line) for line in PAPER.splitlines())
    return {int(match[1]): match[2] for match in found if match}


def test_every_rule_of_annex_2_has_its_line() -> None:
    assert list(rows()) == list(range(1, 16))


def test_every_line_is_a_rule_a_note_evidence_or_no_column() -> None:
    for number, line in rows().items():
        kept = line.split("|")[1]
        assert re.search("rule|note|evidence|no column", kept), number


def test_every_rule_and_column_named_is_there() -> None:
    named = set(re.findall(r"`([a-z_]+)`", PAPER)) - {"evidence", "now", "before", "increment", "usual"}
    assert named - CODES - RULES == set()


def test_every_shipped_rule_is_named() -> None:
    assert RULES - set(re.findall(r"`([a-z_]+)`", PAPER)) == set()


def test_lines_that_ask_for_evidence_name_columns_that_do() -> None:
    asked = {column["code"] for column in COLUMNS if column.get("evidence")}
    named = {
        code
        for line in rows().values()
        if "evidence" in line.split("|")[1]
        for code in re.findall(r"`([a-z_]+)`", line)
    }
    assert (
        named
        == asked
        == {
            "regions_interviewed",
            "leader_onsite_supervision",
            "official_enterprise_lectures",
            "accountability",
        }
    )


def test_lines_that_are_notes_name_columns_with_a_note() -> None:
    noted = {column["code"] for column in COLUMNS if column["note"]}
    for number, line in rows().items():
        if "note" in line.split("|")[1] and "no column" not in line:
            assert set(re.findall(r"`([a-z_]+)`", line)) & CODES <= noted, number
