"""Numbers that have to be settled, found again in their blocks (I5)."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from notices.content import Block, BlockKind, CircularContent, Fact, FigureRef, Part, Text, Typed
from notices.found_numbers import Found, asked, cited
from notices.numbers.check import check
from notices.numbers.citing import Cited
from notices.numbers.verdicts import Judged, Verdict
from reports.figures import Figure, Value


def figure(key: str, value: Value, unit: str, text: str) -> Figure:
    return Figure(key, f"名称{key}", value, unit, text, "算法", ())


FIGURES: Mapping[str, Figure] = {
    each.key: each
    for each in (
        figure("found", 4993, "条", "4993条"),
        figure("other", 4993, "条", "4993条"),
        figure("rate", Decimal("92.99"), "%", "92.99%"),
        figure("names", ("甲", "乙"), "", "甲、乙"),
    )
}


def content(*blocks: tuple[Part, ...]) -> CircularContent:
    return CircularContent(
        tuple(Block(BlockKind.PARAGRAPH, parts, f"b{place}") for place, parts in enumerate(blocks))
    )


def found(*blocks: tuple[Part, ...]) -> tuple[Found, ...]:
    written = content(*blocks)
    return asked(written, check(written.text, figures=FIGURES, cited=cited(written)), FIGURES)


def judged(written: CircularContent, number: str, verdict: Verdict, key: str = "") -> Judged:
    start = written.text.index(number)
    return Judged(number, Decimal(1), "条", start, start + len(number), "", verdict, key)


def test_figures_are_cited_where_they_stand() -> None:
    written = content((Text("共"), FigureRef("found", "4993条")), (FigureRef("names", "甲、乙"),))
    assert cited(written) == (Cited(1, 6, "found"), Cited(7, 10, "names"))


def test_typed_number_is_asked_about_with_its_place_in_the_block() -> None:
    (each,) = found((Text("开头。"),), (Text("还有"), Typed("7731处问题。")))
    assert (each.block_id, each.start, each.end, each.judged.text) == ("b1", 2, 7, "7731处")
    assert each.sentence == "还有7731处问题"


def test_number_partly_typed_is_asked_about() -> None:
    (each,) = found((Text("还有二"), Typed("百零三"), Text("条。")))
    assert each.judged.text == "二百零三条"


def test_words_of_the_template_are_not_asked_about() -> None:
    assert found((Text("三个单位都要重视。"),)) == ()


def test_fact_is_the_snapshots_own() -> None:
    assert found((Fact("digest", "12条34"), Text("。"))) == ()


def test_date_that_was_typed_is_no_figure() -> None:
    assert found((Typed("2023年9月24日前报送。"),)) == ()


def test_chip_is_right_by_itself() -> None:
    assert found((Text("排查一般隐患"), FigureRef("found", "4993条"), Text("。"))) == ()


@pytest.mark.parametrize("verdict", [Verdict.CONTRADICTS, Verdict.INCONSISTENT])
def test_wrong_number_is_asked_about_whoever_wrote_it(verdict: Verdict) -> None:
    written = content((Text("二十条"),))
    (each,) = asked(written, [judged(written, "二十条", verdict, "found")], FIGURES)
    assert [offer.key for offer in each.offers] == ["found"]


def test_figures_of_the_same_value_and_unit_are_offered() -> None:
    (each,) = found((Typed("另有4993条。"),))
    assert {"found", "other"} >= {offer.key for offer in each.offers} != set()
    (each,) = found((Typed("另有4993处。"),))
    assert each.offers == ()


def test_no_more_than_three_are_offered() -> None:
    many = {str(number): figure(str(number), 7, "条", "7条") for number in range(9)}
    written = content((Typed("另有7条"),))
    number = Judged("7条", Decimal(7), "条", 2, 4, "", Verdict.UNVERIFIED)
    (each,) = asked(written, [number], many)
    assert len(each.offers) == 3


def test_key_changes_with_the_sentence_but_not_with_other_sentences() -> None:
    (first,) = found((Typed("另有7731处。"),))
    (later,) = found((Typed("前面多一句。另有7731处。"),))
    (other,) = found((Typed("已有7731处。"),))
    assert first.key == later.key != other.key


def test_same_sentence_twice_has_two_keys() -> None:
    first, second = found((Typed("另有7731处。"),), (Typed("另有7731处。"),))
    assert (first.sentence, first.key != second.key) == (second.sentence, True)
