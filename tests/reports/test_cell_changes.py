"""Which cells of two tables differ."""

from hypothesis import given
from hypothesis import strategies as st

from reports.cell_changes import differences

TABLES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["0", "1", "2.5"]))


def test_changed_new_and_emptied_cells_differ() -> None:
    before = {"kept": "1", "changed": "2", "emptied": "3"}
    after = {"kept": "1", "changed": "4", "new": "5"}
    assert differences(before, after) == {"changed": ("2", "4"), "new": ("", "5"), "emptied": ("3", "")}


def test_cells_come_in_the_order_of_the_table_as_it_now_stands() -> None:
    assert list(differences({"gone": "1", "b": "1"}, {"a": "2", "b": "2"})) == ["a", "b", "gone"]


@given(TABLES)
def test_table_does_not_differ_from_itself(table: dict[str, str]) -> None:
    assert differences(table, table) == {}


@given(TABLES, TABLES)
def test_changes_lead_from_one_table_to_the_other(before: dict[str, str], after: dict[str, str]) -> None:
    changed = {**before, **{code: new for code, (_, new) in differences(before, after).items()}}
    assert {code: text for code, text in changed.items() if text} == after


@given(TABLES, TABLES)
def test_changes_back_are_the_same_the_other_way_round(before: dict[str, str], after: dict[str, str]) -> None:
    back = {code: (new, old) for code, (old, new) in differences(before, after).items()}
    assert back == differences(after, before)
