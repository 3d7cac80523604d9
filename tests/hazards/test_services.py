"""Loading standards: once is enough, changes are taken over, faults leave nothing behind."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from hazards.management.commands.load_standards import LIBRARY
from hazards.models import Criterion, Standard
from hazards.services import Loaded, load_standards
from hazards.standards import Confidence, CriterionData, StandardData, read_folder

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
