"""The published month with its ledger: every number of every circular, drafted, issued and printed, has a source."""

import io
import re
from collections.abc import Iterator
from decimal import Decimal

import docx
import pytest

from notices.annex_table import read_table
from notices.content import Block, Fact, FigureRef, Text
from notices.models import Circular, CircularKind, Publication
from notices.numbers import reading
from notices.numbers.numerals import Kind, Numeral, find
from notices.numbers.verdicts import Verdict
from notices.numbers.verifying import Known, verify
from notices.selectors import drawn, files, spans
from notices.services import draft_circular, issuing
from notices.services.spans import draft_quarter, draft_year
from notices.stored_figures import restored
from reports.figures import Figure, by_key
from reports.models import Period
from reports.selectors.figures import closed_period
from reports.snapshot import SnapshotData
from tests.config.demo.conftest import AT, Loaded, demo, stored_demo
from tests.factories import act_as
from units.actors import Actor
from units.models import Tenant, User
from units.scoping import current_tenant_id, scope

__all__ = ("demo", "stored_demo")

KINDS = (CircularKind.MONTHLY, CircularKind.PROGRESS, CircularKind.QUARTERLY, CircularKind.YEARLY)
SUM = re.compile(r"-?[\d.]+")
PAIR = re.compile(r"([\d.]+)/([\d.]+)")


@pytest.fixture(params=KINDS, ids=[str(kind.value) for kind in KINDS])
def circular(request: pytest.FixtureRequest, demo: Loaded) -> Iterator[Circular]:
    """A draft of each kind about September 2023; for the yearly one the campaign ends with it."""
    tenant = Tenant.objects.get(slug="licheng")
    with scope(tenant.pk):
        period = Period.objects.select_related("campaign", "tenant").get(label="2023-09")
        yield drafted(Actor.system(tenant.pk), period, request.param)


def drafted(actor: Actor, period: Period, kind: CircularKind) -> Circular:
    if kind is CircularKind.QUARTERLY:
        return draft_quarter(actor=actor, period=period, at=AT)
    if kind is CircularKind.YEARLY:
        period.campaign.ends_on = period.ends_on
        period.campaign.save()
        return draft_year(actor=actor, period=period, at=AT)
    return draft_circular(actor=actor, period=period, at=AT, kind=kind)


def issued(circular: Circular) -> Publication:
    """Sent on, approved and signed by the three people of the demonstration."""
    reviewer, checker, leader = (
        act_as(User.objects.get(username=f"licheng.{name}")) for name in ("reviewer", "checker", "leader")
    )
    issuing.submit(actor=reviewer, circular=circular, at=AT)
    issuing.review(actor=checker, circular=circular, at=AT)
    issuing.sign(actor=leader, circular=circular, at=AT)
    circular.refresh_from_db()
    return Publication.objects.get(circular=circular)


def data_of(circular: Circular) -> tuple[SnapshotData, SnapshotData | None]:
    """The snapshot a circular rests on and the one before, taken from the closing and not from the circular."""
    assert circular.period is not None
    if found := spans.of_circular(circular):
        compiled = spans.compiled(found)
        return compiled.data, compiled.previous
    closed = closed_period(Actor.system(current_tenant_id()), circular.period)
    return closed.data, closed.previous


def data_numbers(text: str) -> list[Numeral]:
    return [each for each in find(text) if each.kind is Kind.DATA]


def sources(block: Block) -> list[tuple[int, int]]:
    """Where in a block figures and facts stand."""
    found, at = [], 0
    for part in block.parts:
        if isinstance(part, FigureRef | Fact):
            found.append((at, at + len(part.text)))
        at += len(part.text)
    return found


def amounts(figure: Figure) -> list[Decimal] | None:
    """What the rows of a sum or difference contribute, None of a figure that is neither."""
    if isinstance(figure.value, tuple) or figure.value is None or "÷" in figure.formula:
        return None
    values = [value for _, value in figure.rows]
    if pairs := [found for value in values if (found := PAIR.fullmatch(value))]:
        return [Decimal(pair[2]) - Decimal(pair[1]) for pair in pairs]
    numbers = [value.removesuffix(figure.unit) for value in values if value.endswith(figure.unit)]
    is_sum = len(numbers) == len(values) and all(map(SUM.fullmatch, numbers))
    return [Decimal(number) for number in numbers] if is_sum else None


