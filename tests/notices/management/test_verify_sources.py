"""The command on whole circulars: one in our own words with a published one's faults, and one that we drafted."""

import json
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import call_command

from tests.circular_files import add_table, as_lines, printed_form, saved
from tests.factories import District, close, file_for, sign_and_file
from tests.licheng import DATA, PUBLISHED_TOTALS, indicators, september
from units.scoping import scope

CIRCULARS = Path(__file__).resolve().parents[2] / "data" / "circulars"
TEXT = (CIRCULARS / "licheng-2023-09.txt").read_text(encoding="utf-8")
FAULTS = json.loads((CIRCULARS / "faults.json").read_text(encoding="utf-8"))["licheng-2023-09.txt"]
CELLS = [("累计", "366", "386"), ("区文旅局", "1", "不大于0")]
CSV = DATA / "dispatch-2023-09.csv"


def form() -> list[list[str]]:
    """The published table, its total row as printed."""
    rows = {"累计": PUBLISHED_TOTALS, **september()}
    return printed_form({name: [str(row[spec.code]) for spec in indicators()] for name, row in rows.items()})


def answer(*arguments: object) -> dict[str, Any]:
    """What the command says for programs."""
    out = StringIO()
    # The status is 1 where something is wrong; what, is what these tests ask.
    with suppress(SystemExit):
        call_command("verify_circular", *map(str, arguments), "--format", "json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def wrong_numbers(said: dict[str, Any]) -> list[tuple[str, str]]:
    """What stands in the text and what should."""
    wrong = {"contradicts", "inconsistent"}
    return [(each["text"], each["expected"]) for each in said["numbers"] if each["verdict"] in wrong]


def wrong_cells(said: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Row, value and what should stand there."""
    wrong = {"contradicts", "inconsistent"}
    return [
        (each["row"], each["value"], each["expected"]) for each in said["table"] if each["verdict"] in wrong
    ]


@pytest.fixture(params=["txt", "docx"])
def published(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The circular with its table, as text and as a Word document."""
    path = tmp_path / f"通报.{request.param}"
    if request.param == "txt":
        path.write_text(f"{TEXT}\n\n附件1\n调度表\n\n{as_lines(form())}\n", encoding="utf-8")
        return path
    document = docx.Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    add_table(document, form())
    path.write_bytes(saved(document))
    return path


@pytest.mark.parametrize("beside", [(), ("--table", CSV)])
def test_every_known_fault_is_found_and_no_other(published: Path, beside: tuple[object, ...]) -> None:
    said = answer(published, *beside)
    assert wrong_numbers(said) == [(fault["wrong"], fault["right"]) for fault in FAULTS]
    assert wrong_cells(said) == CELLS
    assert said["summary"]["wrong"] == len(FAULTS) + len(CELLS)


def test_places_are_offsets_of_the_text_that_was_read(published: Path) -> None:
    if published.suffix == ".txt":
        text = published.read_text(encoding="utf-8")
        assert all(text[each["start"] : each["end"]] == each["text"] for each in answer(published)["numbers"])


def test_table_beside_is_enough_where_the_text_has_none(tmp_path: Path) -> None:
    path = tmp_path / "通报.txt"
    path.write_text(TEXT, encoding="utf-8")
    said = answer(path, "--table", CSV)
    assert wrong_numbers(said) == [(fault["wrong"], fault["right"]) for fault in FAULTS]
    assert wrong_cells(said) == CELLS[1:]


@pytest.mark.parametrize("beside", [False, True])
def test_I5_circular_of_our_own_agrees_with_its_snapshot(
    scenery: District, tmp_path: Path, beside: bool
) -> None:
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
        file_for(scenery, scenery.bureau)
        close(scenery)
    call_command("draft_circular", "licheng", "2023-09", out=tmp_path, stdout=StringIO())
    table = ("--table", tmp_path / "dispatch.xlsx") if beside else ()
    said = answer(tmp_path / "circular.docx", "--tenant", "licheng", "--period", "2023-09", *table)
    assert (wrong_numbers(said), wrong_cells(said)) == ([], [])
    assert said["summary"]["ok"] > 0
