"""荔城区 in the demonstration: real September figures, everything else marked as invented."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from config.demo import licheng as demo_licheng
from notices.models import Circular
from reports.models import Period, Snapshot, Submission
from reports.selectors.figures import closed_period
from reports.selectors.planning import planned
from reports.snapshot import Timeliness, digest, values_from
from reports.transitions import State
from tests import licheng
from tests.config.demo.conftest import AT, Loaded
from tests.factories import INSTANT, ZONE, make_district
from units.actors import Actor
from units.models import AuditEntry, Membership, Tenant, Unit
from units.scoping import scope

PUBLISHED = {
    "general.found": 4993,
    "general.rectified": 4643,
    "general.rectification_rate": Decimal("92.99"),
    "major.found.total": 155,
    "major.found.enterprise": 81,
    "major.found.department": 74,
    "major.rectified.total": 142,
    "major.rectification_rate": Decimal("91.61"),
    "listed.found": 20,
    "listed.rate": Decimal("27.03"),
    "penalty.count": 672,
    "penalty.amount": Decimal("114.438"),
    "penalty.top3.count_share": Decimal("92.56"),
    "penalty.top3.amount_share": Decimal("86.50"),
    "towns_assisted": 386,
    "enterprises_inspected": 2075,
    "enterprises_assisted": 2848,
    "major.new.total": 6,
    "major.new.enterprise": 1,
    "major.new.department": 5,
    "major.new.change_rate": Decimal("-53.85"),
}


@pytest.fixture
def tenant(demo: Loaded) -> Tenant:
    return Tenant.objects.get(slug="licheng")


def periods(campaign: str) -> dict[str, Period]:
    found = Period.objects.filter(campaign__name__contains=campaign)
    return {period.label: period for period in found}


def test_I5_september_carries_the_published_figures(tenant: Tenant) -> None:
    with scope(tenant.pk):
        closed = closed_period(Actor.system(tenant.pk), Period.objects.get(label="2023-09"))
    values = {figure.key: figure.value for figure in closed.figures}
    assert {key: values[key] for key in PUBLISHED} == PUBLISHED


def test_september_is_the_real_table_row_by_row(tenant: Tenant) -> None:
    with scope(tenant.pk):
        rows = Submission.objects.filter(period__label="2023-09").select_related("unit")
        stored = {row.unit.name: values_from(row.values) for row in rows}
        assert {row.origin for row in rows} == {Submission.Origin.IMPORTED}
    assert stored == licheng.september()


def test_units_stand_in_printed_order_with_their_kinds(tenant: Tenant) -> None:
    with scope(tenant.pk):
        assert dict(Unit.objects.values_list("name", "kind")) == licheng.unit_kinds()
        assert [unit.name for unit in Unit.objects.all()] == list(licheng.unit_kinds())


def test_what_is_invented_says_so(tenant: Tenant) -> None:
    with scope(tenant.pk):
        real = periods("2023")
        assert {label: period.synthetic for label, period in real.items()} == {
            "2023-07": True,
            "2023-08": True,
            "2023-09": False,
        }
        assert "121号附件1" in real["2023-09"].note
        assert "报送时间为演示用" in real["2023-09"].note
        under_way = periods("演示")
        assert under_way
        assert all(period.synthetic for period in under_way.values())
        invented = [period for period in Period.objects.all() if period.synthetic]
        assert {period.note for period in invented} == {"演示用合成数据，非真实填报"}
        for snapshot in Snapshot.objects.select_related("period"):
            assert snapshot.data.synthetic is snapshot.period.synthetic


def test_september_covers_the_campaign_as_published(tenant: Tenant) -> None:
    with scope(tenant.pk):
        data = Snapshot.objects.get(period__label="2023-09").data
    assert (data.covers_from, data.covers_to) == (date(2023, 5, 1), date(2023, 9, 26))
    assert data.cutoff_at == data.closed_at == datetime(2023, 9, 25, tzinfo=ZONE)


def test_first_period_takes_in_everything_since_the_campaign_began(tenant: Tenant) -> None:
    with scope(tenant.pk):
        real = periods("2023")
        days = [(real[label].starts_on, real[label].ends_on) for label in ("2023-07", "2023-08", "2023-09")]
        assert days[0][0] == real["2023-07"].campaign.starts_on
    assert days == [
        (date(2023, 5, 1), date(2023, 7, 24)),
        (date(2023, 7, 25), date(2023, 8, 24)),
        (date(2023, 8, 25), date(2023, 9, 26)),
    ]


def test_I4_past_periods_are_closed_with_snapshots_that_verify(tenant: Tenant) -> None:
    with scope(tenant.pk):
        for label in ("2023-07", "2023-08", "2023-09"):
            snapshot = Snapshot.objects.get(period__label=label)
            assert digest(snapshot.content) == snapshot.sha256
            assert {unit.timeliness for unit in snapshot.data.units} == {Timeliness.ON_TIME}
            assert len(snapshot.data.units) == 27
            assert Circular.objects.filter(snapshot=snapshot).count() == 1
        first = {s.period.label for s in Snapshot.objects.all() if s.data.first_of_campaign}
        assert first == {"2023-07", "2026-10"}


def test_new_major_hazards_fell_from_thirteen_to_six(tenant: Tenant) -> None:
    with scope(tenant.pk):
        closed = closed_period(Actor.system(tenant.pk), Period.objects.get(label="2023-09"))
    values = {figure.key: figure.value for figure in closed.figures}
    assert (values["major.new.previous"], values["major.new.total"]) == (13, 6)


def test_period_under_way_shows_filings_in_every_state(tenant: Tenant) -> None:
    with scope(tenant.pk):
        current = next(p for p in Period.objects.order_by("cutoff_at") if p.is_open)
        states = set(Submission.objects.filter(period=current).values_list("state", flat=True))
        assert states == {State.DRAFT, State.READY, State.FILED, State.RETURNED}
        assert Submission.objects.filter(period=current).count() < 27, "some have not begun"
        first = Submission.objects.get(period=current, unit=Unit.objects.earliest("order"))
        assert first.state == State.RETURNED
        assert first.return_reason
    assert current.cutoff_at > AT > current.cutoff_at - timedelta(days=32)


def test_I8_unit_filings_under_way_are_signed_by_their_own_heads(tenant: Tenant) -> None:
    with scope(tenant.pk):
        filed = Submission.objects.filter(period__synthetic=True, period__state="open", state=State.FILED)
        assert filed
        for submission in filed.select_related("signed_by", "unit"):
            assert submission.signed_by is not None
            posts = Membership.objects.filter(user=submission.signed_by)
            assert [(post.role, post.unit) for post in posts] == [("head", submission.unit)]


def test_I8_everything_loaded_stands_in_the_trail(tenant: Tenant) -> None:
    with scope(tenant.pk):
        actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert actions >= {
        "unit.created",
        "member.added",
        "form.created",
        "campaign.created",
        "period.created",
        "table.imported",
        "submission.imported",
        "submission.sign",
        "submission.return",
        "period.closed",
        "circular.drafted",
    }


@pytest.mark.parametrize(
    ("at", "cutoff"),
    [
        (datetime(2026, 11, 21, 10, tzinfo=ZONE), datetime(2026, 11, 25, tzinfo=ZONE)),
        (datetime(2026, 11, 25, tzinfo=ZONE) - INSTANT, datetime(2026, 11, 25, tzinfo=ZONE)),
        (datetime(2026, 11, 25, tzinfo=ZONE), datetime(2026, 12, 25, tzinfo=ZONE)),
        (datetime(2026, 12, 31, 23, tzinfo=ZONE), datetime(2027, 1, 25, tzinfo=ZONE)),
        (datetime(2027, 1, 1, tzinfo=ZONE), datetime(2027, 1, 25, tzinfo=ZONE)),
        (datetime(2027, 1, 31, tzinfo=ZONE), datetime(2027, 2, 25, tzinfo=ZONE)),
        (datetime(2028, 2, 29, tzinfo=ZONE), datetime(2028, 3, 25, tzinfo=ZONE)),
    ],
)
def test_I10_invented_campaign_has_its_second_period_under_way(
    db: None, at: datetime, cutoff: datetime
) -> None:
    district = make_district("hanjiang")
    with scope(district.tenant.pk):
        campaign = demo_licheng.running_campaign(district.system, at)
        first, second, *_ = planned(campaign)
    assert second.cutoff_at == cutoff
    assert first.cutoff_at <= at < second.cutoff_at
    assert campaign.name == "安全生产治本攻坚行动（演示）"
