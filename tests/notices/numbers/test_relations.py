"""Relations between numbers: one step before, at and after."""

import pytest

from notices.numbers.relations import agree, at_most, ratio, same, total
from tests.notices.numbers.telling import told


@pytest.mark.parametrize(
    ("parts", "holds"), [("81条74条", True), ("80条74条", False), ("82条74条", False), ("155条", True)]
)
def test_parts_make_up_their_whole(parts: str, holds: bool) -> None:
    script = told(f"155条{parts}")
    relation = total(script, 0, range(1, len(script.numbers)))
    assert relation.holds is holds
    assert relation.derived == 0


def test_sum_tells_what_each_would_have_to_be() -> None:
    relation = total(told("20条10条1条4条"), 0, [1, 2, 3])
    assert relation.expected == {0: "15条", 1: "15条", 2: "6条", 3: "9条"}
    assert relation.why == "各项10+1+4=15条，总数写的是20条"
    assert relation.suspects == (0, 1, 2, 3)


def test_rest_of_a_list_is_doubted_first() -> None:
    assert total(told("155条98条30条"), 0, [1, 2], 2).suspects[0] == 2


def test_part_that_would_be_negative_is_not_proposed() -> None:
    assert total(told("5条9条1条"), 0, [1, 2]).expected == {0: "10条", 1: "4条"}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("4643条4993条92.98%", False),
        ("4643条4993条92.99%", True),
        ("4643条4993条93.00%", False),
        ("4643条4993条93.0%", True),
        ("4643条4993条93%", True),
        ("4643条4993条92%", False),
        ("1条8条12.5%", True),
        ("1条8条13%", True),
        ("1条8条12%", False),
        ("155条155条100%", True),
        ("9999条10000条100%", False),
        ("9999条10000条99.99%", True),
        ("99999条100000条100%", False),
        ("99999条100000条99.99%", True),
        ("3条2条150%", True),
        ("0条5条0%", True),
        ("26.248万元1144380元22.94%", True),
    ],
)
def test_rate_is_that_of_its_pair_at_the_places_printed(text: str, holds: bool) -> None:
    assert ratio(told(text), 0, 1, 2).holds is holds


def test_rate_of_nothing_never_holds() -> None:
    relation = ratio(told("0条0条100%"), 0, 1, 2)
    assert not relation.holds
    assert "算不出" in relation.why


def test_rate_tells_what_it_should_be() -> None:
    relation = ratio(told("52个156个33.5%"), 0, 1, 2)
    assert relation.expected == {2: "33.3%"}
    assert relation.says == "52个÷156个=33.33%"
    assert relation.derived == 2


@pytest.mark.parametrize(("part", "holds"), [(154, True), (155, True), (156, False)])
def test_part_does_not_exceed_its_whole(part: int, holds: bool) -> None:
    relation = at_most(told(f"{part}条155条"), 0, 1)
    assert relation.holds is holds
    assert relation.weak


@pytest.mark.parametrize(
    ("one", "other", "agreeing"),
    [
        ("155条", "155条", True),
        ("155条", "156条", False),
        ("114.438万元", "1144380元", True),
        ("114.4万元", "114.438万元", True),
        ("114.5万元", "114.438万元", False),
        ("1.2亿元", "12000万元", True),
        ("1.2亿元", "12400万元", True),
        ("1.2亿元", "12500万元", False),
        ("0万元", "0元", True),
    ],
)
def test_amounts_agree_at_the_places_of_the_coarser(one: str, other: str, agreeing: bool) -> None:
    first, second = told(f"{one}和{other}").numbers
    assert agree(first, second) is agreeing
    assert agree(second, first) is agreeing


def test_same_quantity_twice_names_both() -> None:
    relation = same(told("155条156条"), 0, 1, "重大隐患")
    assert not relation.holds
    assert relation.expected == {0: "156条", 1: "155条"}
    assert relation.why == "同一个数“重大隐患”，前文写155条，后文写156条"
