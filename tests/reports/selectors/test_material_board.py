"""Papers over all units: counts, names, files."""

import pytest
from pytest_django import DjangoAssertNumQueries

from reports.models import MaterialFiling
from reports.selectors.material_board import board, boards, file, parts
from reports.zip_stream import stream
from tests.factories import District, make_unit
from tests.materials import DUE, EARLY, asked, filed, filed_by_other, given_back
from tests.photos import PDF
from units.errors import NotAllowed, NotFound

pytestmark = pytest.mark.usefixtures("empty_storage")


def test_tasks_are_counted_by_standing(district: District) -> None:
    task = asked(district)
    filed(district, task)
    filed_by_other(district, task, at=DUE)
    (found,) = boards(district.reviewer, DUE)
    assert found.counts == {"on_time": 1, "late": 1, "missing": 1}
    assert (found.owed, len(found.filed)) == (1, 2)
    assert [row.unit for row in found.rows] == list(district.units)


@pytest.mark.parametrize("who", ["leader", "admin", "reviewer", "system"])
def test_whoever_serves_the_tenant_sees_counts(district: District, who: str) -> None:
    asked(district)
    assert len(boards(getattr(district, who), EARLY)) == 1


@pytest.mark.parametrize("who", ["filer", "head"])
def test_I3_units_see_no_counts(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="本单位的材料在“材料”页报送"):
        boards(getattr(district, who), EARLY)


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_I3_names_are_for_the_office(district: District, who: str) -> None:
    task = asked(district)
    with pytest.raises(NotAllowed, match="由安委办和管理员查看"):
        board(getattr(district, who), task.pk, EARLY)


def test_task_there_is_not_is_not_found(district: District) -> None:
    with pytest.raises(NotFound):
        board(district.reviewer, 0, EARLY)


@pytest.mark.parametrize("who", ["filer", "head", "reviewer", "admin"])
def test_file_is_handed_to_its_unit_and_the_office(district: District, who: str) -> None:
    filing = filed(district, asked(district))
    found = file(getattr(district, who), filing.task_id, district.town.pk, EARLY)
    with found.content as content:
        assert content.read() == PDF
    assert found.filing == filing


@pytest.mark.parametrize("who", ["other_filer", "leader"])
def test_I3_file_is_handed_to_nobody_else(district: District, who: str) -> None:
    filing = filed(district, asked(district))
    with pytest.raises(NotFound):
        file(getattr(district, who), filing.task_id, district.town.pk, EARLY)


def test_paper_not_filed_has_no_file(district: District) -> None:
    task = asked(district)
    with pytest.raises(NotFound):
        file(district.reviewer, task.pk, district.town.pk, EARLY)


def test_archive_names_files_by_order_and_unit(district: District) -> None:
    task = asked(district)
    given_back(district, filed(district, task))
    filed_by_other(district, task, name="情况/说明.pdf")
    found = parts(board(district.reviewer, task.pk, EARLY))
    assert [part.name for part in found] == ["01东关镇（已退回）_部署情况.pdf", "02西关街道_说明.pdf"]
    assert (found[0].at.day, found[0].at.hour) == (EARLY.day, EARLY.hour), "told in the tenant's time"
    with found[0].opened() as content:
        assert content.read() == PDF


def test_lost_file_does_not_end_the_archive(district: District) -> None:
    task = asked(district)
    filed(district, task)
    MaterialFiling.objects.update(stored="没有这个文件")
    filed_by_other(district, task)
    whole = b"".join(stream(parts(board(district.reviewer, task.pk, EARLY))))
    assert PDF in whole
    assert "这个文件现在取不出来".encode() in whole


def test_boards_take_three_queries_however_many(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    filed(district, asked(district))
    with django_assert_num_queries(3):
        boards(district.reviewer, EARLY)
    for number in range(3):
        make_unit(f"镇{number}", 10 + number)
        asked(district, f"材料{number}")
    with django_assert_num_queries(3):
        found = boards(district.reviewer, EARLY)
        assert [row.label for each in found for row in each.rows]
    with django_assert_num_queries(3):
        board(district.reviewer, found[0].task.pk, EARLY)
