"""Adding and revising standards: who may, what is refused, what the version before keeps."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from hazards import library
from hazards.entries import InvalidFields
from hazards.models import Criterion, Hazard, Standard
from hazards.selectors.standards import standard_in_force
from hazards.services import revising
from hazards.services.revising import Clause, Head
from hazards.services.standards import load_standards
from hazards.standards import Confidence
from tests.factories import District, make_district
from tests.ledgers import drafted
from tests.revisions import (
    AT,
    FIRST,
    HEAD,
    LASER,
    LATER,
    drafted_standard,
    keeping,
    publish,
    published_standard,
    with_clause,
)  # fmt: skip
from tests.rivals import at_once
from units.actors import Actor
from units.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from units.models import AuditEntry, Tenant
from units.scoping import scope

DAY = timedelta(days=1)
OLD = "gongmao-2023"
GONE = "00000"


@pytest.fixture
def keeper(district: District) -> Actor:
    return keeping(district)


@pytest.fixture
def loaded(db: None) -> Standard:
    load_standards(standards=[each for each in library.criteria() if each.sector == "工贸"])
    return Standard.objects.get(code=OLD)


def trail() -> list[tuple[str, str]]:
    return [(entry.action, entry.summary) for entry in AuditEntry.objects.order_by("id")]


def rows(standard: Standard) -> list[object]:
    """All that a standard says, but what a revision sets."""
    set_by_revision = {"effective_to", "superseded_by", "changed_at"}
    (row,) = Standard.objects.filter(pk=standard.pk).values()
    said = {name: value for name, value in row.items() if name not in set_by_revision}
    return [said, *Criterion.objects.filter(standard=standard).values()]


def acts(actor: Actor, code: str) -> dict[str, Callable[[], object]]:
    """Everything one can do to the library."""
    common: dict[str, Any] = {"actor": actor, "code": code, "at": AT}
    return {
        "start": partial(revising.start, actor=actor, head=HEAD, at=AT),
        "revise": partial(revising.revise, **common),
        "head": partial(revising.save_head, **common, version=GONE, head=HEAD),
        "clause": partial(revising.save_clause, **common, version=GONE, clause=LASER),
        "drop": partial(revising.drop_clause, **common, version=GONE, clause_id=1),
        "publish": partial(revising.publish, **common, version=GONE),
        "discard": partial(revising.discard, **common),
    }


ACTS = ("start", "revise", "head", "clause", "drop", "publish", "discard")


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["filer", "head", "reviewer", "leader"])
def test_only_administrators_write_the_library(
    district: District, loaded: Standard, act: str, who: str
) -> None:
    keeping(district)
    with pytest.raises(NotAllowed, match="由本辖区管理员维护"):
        acts(getattr(district, who), OLD)[act]()
    assert trail() == []


@pytest.mark.parametrize("act", ACTS)
def test_administrator_of_another_tenant_is_told_who_keeps_it(
    district: District, neighbour: District, loaded: Standard, act: str
) -> None:
    keeping(neighbour)
    before = rows(loaded)
    with pytest.raises(NotAllowed, match=r"由hanjiang区的管理员统一维护.*请告诉hanjiang区安委办"):
        acts(district.admin, OLD)[act]()
    assert (rows(loaded), Standard.objects.filter(entered=True).exists()) == (before, False)


def test_without_a_keeper_nobody_writes_the_library(district: District) -> None:
    Tenant.objects.update(keeps_library=False)
    with pytest.raises(NotAllowed, match="还没有指定由哪个辖区维护"):
        revising.start(actor=district.admin, head=HEAD, at=AT)


def test_new_standard_is_a_draft_until_it_is_published(keeper: Actor) -> None:
    draft = revising.start(actor=keeper, head=HEAD, at=AT)
    with_clause(keeper, draft)
    assert (draft.is_draft, draft.confidence, draft.effective_to) == (True, Confidence.VERBATIM, None)
    assert standard_in_force(code=draft.code, on=FIRST) is None
    published = publish(keeper, draft)
    assert (published.is_draft, published.published_at, published.changed_at) == (False, LATER, LATER)
    assert standard_in_force(code=draft.code, on=FIRST) == published
    assert standard_in_force(code=draft.code, on=FIRST - DAY) is None
    assert [action for action, _ in trail()] == ["standard.drafted", "standard.edited", "standard.published"]
    assert trail()[-1][1] == f"发布标准《{HEAD.title}》（{HEAD.number}），2024年6月1日起施行"


def test_codes_never_collide_with_those_of_files(keeper: Actor) -> None:
    first, second = (revising.start(actor=keeper, head=HEAD, at=AT) for _ in range(2))
    assert first.code != second.code
    assert not {each.code for each in library.criteria()} & {first.code, second.code}


def test_summary_and_reference_list_are_kept_as_such(keeper: Actor) -> None:
    head = replace(HEAD, verbatim=False, reference_only=True)
    draft = revising.start(actor=keeper, head=head, at=AT)
    draft.refresh_from_db()
    assert (draft.confidence, draft.reference_only) == ("medium", True)


def test_revision_begins_as_a_copy_and_leaves_the_original_alone(keeper: Actor, loaded: Standard) -> None:
    before = rows(loaded)
    draft = revising.revise(actor=keeper, code=OLD, at=AT)
    parts = ("article", "scope", "text", "logic", "notes", "order")
    codes = loaded.criteria.values_list("code", flat=True)
    copies = list(draft.criteria.values(*parts, "follows"))
    assert copies == [
        {**row, "follows": code} for code, row in zip(codes, loaded.criteria.values(*parts), strict=True)
    ]
    assert (draft.title, draft.number, draft.revises) == (loaded.title, loaded.number, loaded)
    assert draft.effective_from == date(2024, 5, 10)
    assert rows(loaded) == before
    loaded.refresh_from_db()
    assert (loaded.effective_to, loaded.superseded_by) == (None, "")


def test_I2_published_revision_follows_without_a_gap(keeper: Actor, loaded: Standard) -> None:
    before = rows(loaded)
    draft = revising.revise(actor=keeper, code=OLD, at=AT)
    revising.save_head(actor=keeper, code=draft.code, version=draft.version, head=HEAD, at=AT)
    published = publish(keeper, draft)
    loaded.refresh_from_db()
    assert (loaded.effective_to, loaded.superseded_by) == (FIRST - DAY, published.code)
    assert loaded.changed_at == LATER
    assert rows(loaded) == before
    assert standard_in_force(code=OLD, on=FIRST - DAY) == loaded
    assert standard_in_force(code=OLD, on=FIRST) == published


def test_revision_of_a_standard_that_had_ended_does_not_revive_it(keeper: Actor, loaded: Standard) -> None:
    Standard.objects.filter(pk=loaded.pk).update(effective_to=date(2024, 3, 31), superseded_by="unheld")
    draft = revising.revise(actor=keeper, code=OLD, at=AT)
    assert draft.effective_from == date(2024, 4, 1)
    revising.save_head(actor=keeper, code=draft.code, version=draft.version, head=HEAD, at=AT)
    published = publish(keeper, draft)
    loaded.refresh_from_db()
    assert (loaded.effective_to, loaded.superseded_by) == (date(2024, 3, 31), published.code)


def test_revision_must_start_after_the_version_before(keeper: Actor, loaded: Standard) -> None:
    draft = revising.revise(actor=keeper, code=OLD, at=AT)
    early = replace(HEAD, effective_from=loaded.effective_from)
    with pytest.raises(InvalidFields, match="要晚于前一版的2023年5月15日") as caught:
        revising.save_head(actor=keeper, code=draft.code, version=draft.version, head=early, at=AT)
    assert set(caught.value.problems) == {"effective_from"}
    Standard.objects.filter(pk=draft.pk).update(effective_from=loaded.effective_from)
    with pytest.raises(InvalidFields, match="要晚于前一版"):
        publish(keeper, draft)
    next_day = replace(HEAD, effective_from=loaded.effective_from + DAY)
    draft.refresh_from_db()
    revising.save_head(actor=keeper, code=draft.code, version=draft.version, head=next_day, at=AT)
    publish(keeper, draft)
    loaded.refresh_from_db()
    assert loaded.effective_to == loaded.effective_from


def test_standard_is_revised_once_at_a_time(keeper: Actor, loaded: Standard) -> None:
    draft = revising.revise(actor=keeper, code=OLD, at=AT)
    with pytest.raises(Conflict, match="已经有一份修订草稿"):
        revising.revise(actor=keeper, code=OLD, at=AT)
    publish(keeper, draft)
    with pytest.raises(Conflict, match=r"已经有后一版.*请修订后一版"):
        revising.revise(actor=keeper, code=OLD, at=AT)
    assert revising.revise(actor=keeper, code=draft.code, at=AT).revises == draft


def test_older_version_is_not_revised(keeper: Actor, loaded: Standard) -> None:
    with pytest.raises(Conflict, match="已经有后一版（应急管理部令第10号）"):
        revising.revise(actor=keeper, code="gongmao-2017", at=AT)


@pytest.mark.parametrize("act", ["head", "clause", "drop", "publish", "discard"])
def test_what_is_in_use_is_not_edited(keeper: Actor, loaded: Standard, act: str) -> None:
    before = rows(loaded)
    for code in (OLD, published_standard(keeper).code):
        with pytest.raises(Conflict, match="已发布，不能改；请修订为新版本"):
            acts(keeper, code)[act]()
    assert rows(loaded) == before


@pytest.mark.parametrize("act", [act for act in ACTS if act != "start"])
def test_standard_that_is_not_there_is_refused_in_words(keeper: Actor, act: str) -> None:
    with pytest.raises(NotFound, match="请回到“标准库”页"):
        acts(keeper, "nope")[act]()


def test_draft_is_not_revised(keeper: Actor) -> None:
    with pytest.raises(NotFound, match="还是草稿"):
        revising.revise(actor=keeper, code=drafted_standard(keeper).code, at=AT)


def test_draft_without_clauses_is_not_published(keeper: Actor) -> None:
    draft = revising.start(actor=keeper, head=HEAD, at=AT)
    with pytest.raises(Invalid, match="还没有条款，不能发布"):
        publish(keeper, draft)
    draft.refresh_from_db()
    assert draft.is_draft


def test_page_loaded_before_anothers_change_is_refused(keeper: Actor) -> None:
    draft = drafted_standard(keeper)
    stale = draft.version
    revising.save_head(actor=keeper, code=draft.code, version=stale, head=HEAD, at=LATER)
    before = rows(draft)
    clause_id = draft.criteria.get().pk
    common: dict[str, Any] = {"actor": keeper, "code": draft.code, "version": stale, "at": LATER}
    late: list[Callable[[], object]] = [
        partial(revising.save_head, **common, head=replace(HEAD, title="另一个")),
        partial(revising.save_clause, **common, clause=LASER),
        partial(revising.drop_clause, **common, clause_id=clause_id),
        partial(revising.publish, **common),
    ]
    for act in late:
        with pytest.raises(Conflict, match="刚被别人改过"):
            act()
    assert rows(draft) == before


def articles(draft: Standard) -> list[tuple[int, str]]:
    return list(draft.criteria.values_list("order", "article"))


@pytest.mark.parametrize(
    ("place", "expected"),
    [(1, "新一二三"), (2, "一新二三"), (4, "一二三新"), (99, "一二三新"), (0, "新一二三")],
)
def test_clause_is_put_at_its_place(keeper: Actor, place: int, expected: str) -> None:
    draft = revising.start(actor=keeper, head=HEAD, at=AT)
    for article in "一二三":
        with_clause(keeper, draft, replace(LASER, article=article))
    with_clause(keeper, draft, replace(LASER, article="新", place=place))
    assert articles(draft) == list(enumerate(expected, start=1))


def test_clause_is_changed_moved_and_dropped(keeper: Actor) -> None:
    draft = revising.start(actor=keeper, head=HEAD, at=AT)
    first, _, _ = (with_clause(keeper, draft, replace(LASER, article=each)) for each in "一二三")
    draft.refresh_from_db()
    moved = replace(LASER, article="改", logic={"condition": "甲"}, notes=" 说明 ", place=2)
    common: dict[str, Any] = {
        "actor": keeper,
        "code": draft.code,
        "version": draft.version,
        "clause_id": first.pk,
    }
    revising.save_clause(**common, clause=moved, at=AT)
    first.refresh_from_db()
    assert articles(draft) == [(1, "二"), (2, "改"), (3, "三")]
    assert (first.logic, first.notes) == ({"condition": "甲"}, "说明")
    revising.drop_clause(**common, at=AT)
    assert articles(draft) == [(1, "二"), (2, "三")]
    assert trail()[-1][1].endswith("删去改")


def test_clause_of_another_draft_is_not_reached(keeper: Actor) -> None:
    mine, other = drafted_standard(keeper), drafted_standard(keeper)
    foreign = other.criteria.get().pk
    common: dict[str, Any] = {
        "actor": keeper,
        "code": mine.code,
        "version": mine.version,
        "clause_id": foreign,
        "at": AT,
    }
    with pytest.raises(NotFound, match="没有这一条"):
        revising.save_clause(**common, clause=LASER)
    with pytest.raises(NotFound, match="没有这一条"):
        revising.drop_clause(**common)
    assert Criterion.objects.filter(pk=foreign).exists()


def head(**changed: object) -> Head:
    return replace(HEAD, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (head(title=" \0"), "名称还没有填"),
        (head(number=""), "文号还没有填"),
        (head(issuer="甲" * 201), "发布机关最多200字，现有201字"),
        (head(sector=""), "领域还没有填"),
    ],
)
def test_incomplete_head_is_refused_by_field(keeper: Actor, wrong: Head, said: str) -> None:
    with pytest.raises(InvalidFields, match=said):
        revising.start(actor=keeper, head=wrong, at=AT)
    assert not Standard.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"article": ""}, "article"),
        ({"scope": "甲" * 201}, "scope"),
        ({"text": "甲" * 4001}, "text"),
        ({"notes": "甲" * 4001}, "notes"),
        ({"logic": {"all": [{"condition": "甲"}]}}, "conditions"),
        ({"logic": {}}, "conditions"),
    ],
)
def test_unfit_clause_is_refused_by_field(keeper: Actor, changed: dict[str, object], field: str) -> None:
    draft = drafted_standard(keeper)
    wrong: Clause = replace(LASER, **changed)  # type: ignore[arg-type]
    with pytest.raises(InvalidFields) as caught:
        with_clause(keeper, draft, wrong)
    assert set(caught.value.problems) == {field}
    assert draft.criteria.count() == 1


def test_discarded_draft_is_gone_and_its_original_as_before(keeper: Actor, loaded: Standard) -> None:
    before = [*Standard.objects.values(), *Criterion.objects.order_by("id").values()]
    draft = revising.revise(actor=keeper, code=OLD, at=AT)
    revising.discard(actor=keeper, code=draft.code, at=AT)
    assert [*Standard.objects.values(), *Criterion.objects.order_by("id").values()] == before
    assert trail()[-1] == ("standard.discarded", f"放弃标准草稿《{loaded.title}》")
    assert revising.revise(actor=keeper, code=OLD, at=AT).is_draft


def test_I2_record_judged_before_keeps_its_clause(keeper: Actor, district: District) -> None:
    hazard = drafted(district)
    assert hazard.criterion is not None
    draft = revising.revise(actor=keeper, code=hazard.criterion.standard.code, at=AT)
    publish(keeper, draft)
    assert Hazard.objects.get().criterion == hazard.criterion


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_or_revise_at_once_one_wins() -> None:
    district = make_district()
    keeper = keeping(district)
    load_standards(standards=[each for each in library.criteria() if each.code == OLD])

    def revise() -> Standard:
        with scope(district.tenant.pk):
            return revising.revise(actor=keeper, code=OLD, at=AT)

    def refused(results: list[object]) -> list[str]:
        return [type(each).__name__ for each in results if isinstance(each, DomainError)]

    assert refused(at_once(revise, revise)) == ["Conflict"]
    draft = Standard.objects.drafts().get()

    def issue() -> Standard:
        with scope(district.tenant.pk):
            common: dict[str, Any] = {"actor": keeper, "code": draft.code, "version": draft.version}
            return revising.publish(**common, at=LATER)

    assert refused(at_once(issue, issue)) == ["Conflict"]
    assert Standard.objects.get(code=OLD).superseded_by == draft.code
