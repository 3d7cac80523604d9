"""Annexes come back from a publication exactly as they were printed."""

import json

from notices.annex import Annex, Row, Table, dispatch
from notices.printed_annex import from_json, to_json
from reports.workbook_layout import Block
from tests.factories import District, close, file_for

HEADER = (
    (Block(0, 0, 2, 1, "单位"), Block(0, 1, 1, 2, "排查")),
    (Block(1, 1, 1, 1, "部门"), Block(1, 2, 1, 1, "镇街")),
)
ROWS = (Row("累计", ("1", "2"), total=True), Row("东关镇", ("未报",)))
SMALL = Annex("调度表", Table(HEADER, ROWS, "（截至9月24日）", "注：合成数据。"))


def through_json(annexes: tuple[Annex, ...]) -> tuple[Annex, ...]:
    return from_json(json.loads(json.dumps(to_json(annexes))))


def test_annex_comes_back_as_it_was() -> None:
    assert through_json((SMALL,)) == (SMALL,)


def test_several_come_back_in_order() -> None:
    other = Annex("名单", SMALL.table)
    assert through_json((SMALL, other)) == (SMALL, other)


def test_no_annex_is_kept_as_nothing() -> None:
    assert to_json(()) is None
    assert from_json(None) == ()


def test_annex_of_a_closed_period_comes_back_with_its_header(district: District) -> None:
    file_for(district, district.town)
    annex = dispatch(close(district).data)
    (back,) = through_json((annex,))
    assert back == annex
    assert back.table.grid() == annex.table.grid()
