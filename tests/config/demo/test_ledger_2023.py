"""The 2023 ledger: it agrees with the tables, counts as published, and holds what does not count."""

from collections import Counter
from itertools import combinations, pairwise

import pytest

from hazards import fingerprints, library
from hazards.counting import EXCLUSIONS, Reason
from hazards.judgment import Verdict
from hazards.life import Status
from hazards.models import Decision, Evidence, Extension, Finding, Hazard, HazardEvent, SecondLook, Stage
from hazards.selectors import ledger as records
from reports.models import Campaign, Period
from reports.selectors import ledger
from reports.selectors.ledger_comparison import comparison
from tests.config.demo.conftest import Loaded
from tests.fixtures import Browser
from tests.pages import text
from units.actors import Actor
from units.models import Membership, Tenant, Unit, User
from units.scoping import scope

PUBLISHED = {"工贸": 98, "危化品": 12, "道路交通": 8, "消防": 6}
COUNTING = (Status.RECTIFYING, Status.AWAITING, Status.CLOSED)


@pytest.fixture
def system(demo: Loaded) -> Actor:
    return Actor.system(Tenant.objects.get(slug="licheng").pk)


def campaign() -> Campaign:
    return Campaign.objects.get(name__contains="2023")


def unit_id(name: str) -> int:
    return Unit.objects.get(name=name).pk


@pytest.mark.parametrize("label", ["2023-07", "2023-08", "2023-09"])
def test_I1_ledger_and_dispatch_form_agree_unit_by_unit_in_every_period(system: Actor, label: str) -> None:
    with scope(system.tenant_id):
        compared = comparison(system, campaign(), Period.objects.get(label=label))
        assert compared is not None
        assert (compared.compared, compared.differing) == (27, ())
        assert {code: int(total) for code, total in compared.form.items()} == dict(compared.ledger)


def test_I1_september_counts_what_was_published(system: Actor) -> None:
    with scope(system.tenant_id):
        counted = ledger.counted(system, campaign())
        closed = sum(line.total for line in counted.lines if line.status is Status.CLOSED)
    found = Counter[str]()
    for (_, _, finder), total in counted.by_period().items():
        found[finder] += total
    assert found == {"enterprise": 81, "department": 74}
    assert closed == 142


def test_I9_sectors_come_to_the_published_numbers(system: Actor) -> None:
    with scope(system.tenant_id):
        lines = ledger.counted(system, campaign()).lines
    counts = Counter[str]()
    for line in lines:
        counts[line.sector] += line.total if line.count.period else 0
    table = library.sector_table()
    assert {name: sum(counts[sector] for sector in table.of(name)) for name in PUBLISHED} == PUBLISHED
    assert sum(counts.values()) == 155


def test_I1_every_reason_for_not_counting_occurs_and_one_unit_has_nothing_that_qualifies(
    system: Actor,
) -> None:
    with scope(system.tenant_id):
        counted = ledger.counted(system, campaign())
        assert {reason for _, reason in counted.by_reason()} == {*EXCLUSIONS, Reason.WITHDRAWN}
        assert counted.words(unit_id("区文旅局")) == "报送3条，均不符合判定标准"
        assert counted.words(unit_id("区自然资源局")) == "未报送"
        assert Hazard.objects.filter(status=Status.RETURNED, discovered_on__year=2023).count() == 2


def test_duplicate_repeats_a_record_that_counts(system: Actor) -> None:
    with scope(system.tenant_id):
        (repeated,) = Hazard.objects.filter(exclusion=Reason.DUPLICATE).select_related("unit", "enterprise")
        (double,) = records.likely_duplicates(system, repeated)
    assert double.hazard.status in COUNTING
    assert (repeated.unit.name, double.hazard.unit.name) == ("拱辰街道", "区应急局")


def test_everything_is_labelled_synthetic_and_names_show_it(system: Actor) -> None:
    with scope(system.tenant_id):
        assert not Hazard.objects.filter(synthetic=False).exists()
        for record in Hazard.objects.select_related("enterprise"):
            assert record.enterprise is not None
            assert record.enterprise.name.startswith("演示")
            assert not record.inspectors or record.inspectors.startswith("演示")
        assert not HazardEvent.objects.exclude(actor_name__startswith="演示").exists()


