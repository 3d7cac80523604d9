"""Keeping templates: tried before they are kept, each save a version, of two savers one."""

import pytest

from notices import presets
from notices.models import CircularKind, CircularTemplate
from notices.selectors import templates as selectors
from notices.services import drafting
from notices.services.templates import UnfitTemplate, restore, save
from tests.factories import CUTOFF, District
from tests.notices.drafted import AFTER, drafted
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import AuditEntry

OWN = "标题：{@period}通报\n主送：各单位：\n\n现通报如下。\n累计排查一般隐患{general.found}。\n"
MONTHLY = CircularKind.MONTHLY


def keep(district: District, source: str = OWN, version: int = 0, **more: object) -> CircularTemplate:
    given: dict[str, object] = {"actor": district.reviewer, "kind": MONTHLY, "at": CUTOFF, **more}
    return save(tenant=district.tenant, source=source, version=version, **given)  # type: ignore[arg-type]


def test_saved_template_is_the_next_version_and_holds(district: District) -> None:
    made = keep(district, note=" 改短 ")
    assert (made.version, made.note, made.by_id) == (1, "改短", district.reviewer.user_id)
    assert selectors.current(MONTHLY) == (OWN, 1)
    assert selectors.current(CircularKind.PROGRESS) == (presets.source("progress"), 0)
    assert "修改月度调度通报模板（第1版）：改短" in AuditEntry.objects.values_list("summary", flat=True)


def test_drafts_follow_the_template_that_holds(district: District) -> None:
    first = drafted(district)
    keep(district)
    generated = drafting.generated(first)
    assert (first.template_version, generated.template_version) == (0, 1)
    assert generated.content.title == "2023年9月通报"
    assert "累计排查一般隐患20条。" in generated.content.text


def test_line_ends_and_blanks_at_the_end_are_evened_out(district: District) -> None:
    assert keep(district, OWN.replace("\n", "  \r\n") + "\r\n\r\n").source == OWN


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_template_is_kept_by_the_office_alone(district: District, who: str) -> None:
    with pytest.raises(NotAllowed):
        keep(district, actor=getattr(district, who))
    assert not CircularTemplate.objects.exists()


def test_faults_come_back_with_their_lines_and_nothing_is_kept(district: District) -> None:
    with pytest.raises(UnfitTemplate) as refusal:
        keep(district, OWN + "有{general.fund}。\n共5条。\n")
    assert [problem.line for problem in refusal.value.faults] == [6, 7]
    assert "2处问题" in refusal.value.message
    assert not CircularTemplate.objects.exists()


def test_template_is_tried_on_no_figures_too(district: District) -> None:
    drafted(district)
    with pytest.raises(UnfitTemplate) as refusal:
        keep(district, "标题：通报\n\n累计{general.found}\n")
    (problem,) = refusal.value.faults
    assert "假设各项数据都没有" in problem.message


def test_figure_that_no_form_of_the_tenant_has_may_be_named(district: District) -> None:
    assert keep(district, OWN + "帮扶{enterprises_assisted}，督办率{listed.rate}\n").version == 1


def test_stale_page_is_told_who_was_quicker(district: District) -> None:
    keep(district)
    with pytest.raises(Conflict, match=r"测试licheng\.reviewer刚刚保存了月度调度通报模板第1版"):
        keep(district, OWN + "另一句\n")
    assert CircularTemplate.objects.count() == 1


@pytest.mark.parametrize("version", [-1, 1, 5])
def test_version_that_never_was_is_refused(district: District, version: int) -> None:
    with pytest.raises(Conflict):
        keep(district, version=version)


def test_unchanged_text_makes_no_version(district: District) -> None:
    with pytest.raises(Conflict, match="没有改动"):
        keep(district, presets.source("monthly"))


@pytest.mark.parametrize("note", ["长" * 201, "控\x07制"])
def test_note_is_short_and_printable(district: District, note: str) -> None:
    with pytest.raises(Invalid, match="修改说明"):
        keep(district, note=note)


def test_earlier_version_and_shipped_text_can_be_restored(district: District) -> None:
    keep(district)
    keep(district, OWN + "第二版的话\n", version=1)
    back = {"actor": district.reviewer, "tenant": district.tenant, "kind": MONTHLY, "at": AFTER}
    assert restore(**back, number=1, version=2).source == OWN  # type: ignore[arg-type]
    shipped = restore(**back, number=0, version=3)  # type: ignore[arg-type]
    assert (shipped.version, shipped.note, shipped.source) == (4, "恢复自带模板", presets.source("monthly"))
    with pytest.raises(NotFound):
        restore(**back, number=9, version=4)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [kind for kind in CircularKind if kind.is_letter])
def test_templates_of_letters_are_kept_alike(district: District, kind: CircularKind) -> None:
    made = keep(district, "标题：函\n主送：{@unit}：\n\n请抓紧。\n共{owed.count}\n", kind=kind)
    assert selectors.current(kind) == (made.source, 1)
    with pytest.raises(UnfitTemplate):
        keep(district, "标题：函\n\n请抓紧{general.found}。\n", kind=kind, version=1)


def test_empty_template_is_refused(district: District) -> None:
    with pytest.raises(UnfitTemplate):
        keep(district, "")
