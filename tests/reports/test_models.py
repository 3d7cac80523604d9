"""What the database refuses about campaigns, periods and filings, and what models say in words."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from reports.models import (
    Campaign,
    DispatchForm,
    Indicator,
    Obligation,
    Period,
    Phase,
    Snapshot,
    Submission,
)
from reports.snapshot import TIMELINESS_LABELS, Timeliness, digest
from reports.transitions import EDITABLE, State
from tests.factories import (
    BEFORE,
    CUTOFF,
    INSTANT,
    District,
    close,
    make_campaign,
    make_form,
    make_period,
    save_draft,
)

Break = Callable[[District], object]


def submission(district: District, **fields: object) -> Submission:
    return Submission.objects.create(**{"period": district.period, "unit": district.town, **fields})


@pytest.mark.parametrize(
    ("constraint", "attempt"),
    [
        ("campaign_name_once", lambda _: make_campaign()),
        ("campaign_ends_after_start", lambda _: make_campaign("坏", ends_on=date(2023, 4, 30))),
        ("campaign_cutoff_every_month", lambda _: make_campaign("坏", cutoff_day=29)),
        ("campaign_cutoff_every_month", lambda _: make_campaign("坏", cutoff_day=0)),
        ("phase_order_once", lambda d: [_phase(d), _phase(d)]),
        ("form_version_once", lambda _: make_form()),
        ("indicator_code_once", lambda d: _indicator(d, order=99)),
        ("indicator_order_once", lambda d: _indicator(d, code="another")),
        ("period_label_once", lambda d: make_period(d.campaign, d.form)),
        (
            "period_ends_after_start",
            lambda d: make_period(d.campaign, d.form, "坏", starts_on=date(2023, 9, 25)),
        ),
        (
            "period_closes_after_cutoff",
            lambda d: make_period(d.campaign, d.form, "坏", close_at=CUTOFF - INSTANT),
        ),
        ("period_closed_has_time", lambda d: make_period(d.campaign, d.form, "坏", state="closed")),
        ("period_closed_has_time", lambda d: make_period(d.campaign, d.form, "坏", closed_at=CUTOFF)),
        ("period_closed_has_time", lambda d: make_period(d.campaign, d.form, "坏", state="ajar")),
        ("submission_once", lambda d: [submission(d), submission(d)]),
        ("submission_filed_has_time", lambda d: submission(d, state="filed")),
        ("submission_filed_has_time", lambda d: submission(d, state="filed", filed_at=BEFORE)),
        ("submission_returned_has_reason", lambda d: submission(d, state="returned")),
        ("obligation_once", lambda d: [_obligation(d), _obligation(d)]),
        ("snapshot_revision_once", lambda d: [_snapshot(d), _snapshot(d)]),
    ],
)
def test_database_refuses(district: District, constraint: str, attempt: Break) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        attempt(district)


def _phase(district: District) -> Phase:
    return Phase.objects.create(campaign=district.campaign, order=1, name="阶段", ends_on=date(2023, 6, 1))


def _indicator(district: District, **changes: object) -> Indicator:
    taken = district.form.indicators.all()[0]
    fields = {"code": taken.code, "order": taken.order, "group": [], "label": "又一项", "measure": "条"}
    return Indicator.objects.create(form=district.form, **{**fields, **changes})


def _obligation(district: District) -> Obligation:
    return Obligation.objects.create(period=district.period, unit=district.town, timeliness="late")


def _snapshot(district: District) -> Snapshot:
    return Snapshot.objects.create(
        period=district.period, revision=1, content={}, sha256="", created_at=CUTOFF
    )


def test_same_labels_live_side_by_side_in_two_tenants(district: District, neighbour: District) -> None:
    assert (district.period.label, district.campaign.name) == (
        neighbour.period.label,
        neighbour.campaign.name,
    )


def test_form_lists_its_columns_in_printed_order_with_one_query(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        specs = district.form.specs()
    assert [spec.order for spec in specs] == sorted(spec.order for spec in specs)
    assert specs[-1].group == ("部门精准严格执法情况", "行政处罚")


def test_prefetched_form_asks_nothing(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    form = DispatchForm.objects.prefetch_related("indicators").get(pk=district.form.pk)
    specs = district.form.specs()
    with django_assert_num_queries(0):
        assert form.specs() == specs


@pytest.mark.parametrize(
    ("at", "late"), [(CUTOFF - INSTANT, False), (CUTOFF, True), (CUTOFF + INSTANT, True)]
)
def test_I10_period_says_whether_an_instant_is_late(district: District, at: datetime, late: bool) -> None:
    assert district.period.is_late_at(at) is late


@pytest.mark.parametrize("state", list(State))
def test_filing_is_editable_in_some_states_of_an_open_period(district: District, state: State) -> None:
    filing = save_draft(district)
    filing.state = state.value
    assert filing.is_editable is (state in EDITABLE)
    close(district)
    filing.period.refresh_from_db()
    assert not filing.is_editable


def test_new_filing_says_nothing_yet(district: District) -> None:
    filing = submission(district)
    filing.refresh_from_db()
    assert (filing.state, filing.nil, filing.values, filing.version) == (State.DRAFT, False, {}, 0)


def test_I4_snapshot_model_gives_its_content_back(district: District) -> None:
    made = close(district)
    stored = Snapshot.objects.get(pk=made.pk)
    assert stored.data == made.data
    assert digest(stored.content) == stored.sha256


def test_periods_come_latest_first(district: District) -> None:
    earlier = make_period(district.campaign, district.form, "2023-08", CUTOFF - timedelta(days=31))
    later = make_period(district.campaign, district.form, "2023-10", CUTOFF + timedelta(days=30))
    assert list(Period.objects.all()) == [later, district.period, earlier]


def test_labels_for_readers(district: District) -> None:
    close(district)
    assert set(TIMELINESS_LABELS) == set(Timeliness)
    assert str(Obligation.objects.get(unit=district.town, duty="form")) == "东关镇 调度表缺报"
    assert str(Snapshot.objects.get()) == "2023年9月 第1版"
    assert str(Submission(period=district.period, unit=district.town)) == "东关镇 2023年9月"
    assert str(Campaign(name="行动")) == "行动"
    assert (str(Phase(name="阶段")), str(Indicator(label="排查"))) == ("阶段", "排查")
