"""Every figure that may exist is known beforehand, under the label it comes with."""

from dataclasses import replace

import pytest

from reports import figure_names, figure_table, figure_words
from reports.figure import EXACT, by_key
from reports.figure_catalogue import CATALOGUE
from reports.figure_names import known
from reports.figures import compute
from tests import licheng
from tests.reports.ledger_rows import agreeing, with_ledger
from tests.reports.test_figures import august, september
from tests.test_docs import ROOT

SPECS = licheng.indicators()


def test_every_computed_figure_is_known_by_the_same_label() -> None:
    labels = known(SPECS)
    for data in (september(), with_ledger(agreeing()), with_ledger(())):
        found = by_key(compute(data, august(), (august(),)))
        assert {key: figure.label for key, figure in found.items()}.items() <= labels.items()


def test_all_that_is_known_but_sectors_kinds_and_duties_of_the_ledger_is_computed() -> None:
    found = by_key(compute(with_ledger(agreeing()), august()))
    left = set(known(SPECS)) - set(found)
    assert {key.split(".")[0] for key in left} == {"sector", "kind", "filing"}
    assert all(key.startswith("filing.ledger.") for key in left if key.startswith("filing"))


def test_no_label_and_no_key_stands_for_two_figures() -> None:
    keys = [each.key for found in figure_names.ENTRIES for each in found.all()]
    keys += [each.key for each in CATALOGUE]
    assert len(keys) == len(set(keys))
    labels = known(SPECS)
    assert len(labels) == len(set(labels.values()))


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("sector.major.工贸.count", "工贸重大隐患数"),
        ("sector.major.其他.share", "其他重大隐患占全部的比例"),
        ("kind.major.区属国有公司.count", "区属国有公司重大隐患排查数"),
        ("excluded.after_cutoff", "本期因超过规定报送时限不纳入统计数"),
        ("general.found", "一般隐患排查数"),
        ("double_penalty", SPECS[13].full_label.partition("/")[2]),
    ],
)
def test_names_are_filled_in(key: str, label: str) -> None:
    assert known(SPECS)[key] == label


def test_form_without_a_column_has_no_figures_of_it() -> None:
    shorter = tuple(spec for spec in SPECS if spec.code != "major_enterprise_found")
    keys = known(shorter)
    assert not [
        key
        for key in keys
        if key.startswith(("sector", "kind.", "units.major", "mean.major", "major.found.t"))
    ]
    assert {"penalty.mean_amount", "hazards.overdue", "reported.total", "major.found.department"} <= set(keys)
    assert set(by_key(compute(replace(with_ledger(agreeing()), indicators=shorter), None))) <= set(keys)


def test_empty_form_knows_only_filing_and_the_ledger() -> None:
    heads = {key.split(".")[0] for key in known(())}
    assert heads == {"filing", "reported", "counted", "pending", "excluded", "misjudged", "hazards"}


@pytest.mark.parametrize("definition", figure_names.catalogued(SPECS), ids=lambda each: each.key)
def test_every_definition_has_words_without_numbers_of_a_period(definition: object) -> None:
    words = figure_words.formula(definition, {spec.code: spec for spec in SPECS})
    assert words
    assert not set(words) & set("456789")


def test_unknown_definition_has_no_words() -> None:
    with pytest.raises(TypeError, match="no words for a str"):
        figure_words.formula("x", {})


def test_rounding_is_told_of_what_is_rounded() -> None:
    told = {each.key: figure_words.rounding(each) for each in CATALOGUE}
    assert told["general.rectification_rate"] != EXACT
    assert told["major.found.total"] == EXACT
    assert {entry.rounding != EXACT for entry in figure_names.ENTRIES if "share" in entry.key} == {True}


def test_paper_on_figures_is_current() -> None:
    """Written by `figure_table.table`; put its result there when this fails."""
    paper = (ROOT / "docs/figures.md").read_text(encoding="utf-8")
    assert paper == figure_table.table(SPECS)
    assert paper.count("\n| `") == len(figure_names.catalogued(SPECS)) + len(figure_names.ENTRIES)
