"""Papers: asked for, filed, replaced, given back."""

from datetime import datetime, timedelta

import pytest

from hazards.evidence_storage import opened
from reports.models import MaterialFiling, MaterialTask
from tests.factories import INSTANT, District, make_campaign
from tests.materials import DUE, EARLY, asked, filed, given_back
from tests.photos import PDF, docx, stored
from units import audit
from units.enums import UnitKind
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import AuditEntry

pytestmark = pytest.mark.usefixtures("empty_storage")


def test_paper_is_asked_for_with_its_deadline(district: District) -> None:
    task = asked(district, " 工作方案 ", demand="含领导分工", kinds=[UnitKind.TOWN, UnitKind.BUREAU])
    task.refresh_from_db()
    assert (task.name, task.demand, task.kinds) == ("工作方案", "含领导分工", ["bureau", "town"])
    assert task.created_by_id == district.reviewer.user_id
    assert AuditEntry.objects.get().summary == "布置材料“工作方案”，9月19日24:00截止"


@pytest.mark.parametrize(("at", "accepted"), [(DUE - INSTANT, True), (DUE, False), (DUE + INSTANT, False)])
def test_deadline_must_not_have_passed(district: District, at: datetime, accepted: bool) -> None:
    if accepted:
        assert asked(district, at=at).pk
    else:
        with pytest.raises(Invalid, match="截止时间9月19日24:00已经过去"):
            asked(district, at=at)


@pytest.mark.parametrize(
    "changes", [{"name": " "}, {"name": "长" * 61}, {"demand": "长" * 301}], ids=["empty", "name", "demand"]
)
def test_paper_needs_a_name_of_reasonable_length(district: District, changes: dict[str, str]) -> None:
    with pytest.raises(Invalid, match="请写明材料名称（最多60字）"):
        asked(district, **changes)
    assert asked(district, "长" * 60, demand="长" * 300).pk


def test_name_is_taken_once_in_a_campaign(district: District) -> None:
    asked(district, "总结")
    with pytest.raises(Conflict, match="已有名为“总结”的材料"):
        asked(district, "总结")
    assert asked(district, "总结", campaign=make_campaign("另一行动")).pk


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_only_office_and_administrators_ask(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="安委办或管理员"):
        asked(district, actor=getattr(district, who))
    assert not MaterialTask.objects.exists()


def test_paper_is_filed_and_noted(district: District) -> None:
    filing = filed(district, asked(district), name="部署.docx", content=docx())
    filing.refresh_from_db()
    assert (filing.state, filing.version, filing.name) == ("filed", 1, "部署.docx")
    assert filing.first_filed_at == filing.filed_at == EARLY
    assert filing.filed_by_id == district.filer.user_id
    with opened(filing.stored) as content:
        assert content.read() == docx()
    assert AuditEntry.objects.latest("id").summary == "报送材料“动员部署情况”：部署.docx"


def test_head_may_file(district: District) -> None:
    assert filed(district, asked(district), actor=district.head).filed_by_id == district.head.user_id


def test_newer_file_replaces_and_the_first_time_stays(district: District) -> None:
    first = filed(district, asked(district))
    later = EARLY + timedelta(hours=3)
    second = filed(district, first.task, version=1, name="部署.docx", content=docx(), at=later)
    second.refresh_from_db()
    assert MaterialFiling.objects.count() == 1
    assert (second.version, second.first_filed_at, second.filed_at) == (2, EARLY, later)
    entry = AuditEntry.objects.latest("id")
    assert entry.summary == "重新报送材料“动员部署情况”：部署.docx"
    assert entry.detail["before"]["stored"] == first.stored
    assert {first.stored, second.stored} == stored(), "I7: the older one is kept"


@pytest.mark.parametrize(("at", "accepted"), [(DUE - INSTANT, True), (DUE, False), (DUE + INSTANT, False)])
def test_filed_paper_is_replaced_until_the_deadline(district: District, at: datetime, accepted: bool) -> None:
    first = filed(district, asked(district))
    if accepted:
        assert filed(district, first.task, version=1, at=at).version == 2
    else:
        with pytest.raises(Conflict, match="“动员部署情况”没有存入。报送时间已于9月19日24:00截止"):
            filed(district, first.task, version=1, at=at)
        assert stored() == {first.stored}


def test_late_paper_is_taken(district: District) -> None:
    assert filed(district, asked(district), at=DUE).first_filed_at == DUE


def test_returned_paper_is_filed_again_after_the_deadline(district: District) -> None:
    back = given_back(district, filed(district, asked(district)))
    assert (back.state, back.version, back.return_reason) == ("returned", 2, "缺少会议照片")
    again = filed(district, back.task, version=2, at=DUE + timedelta(days=3))
    assert (again.state, again.version, again.first_filed_at) == ("filed", 3, EARLY)


def test_of_two_tabs_the_second_is_told(district: District) -> None:
    task = asked(district)
    filed(district, task)
    with pytest.raises(Conflict, match=r"刚刚由测试licheng\.filer重新报送"):
        filed(district, task, actor=district.head)
    with pytest.raises(Conflict, match="还没有报送过"):
        filed(district, asked(district, "总结"), version=3)


def test_return_meets_the_version_that_was_read(district: District) -> None:
    first = filed(district, asked(district))
    filed(district, first.task, version=1)
    first.version = 1
    with pytest.raises(Conflict, match="您看到的不是最新情况"):
        given_back(district, first)


def test_paper_is_returned_once_and_only_when_there(district: District) -> None:
    task = asked(district)
    with pytest.raises(Conflict, match="东关镇的“动员部署情况”待报送，没有可以退回的材料"):
        given_back(district, MaterialFiling(task=task, unit=district.town, version=0))
    back = given_back(district, filed(district, task))
    with pytest.raises(Conflict, match="已退回，没有可以退回的材料"):
        given_back(district, back)


@pytest.mark.parametrize("reason", ["", "  ", "长" * 301], ids=["none", "blank", "long"])
def test_return_needs_a_reason(district: District, reason: str) -> None:
    filing = filed(district, asked(district))
    with pytest.raises(Invalid, match="请写明退回原因"):
        given_back(district, filing, reason=reason)


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_only_office_returns(district: District, who: str) -> None:
    filing = filed(district, asked(district))
    with pytest.raises(NotAllowed, match="由安委办办理"):
        given_back(district, filing, actor=getattr(district, who))


@pytest.mark.parametrize("who", ["reviewer", "admin"])
def test_nobody_files_for_another_unit(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="东关镇的材料由该单位填报员或负责人报送"):
        filed(district, asked(district), actor=getattr(district, who))


@pytest.mark.parametrize("who", ["other_filer", "other_head", "leader"])
def test_I3_others_do_not_even_learn_of_it(district: District, who: str) -> None:
    with pytest.raises(NotFound, match="没有这项材料"):
        filed(district, asked(district), actor=getattr(district, who))
    assert not MaterialFiling.objects.exists()


def test_unit_of_another_kind_cannot_file(district: District) -> None:
    with pytest.raises(NotFound):
        filed(district, asked(district, kinds=[UnitKind.BUREAU]))


def test_file_that_is_not_what_it_says_is_refused(district: District) -> None:
    with pytest.raises(Invalid, match=r"“部署\.docx”其实是PDF文档"):
        filed(district, asked(district), name="部署.docx", content=PDF)
    assert not stored()


def test_paper_and_its_line_are_written_together_or_not_at_all(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = asked(district)

    def broken(**kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(ZeroDivisionError):
        filed(district, task)
    assert not MaterialFiling.objects.exists()
    assert MaterialTask.objects.count() == 1
