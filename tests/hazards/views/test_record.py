"""The page of one record and the moves made on it."""

import pytest

from hazards.life import MOVES, Status
from hazards.models import Hazard, Stage
from hazards.services import rectification
from tests.factories import District
from tests.fixtures import Browser
from tests.ledgers import FILED_AT, drafted, photographed, standing
from tests.pages import queries_before_and_after, squeezed, text
from units.scoping import scope


def stand(district: District, status: Status, **fields: object) -> Hazard:
    """A record of the first town at this point of its life, made before anybody asks for a page."""
    with scope(district.tenant.pk):
        return standing(district, status, **fields)


def stored(district: District) -> Hazard:
    """The one record as it stands now."""
    with scope(district.tenant.pk):
        return Hazard.objects.get()


def page(hazard: Hazard) -> str:
    return f"/licheng/ledger/{hazard.pk}/"


def moving(hazard: Hazard, name: str) -> str:
    return f"{page(hazard)}moves/{name}"


def test_move_is_made_and_said(scenery: District, browser: Browser) -> None:
    hazard = stand(scenery, Status.FILED)
    browser.sign_in(scenery.reviewer)
    answer = browser.post(moving(hazard, "accept"), {"version": hazard.version})
    assert answer.headers["Location"] == page(hazard)
    assert stored(scenery).status == Status.RECTIFYING
    assert "2023-00001已审核通过，由东关镇整改。" in text(browser, page(hazard))


@pytest.mark.parametrize(
    ("asked", "gone"),
    [
        ("/licheng/me", "/licheng/me"),
        ("/hanjiang/me", None),
        ("https://example.org/licheng/", None),
        ("//example.org", None),
    ],
)
def test_move_goes_on_only_to_a_page_of_this_tenant(
    scenery: District, browser: Browser, asked: str, gone: str | None
) -> None:
    hazard = stand(scenery, Status.FILED)
    browser.sign_in(scenery.reviewer)
    answer = browser.post(moving(hazard, "accept"), {"version": hazard.version, "next": asked})
    assert answer.headers["Location"] == (gone or page(hazard))


def test_refused_move_keeps_what_was_typed(scenery: District, browser: Browser) -> None:
    hazard = stand(scenery, Status.FILED)
    browser.sign_in(scenery.reviewer)
    given = {"version": hazard.version, "reason": "与镇里另一条重复", "exclusion": ""}
    answer = browser.post(moving(hazard, "exclude"), given)
    shown = squeezed(answer.content.decode())
    assert answer.status_code == 422
    assert "不纳入要选一个原因：" in shown
    assert "与镇里另一条重复</textarea>" in shown
    assert 'id="move-exclude" aria-labelledby="move-exclude-title" data-refused' in shown
    assert stored(scenery).status == Status.FILED


def test_I8_second_reviewer_sees_the_record_as_it_now_stands(scenery: District, browser: Browser) -> None:
    hazard = stand(scenery, Status.FILED)
    browser.sign_in(scenery.reviewer)
    browser.post(moving(hazard, "accept"), {"version": hazard.version})
    answer = browser.post(moving(hazard, "return"), {"version": hazard.version, "reason": "条款不符"})
    assert answer.status_code == 409
    assert f"本条刚被{scenery.reviewer.name}改过" in answer.content.decode()
    assert stored(scenery).status == Status.RECTIFYING


@pytest.mark.parametrize("version", ["", "甲", "9" * 30])
def test_page_without_its_version_is_refused(scenery: District, browser: Browser, version: str) -> None:
    hazard = stand(scenery, Status.FILED)
    browser.sign_in(scenery.reviewer)
    answer = browser.post(moving(hazard, "accept"), {"version": version})
    assert answer.status_code in {409, 422}
    assert stored(scenery).status == Status.FILED


@pytest.mark.parametrize("name", sorted(MOVES))
def test_I8_move_by_a_hand_without_the_right_is_refused_in_words(
    scenery: District, browser: Browser, name: str
) -> None:
    hazard = stand(scenery, max(MOVES[name].sources - {Status.DRAFT}))
    browser.sign_in(scenery.leader)
    answer = browser.post(moving(hazard, name), {"version": hazard.version, "reason": "理由"})
    assert answer.status_code == 403
    assert f"办理“{MOVES[name].verb}”，这一步由有权的人员办理" in answer.content.decode()
    assert stored(scenery).version == hazard.version


