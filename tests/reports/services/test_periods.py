"""Campaigns, forms and periods: made by rule and by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from reports.models import Campaign, Cycle, Period, Phase
from reports.schedule import PlannedPeriod
from reports.services import periods
from tests.factories import BEFORE, CUTOFF, INSTANT, ZONE, District, close, make_campaign
from units import audit
from units.errors import Conflict, Invalid, NotAllowed
from units.models import AuditEntry, Tenant

OTHERS = ("filer", "head", "leader")


def campaign(district: District, name: str = "新行动", **changes: object) -> Campaign:
    fields: dict[str, object] = {
        "actor": district.reviewer,
        "name": name,
        "starts_on": date(2024, 1, 1),
        "ends_on": date(2024, 3, 31),
        "at": BEFORE,
    }
    return periods.create_campaign(**{**fields, **changes})  # type: ignore[arg-type]


def plan(label: str = "0912期", cutoff_at: datetime = CUTOFF + timedelta(days=10)) -> PlannedPeriod:
    return PlannedPeriod(label, "第12期", date(2023, 9, 25), date(2023, 10, 4), cutoff_at)


def add(district: District, made: PlannedPeriod, **changes: object) -> Period:
    fields: dict[str, object] = {
        "actor": district.reviewer,
        "campaign": district.campaign,
        "form": district.form,
        "plan": made,
        "at": BEFORE,
    }
    return periods.create_period(**{**fields, **changes})  # type: ignore[arg-type]


def generate(district: District, target: Campaign, **changes: object) -> list[Period]:
    fields = {"actor": district.reviewer, "campaign": target, "form": district.form, "at": BEFORE}
    return list(periods.generate_periods(**{**fields, **changes}))  # type: ignore[arg-type]


def test_campaign_is_created_with_its_phases(district: District) -> None:
    made = campaign(district, phases=[("动员部署", date(2024, 1, 20)), ("集中排查", date(2024, 3, 31))])
    phases = [(p.order, p.name, p.ends_on) for p in Phase.objects.filter(campaign=made)]
    assert phases == [(1, "动员部署", date(2024, 1, 20)), (2, "集中排查", date(2024, 3, 31))]
    assert made.cutoff_day == 24
    assert AuditEntry.objects.get().summary == "建立专项行动“新行动”"


@pytest.mark.parametrize(
    ("ends_on", "accepted"),
    [(date(2023, 12, 31), False), (date(2024, 1, 1), True), (date(2024, 1, 2), True)],
)
def test_campaign_does_not_end_before_it_starts(district: District, ends_on: date, accepted: bool) -> None:
    if accepted:
        assert campaign(district, ends_on=ends_on).pk
    else:
        with pytest.raises(Invalid, match="结束日期早于开始日期"):
            campaign(district, ends_on=ends_on)


@pytest.mark.parametrize(("days", "accepted"), [(3652, True), (3653, True), (3654, False)])
def test_campaign_of_more_than_ten_years_is_a_slip(district: District, days: int, accepted: bool) -> None:
    ends_on = date(2024, 1, 1) + timedelta(days=days)
    if accepted:
        assert campaign(district, ends_on=ends_on).pk
    else:
        with pytest.raises(Invalid, match="长达3654天，超过十年"):
            campaign(district, ends_on=ends_on)


def test_campaign_name_taken_is_refused(district: District) -> None:
    with pytest.raises(Conflict, match="已有名为“2023行动”的专项行动"):
        campaign(district, "2023行动")
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(("cutoff_day", "accepted"), [(0, False), (1, True), (28, True), (29, False)])
def test_cutoff_day_must_exist_in_every_month(district: District, cutoff_day: int, accepted: bool) -> None:
    if accepted:
        assert campaign(district, cutoff_day=cutoff_day).cutoff_day == cutoff_day
    else:
        with pytest.raises(Invalid, match="1–28"):
            campaign(district, cutoff_day=cutoff_day)


def test_periods_are_generated_from_the_rule(district: District) -> None:
    made = generate(district, campaign(district))
    assert [period.label for period in made] == ["2024-01", "2024-02", "2024-03", "2024-04"]
    second = Period.objects.get(label="2024-02")
    assert (second.starts_on, second.ends_on) == (date(2024, 1, 25), date(2024, 2, 24))
    assert second.cutoff_at == second.close_at == datetime(2024, 2, 24, 16, tzinfo=UTC)
    assert second.is_open
    assert not second.synthetic
    assert AuditEntry.objects.latest("id").summary == "按规则生成新行动的4期"


def test_I10_cutoffs_are_local_midnight_of_the_tenants_zone(district: District) -> None:
    Tenant.objects.filter(pk=district.tenant.pk).update(timezone="Asia/Tashkent")
    first = generate(district, campaign(district))[0]
    first.refresh_from_db()
    assert first.cutoff_at == datetime(2024, 1, 24, 19, tzinfo=UTC)


def test_generating_again_adds_only_what_is_missing(district: District) -> None:
    target = campaign(district)
    generate(district, target)
    Campaign.objects.filter(pk=target.pk).update(ends_on=date(2024, 5, 1))
    target.refresh_from_db()
    assert [period.label for period in generate(district, target)] == ["2024-05"]
    assert generate(district, target) == []


def test_invented_periods_say_so(district: District) -> None:
    assert all(period.synthetic for period in generate(district, campaign(district), synthetic=True))


def test_period_is_added_by_hand(district: District) -> None:
    made = add(district, plan())
    assert (made.label, made.close_at) == ("0912期", made.cutoff_at)
    assert AuditEntry.objects.get().summary == "新增2023行动第12期"


def test_period_label_taken_is_refused(district: District) -> None:
    with pytest.raises(Conflict, match="已有“2023-09”这一期"):
        add(district, plan("2023-09"))
    assert Period.objects.count() == 1


@pytest.mark.parametrize(("grace", "accepted"), [(-INSTANT, False), (timedelta(), True), (INSTANT, True)])
def test_period_does_not_close_before_its_cutoff(
    district: District, grace: timedelta, accepted: bool
) -> None:
    made = plan()
    if accepted:
        assert add(district, made, close_at=made.cutoff_at + grace).close_at == made.cutoff_at + grace
    else:
        with pytest.raises(Invalid, match="日期前后颠倒"):
            add(district, made, close_at=made.cutoff_at + grace)


def test_period_of_no_day_is_refused(district: District) -> None:
    with pytest.raises(Invalid, match="日期前后颠倒"):
        add(district, PlannedPeriod("倒", "倒", date(2023, 10, 2), date(2023, 10, 1), CUTOFF))


@pytest.mark.parametrize(
    ("cutoff_at", "accepted"), [(CUTOFF - INSTANT, False), (CUTOFF, False), (CUTOFF + INSTANT, True)]
)
def test_I4_no_period_is_slipped_in_before_a_closed_one(
    district: District, cutoff_at: datetime, accepted: bool
) -> None:
    close(district)
    if accepted:
        assert add(district, plan(cutoff_at=cutoff_at)).is_open
    else:
        with pytest.raises(Conflict, match="2023年9月已经关账，不能在它之前再加一期“0912期”"):
            add(district, plan(cutoff_at=cutoff_at))


def test_I4_generating_does_not_slip_in_periods_before_a_closed_one(district: District) -> None:
    close(district)
    made = generate(district, district.campaign)
    assert [period.label for period in made] == ["2023-10", "2023-11", "2023-12", "2024-01"]


def test_weeks_are_generated_from_the_rule_and_twice_adds_nothing(district: District) -> None:
    target = campaign(district)
    made = generate(district, target, cycle=Cycle.WEEKLY, weekday=5)
    assert [period.label for period in made[:2]] == ["2024-W01", "2024-W02"]
    assert {period.cycle for period in Period.objects.filter(campaign=target)} == {Cycle.WEEKLY}
    assert made[0].cutoff_at == made[0].close_at == datetime(2024, 1, 5, 16, tzinfo=UTC)
    assert generate(district, target, cycle=Cycle.WEEKLY, weekday=5) == []
    assert AuditEntry.objects.latest("id").summary == "按规则生成新行动的0期"


def test_months_and_weeks_stand_beside_each_other(district: District) -> None:
    target = campaign(district)
    weeks, months = generate(district, target, cycle=Cycle.WEEKLY), generate(district, target)
    assert Period.objects.filter(campaign=target).count() == len(weeks) + len(months)
    assert {period.cycle for period in months} == {Cycle.MONTHLY}


@pytest.mark.parametrize(
    "changes", [{"cycle": Cycle.IRREGULAR}, {"cycle": Cycle.WEEKLY, "weekday": 0}, {"weekday": 8}], ids=str
)
def test_what_follows_no_rule_is_not_generated(district: District, changes: dict[str, object]) -> None:
    with pytest.raises(Invalid, match="临时调度请逐期新增"):
        generate(district, campaign(district), **changes)


@pytest.mark.parametrize(("away", "first"), [(-INSTANT, "2024-01"), (timedelta(), "2024-02")], ids=str)
def test_what_would_be_closed_at_once_is_left_out(district: District, away: timedelta, first: str) -> None:
    since = datetime(2024, 1, 25, tzinfo=ZONE) + away
    assert generate(district, campaign(district), since=since)[0].label == first


@pytest.mark.parametrize("label", ["", "a/b", "九 月", "../x", "长" * 21, "a?b"])
def test_label_must_fit_into_an_address(district: District, label: str) -> None:
    with pytest.raises(Invalid, match="期号最多20个字"):
        add(district, plan(label))
    assert add(district, plan("2023-09_加报期")).pk


@pytest.mark.parametrize(
    ("days", "accepted"), [((-1, 0), False), ((0, 0), True), ((0, 244), True), ((0, 245), False)], ids=str
)
def test_days_of_a_period_lie_within_its_campaign(
    district: District, days: tuple[int, int], accepted: bool
) -> None:
    first, last = (district.campaign.starts_on + timedelta(days=day) for day in days)
    made = PlannedPeriod("加期", "加期", first, last, CUTOFF + timedelta(days=100))
    if accepted:
        assert add(district, made).pk
    else:
        with pytest.raises(Invalid, match="超出了2023行动（2023年5月1日至2023年12月31日）"):
            add(district, made)


@pytest.mark.parametrize(
    "phases",
    [
        [("甲", date(2023, 12, 31))],
        [("甲", date(2024, 4, 1))],
        [("甲", date(2024, 2, 1)), ("乙", date(2024, 2, 1))],
        [("甲", date(2024, 2, 1)), ("乙", date(2024, 1, 31))],
    ],
    ids=["before", "after", "same", "back"],
)
def test_phases_follow_each_other_within_the_campaign(
    district: District, phases: list[tuple[str, date]]
) -> None:
    with pytest.raises(Invalid, match="应晚于前一阶段、不晚于专项行动结束的2024年3月31日"):
        campaign(district, phases=phases)
    assert campaign(district, phases=[("甲", date(2024, 1, 1)), ("乙", date(2024, 3, 31))]).pk


def test_campaign_needs_a_name(district: District) -> None:
    with pytest.raises(Invalid, match="请写明专项行动的名称"):
        campaign(district, " ")


def test_irregular_period_is_added_by_hand(district: District) -> None:
    made = add(district, plan("0904期"), cycle=Cycle.IRREGULAR)
    assert (made.cycle, made.get_cycle_display()) == (Cycle.IRREGULAR, "临时调度")


def test_I4_irregular_period_may_be_put_before_a_closed_month(district: District) -> None:
    close(district)
    early = plan(cutoff_at=CUTOFF - timedelta(days=12))
    assert add(district, early, cycle=Cycle.IRREGULAR).is_open


def test_closed_period_of_another_campaign_is_no_obstacle(district: District) -> None:
    close(district)
    early = plan(cutoff_at=datetime(2023, 9, 13, tzinfo=ZONE))
    assert add(district, early, campaign=make_campaign("另一行动")).is_open


@pytest.mark.parametrize("who", OTHERS)
def test_only_office_and_administrators_set_up(district: District, who: str) -> None:
    actor = getattr(district, who)
    with pytest.raises(NotAllowed, match="安委办或管理员"):
        campaign(district, actor=actor)
    with pytest.raises(NotAllowed):
        add(district, plan(), actor=actor)
    with pytest.raises(NotAllowed):
        generate(district, district.campaign, actor=actor)
    assert not AuditEntry.objects.exists()


def test_setting_up_and_its_line_are_written_together_or_not_at_all(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(ZeroDivisionError):
        campaign(district)
    with pytest.raises(ZeroDivisionError):
        add(district, plan())
    assert (Campaign.objects.count(), Period.objects.count()) == (1, 1)
