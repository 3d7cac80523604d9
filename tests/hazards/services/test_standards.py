"""Loading standards: once is enough, changes are taken over, faults leave nothing behind."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from hazards.management.commands.load_standards import LIBRARY
from hazards.models import Criterion, Hazard, Standard
from hazards.services.standards import Loaded, load_standards
from hazards.standards import Confidence, CriterionData, StandardData, read_folder
from tests.factories import ZONE, District
from tests.ledgers import drafted
from units.errors import Conflict
from units.scoping import scope

pytestmark = pytest.mark.django_db


def criterion(code: str, order: int = 1, text: str = "条文") -> CriterionData:
    return CriterionData(code, f"第{order}条", "工贸企业", text, {"condition": "未设置标志"}, "", order)


def standard(code: str = "gm-2023", criteria: Sequence[CriterionData] | None = None) -> StandardData:
    return StandardData(
        code=code,
        title="工贸企业重大事故隐患判定标准",
        issuer="应急管理部",
        number="应急管理部令第10号",
        effective_from=date(2023, 5, 15),
        effective_to=None,
        sector="工贸",
        superseded_by="",
        confidence=Confidence.VERBATIM,
        criteria=tuple([criterion(f"{code}-1"), criterion(f"{code}-2", 2)] if criteria is None else criteria),
    )


def state() -> list[object]:
    """Everything stored, primary keys included: untouched means the very same rows."""
    return [*Standard.objects.order_by("pk").values(), *Criterion.objects.order_by("pk").values()]


def queries(standards: Sequence[StandardData]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        load_standards(standards=standards)
    return len(captured)


def test_first_load_stores_standards_and_criteria_in_order() -> None:
    assert load_standards(standards=[standard()]) == Loaded(1, 2, created=1, updated=0, unchanged=0)
    stored = Standard.objects.get()
    assert (stored.code, stored.effective_from, stored.confidence) == (
        "gm-2023",
        date(2023, 5, 15),
        "verbatim",
    )
    assert [c.code for c in stored.criteria.all()] == ["gm-2023-1", "gm-2023-2"]
    assert stored.criteria.all()[0].logic == {"condition": "未设置标志"}


def test_second_load_changes_nothing() -> None:
    load_standards(standards=[standard()])
    before = state()
    assert load_standards(standards=[standard()]) == Loaded(1, 2, created=0, updated=0, unchanged=1)
    assert state() == before


@pytest.mark.parametrize(
    "changed",
    [
        replace(standard(), effective_to=date(2026, 1, 1)),
        replace(standard(), confidence=Confidence.HIGH),
        standard(criteria=[criterion("gm-2023-1", text="新条文"), criterion("gm-2023-2", 2)]),
        standard(criteria=[criterion("gm-2023-1")]),
        standard(criteria=[criterion("gm-2023-2"), criterion("gm-2023-1", 2), criterion("gm-2023-3", 3)]),
    ],
    ids=["end", "confidence", "text", "removed", "added and reordered"],
)
def test_changed_standard_is_updated_and_the_others_are_untouched(changed: StandardData) -> None:
    load_standards(standards=[standard(), standard("mk-2020")])
    other = Criterion.objects.filter(standard__code="mk-2020").values_list("pk", "code")
    before = list(other)
    loaded = load_standards(standards=[changed, standard("mk-2020")])
    assert (loaded.created, loaded.updated, loaded.unchanged) == (0, 1, 1)
    stored = Standard.objects.get(code="gm-2023")
    assert (stored.effective_to, stored.confidence) == (changed.effective_to, changed.confidence)
    assert [(c.code, c.text, c.order) for c in stored.criteria.all()] == [
        (c.code, c.text, c.order) for c in changed.criteria
    ]
    assert list(other) == before


def test_kept_criterion_keeps_its_row_when_the_standard_changes() -> None:
    load_standards(standards=[standard()])
    key = Criterion.objects.get(code="gm-2023-1").pk
    load_standards(standards=[standard(criteria=[criterion("gm-2023-1", text="新条文")])])
    assert Criterion.objects.get().pk == key


def test_criterion_moved_to_another_standard_follows() -> None:
    load_standards(standards=[standard("gm", [criterion("gm-x-1"), criterion("gm-2", 2)])])
    moved = [standard("gm", [criterion("gm-2")]), standard("gm-x", [criterion("gm-x-1")])]
    assert load_standards(standards=moved).created == 1
    assert Criterion.objects.get(code="gm-x-1").standard.code == "gm-x"


def test_standard_absent_from_the_load_stays() -> None:
    load_standards(standards=[standard(), standard("mk-2020")])
    load_standards(standards=[standard()])
    assert Standard.objects.count() == 2


def test_load_that_fails_leaves_nothing_behind() -> None:
    wrong = replace(standard("mk-2020"), effective_to=date(2020, 1, 1))
    with pytest.raises(IntegrityError):
        load_standards(standards=[standard(), wrong])
    assert state() == []


def test_number_of_queries_does_not_depend_on_the_number_of_standards() -> None:
    few = [standard(), standard("mk-2020")]
    many = list(read_folder(LIBRARY))
    first_few = queries(few)
    assert first_few == queries(many) <= 8
    again_few = queries(few)
    assert again_few == queries(many) <= 6


@pytest.mark.django_db(transaction=True)
def test_I6_loads_at_the_same_moment_store_everything_once() -> None:
    library = read_folder(LIBRARY)

    def load(_: int) -> int:
        try:
            return load_standards(standards=library).created
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=3) as pool:
        assert sorted(pool.map(load, range(3))) == [0, 0, 18]
    assert Criterion.objects.count() == 691


def test_real_library_is_loaded_whole() -> None:
    assert load_standards(standards=read_folder(LIBRARY)) == Loaded(
        18, 691, created=18, updated=0, unchanged=0
    )
    assert (Standard.objects.count(), Criterion.objects.count()) == (18, 691)


def entered(code: str = "lr-1", **fields: object) -> Standard:
    """One published by an administrator."""
    made: dict[str, object] = {"title": "录入的标准", "issuer": "甲", "number": "乙", "sector": "工贸"}
    at = datetime(2024, 1, 1, tzinfo=ZONE)
    made |= {"effective_from": date(2024, 1, 1), "confidence": "verbatim"}
    made |= {"entered": True, "published_at": at, "changed_at": at}
    return Standard.objects.create(code=code, **{**made, **fields})


def changed_at(code: str) -> datetime:
    return Standard.objects.get(code=code).changed_at


def test_only_what_was_written_counts_as_changed() -> None:
    load_standards(standards=[standard(), standard("mk-2020")])
    Standard.objects.update(changed_at=datetime(2024, 1, 1, tzinfo=ZONE))
    load_standards(
        standards=[standard(criteria=[criterion("gm-2023-1", text="新条文")]), standard("mk-2020")]
    )
    assert changed_at("gm-2023") > changed_at("mk-2020") == datetime(2024, 1, 1, tzinfo=ZONE)


def test_load_never_touches_what_was_entered() -> None:
    draft = entered("lr-2", published_at=None)
    published = entered()
    Criterion.objects.create(
        standard=published, code="lr-1-x", article="一", logic={"condition": "甲"}, order=1
    )
    before = state()
    load_standards(standards=[standard()])
    assert [row for row in state() if row in before] == before
    assert draft.code not in {data.code for data in read_folder(LIBRARY)}


def test_code_of_an_entered_standard_is_refused_by_name() -> None:
    entered("gm-2023")
    before = state()
    with pytest.raises(Conflict, match=r"与管理员录入的《录入的标准》相同.*换一个编码"):
        load_standards(standards=[standard("mk-2020"), standard()])
    assert state() == before


def test_end_and_follower_set_by_a_revision_survive_the_next_load() -> None:
    load_standards(standards=[standard()])
    old = Standard.objects.get()
    entered(revises=old)
    Standard.objects.filter(pk=old.pk).update(effective_to=date(2023, 12, 31), superseded_by="lr-1")
    assert load_standards(standards=[standard()]).unchanged == 1
    assert load_standards(standards=[replace(standard(), title="更正的名称")]).updated == 1
    old.refresh_from_db()
    assert (old.effective_to, old.superseded_by) == (date(2023, 12, 31), "lr-1")
    assert old.title == "更正的名称"


def test_draft_of_a_revision_does_not_yet_hold_the_files_back() -> None:
    load_standards(standards=[standard()])
    entered(revises=Standard.objects.get(), published_at=None)
    load_standards(standards=[replace(standard(), effective_to=date(2023, 12, 31))])
    assert Standard.objects.get(code="gm-2023").effective_to == date(2023, 12, 31)


@pytest.fixture
def judged(district: District) -> Hazard:
    """A record by the first clause of a loaded standard."""
    load_standards(standards=[standard(criteria=[criterion(f"gm-2023-{n}", n) for n in (1, 2, 3)])])
    hazard = drafted(district, criterion=None)
    Hazard.objects.filter(pk=hazard.pk).update(criterion=Criterion.objects.get(code="gm-2023-2"))
    return hazard


@pytest.mark.parametrize("inside", [True, False], ids=["row visible", "behind the wall"])
def test_clause_that_hazards_refer_to_is_not_dropped(
    judged: Hazard, neighbour: District, inside: bool
) -> None:
    before = state()
    with scope(judged.tenant.pk if inside else neighbour.tenant.pk):
        assert Hazard.objects.exists() == inside
        with pytest.raises(Conflict) as caught:
            load_standards(standards=[standard(criteria=[criterion("gm-2023-3", 3)])])
    assert caught.value.message == (
        "《工贸企业重大事故隐患判定标准》第2条已有隐患引用，不能从标准库删去。"
        "请在文件里保留；条文有变化的，另立新版本。"
    )
    assert state() == before


def test_clauses_that_no_hazard_refers_to_are_dropped(judged: Hazard) -> None:
    load_standards(standards=[standard(criteria=[criterion("gm-2023-2", 2)])])
    assert [clause.code for clause in Criterion.objects.all()] == ["gm-2023-2"]