def test_I5_every_number_of_a_draft_lies_in_a_figure_or_a_fact(circular: Circular) -> None:
    blocks = circular.document.blocks
    numbers = [(block, number) for block in blocks for number in data_numbers(block.text)]
    assert len(numbers) > 20
    astray = [
        (block.text, number.text)
        for block, number in numbers
        if not any(start <= number.start and number.end <= end for start, end in sources(block))
    ]
    assert astray == []
    assert {type(part) for block in blocks for part in block.parts} == {Text, FigureRef, Fact}


def test_I5_every_figure_of_a_draft_is_what_comes_out_anew(circular: Circular) -> None:
    anew = by_key(drawn.of_circular(circular).figures)
    cited = [
        part for block in circular.document.blocks for part in block.parts if isinstance(part, FigureRef)
    ]
    assert cited
    assert {(part.key, part.text) for part in cited} == {(part.key, anew[part.key].text) for part in cited}
    assert restored(circular.figures) == anew


def test_I9_rows_of_every_cited_sum_add_up_to_it(circular: Circular) -> None:
    figures = restored(circular.figures)
    cited = {key: figures[key] for key in circular.document.figure_keys}
    assert all(figure.rows for figure in cited.values())
    sums = {key: found for key, figure in cited.items() if (found := amounts(figure)) is not None}
    assert len(sums) >= 9
    assert {key: sum(found) for key, found in sums.items()} == {key: cited[key].value for key in sums}


def test_I5_every_number_of_the_issued_word_file_is_that_of_a_figure(circular: Circular) -> None:
    publication = issued(circular)
    figures = restored(circular.figures)
    known = {number.text for key in circular.document.figure_keys for number in find(figures[key].text)}
    opened = docx.Document(io.BytesIO(files.of_publication(publication).content))
    read = [number.text for each in opened.paragraphs for number in data_numbers(each.text)]
    assert len(read) > 20
    assert set(read) <= known
    assert publication.document_number in [each.text for each in opened.paragraphs]
    assert not any("待编" in each.text or "草稿" in each.text for each in opened.paragraphs)


def test_I5_annex_of_the_issued_word_file_is_the_snapshot(circular: Circular) -> None:
    publication = issued(circular)
    data, _ = data_of(circular)
    opened = docx.Document(io.BytesIO(files.of_publication(publication).content))
    grid = read_table(opened.tables[0]._tbl)
    rows = {row[0]: row[1:] for row in grid}
    codes = [each.code for each in sorted(data.indicators, key=lambda each: each.order)]
    assert [row[0] for row in grid[-len(data.units) :]] == [unit.name for unit in data.units]
    for unit in data.units:
        assert unit.values is not None
        assert list(map(Decimal, rows[unit.name])) == [unit.values[code] for code in codes]
    totals = [sum(unit.values[code] for unit in data.units if unit.values) for code in codes]
    assert list(map(Decimal, rows["累计"])) == totals


def test_number_check_raises_no_alarm_on_the_issued_word_file(circular: Circular) -> None:
    content = files.of_publication(issued(circular)).content
    data, previous = data_of(circular)
    document = reading.read(content, "通报.docx", data.indicators)
    report = verify(document, Known(data, previous, "快照"))
    asked = [each for each in report.numbers if each.verdict is not Verdict.IGNORED]
    assert [(each.text, each.reason) for each in asked if each.is_wrong] == []
    verified = [each for each in asked if each.verdict is Verdict.OK]
    assert len(verified) > len(asked) / 2
    assert len(report.table) == len(data.units) * len(data.indicators) + len(data.indicators)
    # What the published table itself has wrong: listed for supervision, though departments found none.
    wrong = [(cell.row, cell.column) for cell in report.table if cell.verdict is not Verdict.OK]
    assert wrong == [("区文旅局", "重大隐患/部门挂牌督办/排查")]
