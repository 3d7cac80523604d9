"""Shares of items, the rest of a list, several items together."""

import pytest

from notices.numbers.verdicts import Verdict
from tests.notices.numbers.telling import verdicts, wrong

LIST = (
    "全区共排查重大隐患155条，集中在工贸（98条、占比63.23%）、危化品（12条、占比7.74%）、道路交通（8条、占比5.16%）、"
    "消防（6条、占比3.87%）等领域，其他行业领域（{}条、占比{}%）。"
)


@pytest.mark.parametrize(
    ("count", "share", "flagged"),
    [
        ("31", "20.00", {}),
        ("31", "20", {}),
        ("30", "19.35", {"30条": "31条", "19.35%": "20.00%"}),
        ("32", "20.65", {"32条": "31条", "20.65%": "20.00%"}),
        ("31", "19.99", {"19.99%": "20.00%"}),
        ("31", "20.01", {"20.01%": "20.00%"}),
    ],
)
def test_rest_of_a_list_is_what_is_left(count: str, share: str, flagged: dict[str, str]) -> None:
    assert wrong(LIST.format(count, share)) == flagged


@pytest.mark.parametrize(
    ("old", "new", "flagged"),
    [
        ("98条", "97条", {"97条"}),
        ("12条", "13条", {"13条"}),
        ("63.23%", "63.24%", {"63.24%"}),
        ("5.16%", "5.61%", {"5.61%"}),
    ],
)
def test_item_of_a_list_that_is_wrong_is_found_itself(old: str, new: str, flagged: set[str]) -> None:
    assert set(wrong(LIST.format("31", "20.00").replace(old, new))) == flagged


@pytest.mark.parametrize(
    ("share", "flagged"),
    [("33.2%", {"33.2%": "33.3%"}), ("33.3%", {}), ("33.4%", {"33.4%": "33.3%"}), ("33%", {})],
)
def test_share_is_taken_of_the_total_named_before(share: str, flagged: dict[str, str]) -> None:
    text = f"排查重大隐患156个，其中部门检查94个，企业自查62个。重大隐患中建筑施工【52个，占比{share}】较多。"
    assert wrong(text) == flagged


@pytest.mark.parametrize(
    ("together", "flagged"),
    [
        ("78%", {"78%": "79%"}),
        ("79%", {}),
        ("80%", {}),
        ("81%", {"81%": "79%"}),
        ("79.5%", {}),
        ("79.6%", {"79.6%": "79.5%"}),
    ],
)
def test_items_together_are_held_at_the_places_printed(together: str, flagged: dict[str, str]) -> None:
    text = (
        "共排查重大隐患156个，其中部门检查94个，企业自查62个。"
        f"建筑施工【52个，占比33.3%】和工贸【72个，46.2%】两个行业领域的重大隐患占比{together}。"
    )
    assert wrong(text) == flagged


def test_share_of_a_sum_that_is_not_named_is_left_open() -> None:
    assert wrong("排查一般隐患4993条，重大隐患155条，占比3.01%。") == {}


def test_share_without_a_whole_is_left_open() -> None:
    assert set(verdicts("其中工贸98条，占比63.23%。").values()) == {Verdict.UNVERIFIED}


def test_share_of_money_is_taken_of_money() -> None:
    assert wrong("处罚金额114.438万元，其中消防35.54万元，占比31.06%。") == {}
    assert wrong("处罚金额114.438万元，其中消防35.54万元，占比31.16%。") == {"31.16%": "31.06%"}


def test_share_of_two_kinds_of_things_is_not_taken() -> None:
    assert wrong("检查企业200家，发现隐患50条，其中工贸20家，占比10%。") == {}


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("重大隐患155条，集中在工贸、消防等4个领域，共124条，占比80%。", {}),
        ("重大隐患155条，集中在工贸、消防等4个领域，共124条，占比81%。", {"81%": "80%"}),
        ("重大隐患155条，集中在2个单位，共31条，占比20%。", {}),
    ],
)
def test_number_of_sectors_or_units_is_no_whole(text: str, flagged: dict[str, str]) -> None:
    assert wrong(text) == flagged


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("重大隐患155条，主要在工贸领域，共98条、占63.23%。", {}),
        ("重大隐患155条，主要在工贸领域，共98条、占63.22%。", {"63.22%": "63.23%"}),
        ("27个单位中，隐患数为0的有12个，占44.44%。", {}),
    ],
)
def test_share_may_be_told_by_one_sign(text: str, flagged: dict[str, str]) -> None:
    assert wrong(text) == flagged