@pytest.mark.parametrize("name", ["file", "report_done"])
def test_I3_move_of_another_units_record_is_not_found(scenery: District, browser: Browser, name: str) -> None:
    hazard = stand(scenery, max(MOVES[name].sources))
    browser.sign_in(scenery.other_filer)
    assert browser.post(moving(hazard, name), {"version": hazard.version}).status_code == 404
    assert browser.get(page(hazard)).status_code == 404
    assert stored(scenery).version == hazard.version


def test_unknown_move_is_not_found(scenery: District, browser: Browser) -> None:
    hazard = stand(scenery, Status.FILED)
    browser.sign_in(scenery.reviewer)
    assert browser.post(moving(hazard, "delete"), {"version": hazard.version}).status_code == 404


def test_draft_is_not_there_for_the_office(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        hazard = drafted(scenery)
    assert browser.sign_in(scenery.reviewer).get(page(hazard)).status_code == 404
    assert browser.sign_in(scenery.filer).get(page(hazard)).status_code == 200


def test_page_takes_the_same_queries_however_much_happened(scenery: District, browser: Browser) -> None:
    hazard = stand(scenery, Status.RECTIFYING)

    def grow() -> None:
        with scope(scenery.tenant.pk):
            for number in range(4):
                photographed(hazard, Stage.RECTIFIED, digest=str(number))
                standing(scenery, Status.FILED)
                rectification.note_progress(
                    actor=scenery.filer, hazard_id=hazard.pk, text="已订购", at=FILED_AT
                )

    with scope(scenery.tenant.pk):
        photographed(hazard, Stage.FOUND, digest="一")
        standing(scenery, Status.FILED)
    few, many = queries_before_and_after(browser.sign_in(scenery.filer), page(hazard), grow)
    assert few == many


def test_unsound_record_goes_back_to_its_form_with_what_is_missing(
    scenery: District, browser: Browser
) -> None:
    with scope(scenery.tenant.pk):
        hazard = drafted(scenery, plan="")
    browser.sign_in(scenery.filer)
    answer = browser.post(moving(hazard, "file"), {"version": hazard.version})
    assert answer.headers["Location"] == f"{page(hazard)}edit"
    assert "应急预案还没有填。" in text(browser, f"{page(hazard)}edit")
    assert stored(scenery).status == Status.DRAFT


@pytest.mark.parametrize(
    ("status", "words"), [(Status.DRAFT, "继续填写并报送"), (Status.RETURNED, "改正后重报")]
)
def test_record_is_filed_from_its_form_which_warns_of_misjudgments(
    scenery: District, browser: Browser, status: Status, words: str
) -> None:
    hazard = stand(scenery, status)
    shown = squeezed(text(browser.sign_in(scenery.filer), page(hazard)))
    assert f'href="{page(hazard)}edit"' in shown
    assert words in shown
    assert moving(hazard, "file") not in shown
    assert moving(hazard, "withdraw") in shown


@pytest.mark.parametrize(
    ("status", "words"),
    [(Status.RETURNED, "退回原因"), (Status.EXCLUDED, "不纳入：不符合判定标准")],
)
def test_reason_reaches_the_filer(scenery: District, browser: Browser, status: Status, words: str) -> None:
    hazard = stand(scenery, status)
    shown = squeezed(text(browser.sign_in(scenery.filer), page(hazard)))
    assert words in shown
    assert "<p>条款不符</p>" in shown


def test_typed_words_are_never_markup(scenery: District, browser: Browser) -> None:
    hazard = stand(scenery, Status.FILED, description="<script>alert(1)</script>", place="<b>池</b>")
    shown = text(browser.sign_in(scenery.reviewer), page(hazard))
    assert "<script>alert" not in shown
    assert "&lt;b&gt;池&lt;/b&gt;" in shown
