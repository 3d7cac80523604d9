"""Who keeps the library, drafts hidden from all others, and the comparison of versions."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hazards import library
from hazards.assistant import Question
from hazards.entries import InvalidFields
from hazards.models import Criterion, Hazard, Standard
from hazards.selectors import catalogue, filing, revisions
from hazards.selectors.standards import as_data, published, standard_in_force, standards_in_force
from hazards.services import ledger, revising
from hazards.services.standards import load_standards
from hazards.standard_diff import Kind
from tests.factories import District
from tests.ledgers import FOUND_AT, complete, drafted
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
)
from units.actors import Actor
from units.errors import Conflict, NotAllowed, NotFound
from units.models import Tenant

OLD = "gongmao-2023"


@pytest.fixture
def keeper(district: District) -> Actor:
    return keeping(district)


@pytest.fixture
def loaded(db: None) -> Standard:
    load_standards(standards=[each for each in library.criteria() if each.sector == "工贸"])
    return Standard.objects.get(code=OLD)


@pytest.mark.parametrize(
    ("who", "expected"),
    [("admin", True), ("filer", False), ("head", False), ("reviewer", False), ("leader", False)],
)
def test_administrators_of_the_keeper_keep_the_library(district: District, who: str, expected: bool) -> None:
    keeping(district)
    assert revisions.is_keeper(getattr(district, who)) is expected


def test_administrators_of_other_tenants_do_not(district: District, neighbour: District) -> None:
    keeping(neighbour)
    assert revisions.keeper() == neighbour.tenant
    assert not revisions.is_keeper(district.admin)
    with pytest.raises(NotAllowed):
        revisions.draft(district.admin, OLD)


def test_nobody_keeps_it_until_somebody_is_named(district: District) -> None:
    Tenant.objects.update(keeps_library=False)
    assert revisions.keeper() is None
    assert not revisions.is_keeper(district.admin)


def test_who_is_no_administrator_costs_no_query(district: District, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        revisions.is_keeper(district.filer)


def test_drafts_are_listed_the_latest_change_first(keeper: Actor, loaded: Standard) -> None:
    first = drafted_standard(keeper)
    second = revising.revise(actor=keeper, code=OLD, at=LATER)
    assert revisions.drafts() == [second, first]
    assert revisions.revision_of(loaded) == second
    publish(keeper, second)
    assert revisions.drafts() == [first]
    assert revisions.revision_of(loaded) is None


def test_list_of_drafts_costs_one_query(
    keeper: Actor, loaded: Standard, django_assert_num_queries: Any
) -> None:
    for count in (1, 3):
        while len(revisions.drafts()) < count:
            drafted_standard(keeper)
        with django_assert_num_queries(1):
            assert [draft.revises and draft.revises.number for draft in revisions.drafts()] == [None] * count


def test_draft_is_fetched_for_who_keeps_the_library(keeper: Actor, loaded: Standard) -> None:
    draft = drafted_standard(keeper)
    assert revisions.draft(keeper, draft.code) == draft
    clause = draft.criteria.get()
    assert revisions.clause_of(draft, clause.pk) == clause
    with pytest.raises(NotFound, match="没有这一条"):
        revisions.clause_of(draft, clause.pk + 1)
    with pytest.raises(NotFound, match="没有这份标准草稿"):
        revisions.draft(keeper, "nope")
    with pytest.raises(Conflict, match="已发布，不能改"):
        revisions.draft(keeper, OLD)


def test_draft_is_nowhere_to_be_seen(keeper: Actor, loaded: Standard) -> None:
    draft = revising.revise(actor=keeper, code=OLD, at=AT)
    clause = draft.criteria.all()[0]
    assert draft.effective_from == date(2024, 5, 10)
    assert draft not in [entry.standard for entry in catalogue.entries(on=FIRST)]
    assert draft not in [entry.standard for entry in catalogue.entries(on=FIRST, query="有限空间")]
    assert draft not in standards_in_force(on=FIRST)
    assert draft not in published()
    assert standard_in_force(code=draft.code, on=FIRST) is None
    assert clause not in filing.clauses_on(FIRST, "工贸")
    assert filing.look(Question(FIRST), clause.code).clause is None
    assert clause not in Criterion.objects.published()
    assert catalogue.versions(loaded).after is None
    with pytest.raises(NotFound):
        catalogue.standard_by_code(draft.code)
    assert catalogue.standard_by_code(draft.code, drafts=True) == draft
    lines = {line.sector: line.held for line in catalogue.coverage(on=FIRST)}
    assert lines["工贸"] == 1


def test_published_revision_takes_the_place_of_the_one_before(keeper: Actor, loaded: Standard) -> None:
    draft = publish(keeper, revising.revise(actor=keeper, code=OLD, at=AT))
    assert list(standards_in_force(on=FIRST)) == [draft]
    assert {clause.standard for clause in filing.clauses_on(FIRST, "工贸")} == {draft}
    assert catalogue.versions(loaded.__class__.objects.get(code=OLD)).after == draft
    assert catalogue.versions(draft).before == [loaded]


def test_record_cannot_be_judged_by_a_draft(keeper: Actor, district: District) -> None:
    clause = drafted_standard(keeper).criteria.get()
    with pytest.raises(InvalidFields, match="这一条还没有发布") as caught:
        ledger.draft_hazard(
            actor=district.filer, unit=district.town, entries=complete(criterion=clause), at=FOUND_AT
        )
    assert set(caught.value.problems) == {"criterion"}
    assert not Hazard.objects.exists()
    hazard = drafted(district)
    with pytest.raises(InvalidFields, match="这一条还没有发布"):
        ledger.edit_hazard(
            actor=district.filer,
            hazard_id=hazard.pk,
            version=hazard.version,
            entries={"criterion": clause},
            at=FOUND_AT,
        )


def test_entered_standard_closes_a_gap_of_the_files(keeper: Actor) -> None:
    load_standards(standards=library.criteria())
    day = date(2025, 11, 1)

    def fire() -> tuple[int, list[str]]:
        line = next(line for line in catalogue.coverage(on=day) if line.sector == "消防（火灾）")
        return line.held, [known.number for known in line.missing]

    assert fire() == (0, ["GB 35181-2025"])
    draft = revising.revise(actor=keeper, code="xiaofang-2017", at=AT)
    assert draft.effective_from == day
    publish(keeper, draft)
    assert fire() == (1, [])
    assert catalogue.versions(Standard.objects.get(code="xiaofang-2017")).unheld is None


def test_sector_with_nothing_but_a_reference_list_is_told_apart(keeper: Actor) -> None:
    load_standards(standards=[each for each in library.criteria() if each.sector == "工贸"])
    head = replace(HEAD, reference_only=True, sector="渔业船舶")
    published_standard(keeper, head)
    lines = catalogue.coverage(on=FIRST)
    found = next(line for line in lines if line.sector == "渔业船舶")
    assert (found.held, found.references) == (0, 1)
    assert [line.sector for line in lines[:2]] == ["工贸", "渔业船舶"]


def test_difference_names_what_changed_about_the_standard(keeper: Actor, loaded: Standard) -> None:
    draft = revising.revise(actor=keeper, code=OLD, at=AT)
    revising.save_head(actor=keeper, code=draft.code, version=draft.version, head=HEAD, at=AT)
    with_clause(keeper, draft)
    found = revisions.difference(draft.code, drafts=True)
    changed = {line.label: (line.before, line.after) for line in found.headings if line.changed}
    assert changed == {
        "名称": (loaded.title, HEAD.title),
        "文号": (loaded.number, HEAD.number),
        "施行": ("2023年5月15日起", "2024年6月1日起"),
    }
    counted = {kind: found.comparison.count(kind) for kind in Kind}
    assert counted == {Kind.SAME: 65, Kind.CHANGED: 0, Kind.ADDED: 1, Kind.GONE: 0}
    assert [change.after and change.after.article for change in found.comparison.changes] == [LASER.article]


def test_difference_of_published_versions_tells_their_days(keeper: Actor, loaded: Standard) -> None:
    draft = publish(keeper, revising.revise(actor=keeper, code=OLD, at=AT))
    found = revisions.difference(draft.code, drafts=False)
    spans = next((line.before, line.after) for line in found.headings if line.label == "施行")
    assert spans == ("2023年5月15日至2024年5月9日", "2024年5月10日起")


def test_difference_of_a_draft_is_for_who_keeps_the_library(keeper: Actor, loaded: Standard) -> None:
    draft = revising.revise(actor=keeper, code=OLD, at=AT)
    with pytest.raises(NotFound):
        revisions.difference(draft.code, drafts=False)


def test_difference_needs_a_version_before(loaded: Standard) -> None:
    with pytest.raises(NotFound, match="没有可以对照的"):
        revisions.difference("gongmao-2017", drafts=False)


def test_rows_come_back_as_the_files_had_them(loaded: Standard) -> None:
    files = {standard.code: standard for standard in library.criteria()}
    assert [as_data(row) for row in published()] == [files[row.code] for row in published()]