def test_numbers_run_without_gaps_in_the_order_of_filing(system: Actor) -> None:
    with scope(system.tenant_id):
        for year in (2023, 2026):
            filed = Hazard.objects.filter(number__startswith=str(year)).order_by("number")
            numbers = [record.number for record in filed]
            assert numbers == [f"{year}-{order:05}" for order in range(1, len(numbers) + 1)]
            times = [record.first_filed_at for record in filed]
            assert all(one and other and one <= other for one, other in pairwise(times))


def test_I2_what_counts_was_judged_by_a_clause_in_force_and_qualifies(system: Actor) -> None:
    with scope(system.tenant_id):
        for record in records.ledger(system).filter(status__in=COUNTING):
            assert record.clause["effective_from"] <= record.discovered_on.isoformat()
            assert record.discovered_on.isoformat() <= (record.clause["effective_to"] or "9")
            judgment = records.judgment_of(record)
            assert judgment is not None
            assert judgment.verdict is Verdict.QUALIFIES


def test_I8_steps_are_signed_by_different_people_of_the_unit_and_of_the_office(system: Actor) -> None:
    with scope(system.tenant_id):
        posts = {post.user_id: (post.role, post.unit_id) for post in Membership.objects.all()}
        closed = Hazard.objects.filter(status=Status.CLOSED, discovered_on__year=2023)
        signed: dict[int, dict[str, int | None]] = {}
        for event in HazardEvent.objects.filter(hazard__in=closed).order_by("id"):
            signed.setdefault(event.hazard_id, {})[event.verb] = event.actor_id
            assert posts[event.actor_id or 0][1] in {event.unit_id, None}
    assert len(signed) == 142
    for hands in signed.values():
        assert len({hands[verb] for verb in ("报送", "审核通过", "复查销号")}) == 3
        assert hands["报请复查"] != hands["复查销号"]


def test_trail_runs_forward_in_time(system: Actor) -> None:
    with scope(system.tenant_id):
        events = HazardEvent.objects.order_by("hazard_id", "id").values_list("hazard_id", "at")
        assert not [one for one, other in pairwise(events) if one[0] == other[0] and one[1] > other[1]]


def test_first_unit_tells_of_a_failed_inspection_a_reopening_and_a_longer_term(system: Actor) -> None:
    with scope(system.tenant_id):
        own = Hazard.objects.filter(unit_id=unit_id("西天尾镇"), discovered_on__year=2023)
        assert own.filter(failed_inspections=1, status=Status.CLOSED).count() == 1
        assert own.filter(reopened=1, status=Status.CLOSED).count() == 1
        (extension,) = Extension.objects.filter(hazard__in=own)
        assert (extension.decision, extension.hazard.due_on) == (Decision.GRANTED, extension.wanted_on)
        assert extension.hazard.closed_at is not None
        assert extension.due_on < extension.hazard.closed_at.date() <= extension.wanted_on


def test_second_looks_of_september_were_made_and_all_held(system: Actor) -> None:
    with scope(system.tenant_id):
        looks = SecondLook.objects.filter(draw__seed="荔城演示2023年9月")
        assert [look.finding for look in looks] == [Finding.HELD] * 5


def test_every_closed_record_shows_the_place_before_and_after(system: Actor) -> None:
    with scope(system.tenant_id):
        closed = set(Hazard.objects.filter(status=Status.CLOSED).values_list("id", flat=True))
        for stage in (Stage.FOUND, Stage.REINSPECTED):
            assert closed <= set(Evidence.objects.filter(stage=stage).values_list("hazard_id", flat=True))


def test_one_photo_alone_is_used_twice(system: Actor) -> None:
    with scope(system.tenant_id):
        photos = list(Evidence.objects.values_list("fingerprint", "hazard__enterprise__name"))
    alike = [
        (one, other)
        for (print_one, one), (print_other, other) in combinations(photos, 2)
        if fingerprints.distance(print_one, print_other) <= fingerprints.ALIKE
    ]
    assert alike == [("演示同报家具厂", "演示同报家具厂")]


def test_counts_page_says_that_form_and_ledger_agree(system: Actor, browser: Browser) -> None:
    browser.force_login(
        User.objects.get(username="licheng.reviewer"), backend="units.backends.UsernameOrPhoneBackend"
    )
    with scope(system.tenant_id):
        number = campaign().pk
    said = text(browser, f"/licheng/ledger/counts/?campaign={number}")
    assert "2023年9月调度表与台账一致" in said
    assert "企业自查 81、企业自查已整改 79、部门检查 74、部门检查已整改 63" in said
    assert "报送3条，均不符合判定标准" in said
