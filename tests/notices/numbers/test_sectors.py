"""Numbers of sectors against the ledger."""

import pytest

from notices.numbers.sectors import amounts, sector_of
from notices.numbers.verdicts import Verdict
from tests.notices.numbers.telling import judged, ledgered, september, verdicts, wrong

OK, CONTRADICTS, UNVERIFIED = Verdict.OK, Verdict.CONTRADICTS, Verdict.UNVERIFIED


@pytest.mark.parametrize(
    ("name", "sector"),
    [
        ("工贸", "工贸"),
        ("工贸行业领域", "工贸"),
        ("危险化学品领域", "危化品"),
        ("建筑施工（含隧道施工）", "建筑施工"),
        ("养老系统", "养老机构"),
        ("教育系统", "其他"),
        ("其他", "其他"),
        ("矿山", ""),
        ("综合", ""),
    ],
)
def test_sector_is_called_by_many_names(name: str, sector: str) -> None:
    assert sector_of(name) == sector


def test_amounts_are_known_only_with_a_ledger_that_agrees() -> None:
    assert amounts(september()["figures"]) == {}
    known = amounts(ledgered()["figures"])
    assert {name: int(known[name]) for name in ("工贸", "煤矿", "其他")} == {
        "工贸": 98,
        "煤矿": 0,
        "其他": 31,
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("重大隐患集中在工贸（98条）、危化品（12条）、消防（6条）等领域", [OK, OK, OK]),
        ("重大隐患集中在工贸（97条）、危化品（12条）、消防（6条）等领域", [CONTRADICTS, OK, OK]),
        ("工贸行业98条、消防领域7条，都是重大隐患", [OK, CONTRADICTS]),
        ("重大隐患主要集中在工贸领域，共98条", [OK]),
        ("工贸领域排查重大隐患98条", [UNVERIFIED]),
        ("重大隐患主要集中在工贸领域，共90条", [UNVERIFIED]),
        ("重大隐患没有整改的有工贸（8条）、危化品（2条）", [UNVERIFIED, UNVERIFIED]),
        ("9月新增重大隐患集中在工贸（5条）、消防（1条）", [UNVERIFIED, UNVERIFIED]),
        ("一般隐患和重大隐患集中在工贸（98条）、消防（7条）", [UNVERIFIED, UNVERIFIED]),
        ("重大隐患集中在工贸（98家）、消防（7家）", [UNVERIFIED, UNVERIFIED]),
        ("重大隐患集中在有限空间（98条）、粉尘（7条）", [UNVERIFIED, UNVERIFIED]),
    ],
)
def test_numbers_of_sectors_are_held_where_most_agree(text: str, expected: list[Verdict]) -> None:
    assert list(verdicts(text, **ledgered()).values()) == expected


def test_reason_names_the_sector() -> None:
    found = judged("重大隐患集中在工贸（89条）、危化品（12条）等领域", "89条", **ledgered())
    assert (found.figure, found.expected) == ("sector.major.工贸.count", "98条")
    assert found.reason == "文中写工贸89条，台账中纳入统计的是98条。"


def test_rest_of_a_list_is_not_the_ledgers_rest() -> None:
    text = "重大隐患155条，集中在工贸（98条）、危化品（12条），其他（45条）。"
    assert wrong(text, **ledgered()) == {}
