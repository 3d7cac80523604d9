"""What is printed beside a circular."""

from notices.models import Circular
from notices.selectors import annexes
from tests.factories import District
from tests.notices.issued import drafted, letter


def without_annex(circular: Circular) -> Circular:
    circular.content["blocks"] = [each for each in circular.content["blocks"] if each["kind"] != "annex"]
    return circular


def retitled(circular: Circular, title: str) -> Circular:
    for block in circular.content["blocks"]:
        if block["kind"] == "annex":
            block["parts"] = [{"typed": title}]
    return circular


def test_circular_brings_the_table_of_its_snapshot(district: District) -> None:
    (annex,) = annexes.of(drafted(district))
    assert [row.name for row in annex.table.rows] == ["累计", *(unit.name for unit in district.units)]
    assert annex.table.rows[2].cells == ("未报",)


def test_annex_bears_the_title_by_which_the_text_names_it(district: District) -> None:
    (annex,) = annexes.of(retitled(drafted(district), "各单位情况表"))
    assert annex.title == "各单位情况表"


def test_annex_struck_from_the_text_is_not_printed(district: District) -> None:
    assert annexes.of(without_annex(drafted(district))) == []


def test_letter_has_no_annex(district: District) -> None:
    assert annexes.of(letter(district)) == []


def test_demonstration_data_is_told_by_the_snapshot(district: District) -> None:
    circular = drafted(district)
    assert annexes.is_synthetic(circular) is False
    assert circular.snapshot is not None
    circular.snapshot.content = {**circular.snapshot.content, "synthetic": True}
    assert annexes.is_synthetic(circular) is True


def test_demonstration_data_is_told_by_the_notice_in_the_text(district: District) -> None:
    circular = drafted(district)
    notice = {"id": "notice", "kind": "notice", "parts": [{"text": "上期为合成数据"}]}
    circular.content["blocks"].append(notice)
    assert annexes.is_synthetic(circular) is True


def test_letter_about_a_synthetic_period_is_synthetic(district: District) -> None:
    found = letter(district)
    assert annexes.is_synthetic(found) is False
    district.period.synthetic = True
    assert annexes.is_synthetic(found) is True
