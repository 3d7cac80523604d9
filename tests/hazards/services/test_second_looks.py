"""回头看: a draw that can be repeated, and looks by people who neither rectified nor closed."""

from datetime import date, datetime, timedelta

import pytest

from hazards.life import Status
from hazards.models import Draw, Finding, Hazard, HazardEvent, SecondLook
from hazards.selectors import second_looks as reads
from hazards.services import second_looks
from tests.factories import INSTANT, ZONE, District, make_actor
from tests.ledgers import drafted, standing, step
from units.actors import Actor
from units.enums import Role
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import AuditEntry

OCTOBER = date(2023, 10, 1)
CLOSED_AT = datetime(2023, 10, 9, 15, tzinfo=ZONE)
DRAWN_AT = datetime(2023, 11, 6, 9, tzinfo=ZONE)
LOOKED_AT = DRAWN_AT + timedelta(days=3)
NEW_TERM = date(2023, 12, 9)


def closed(district: District, at: datetime = CLOSED_AT) -> Hazard:
    """A record of the first town, closed by its head."""
    return step(district.head, standing(district, Status.AWAITING), "close", at=at)


def draw(
    district: District,
    *,
    actor: Actor | None = None,
    first: date = OCTOBER,
    last: date = date(2023, 10, 31),
    wanted: int = 1,
    at: datetime = DRAWN_AT,
    seed: str = "",
) -> Draw:
    return second_looks.draw(
        actor=actor or district.reviewer, closed_from=first, closed_to=last, wanted=wanted, at=at, seed=seed
    )


def look_at(district: District) -> SecondLook:
    """The one look of a draw of the one record."""
    closed(district)
    draw(district)
    return SecondLook.objects.select_related("hazard").get()


def report(
    actor: Actor,
    look: SecondLook,
    finding: Finding = Finding.HELD,
    note: str = "标志完好",
    due_on: date | None = NEW_TERM,
) -> SecondLook:
    return second_looks.report(
        actor=actor, look_id=look.pk, finding=finding, note=note, at=LOOKED_AT, due_on=due_on
    )


def test_draw_takes_as_many_as_wanted_and_records_how(district: District) -> None:
    hazards = [closed(district) for _ in range(4)]
    made = draw(district, wanted=2, seed="甲")
    looks = list(SecondLook.objects.order_by("order"))
    assert (made.population, made.wanted, made.seed) == (4, 2, "甲")
    assert (made.drawer_name, made.at) == (district.reviewer.name, DRAWN_AT)
    assert len({look.hazard_id for look in looks}) == 2
    assert {look.hazard_id for look in looks} < {hazard.pk for hazard in hazards}
    assert [(look.order, look.unit, look.finding) for look in looks] == [
        (1, district.town, Finding.PENDING),
        (2, district.town, Finding.PENDING),
    ]
    assert "4条中抽出2条" in AuditEntry.objects.get(action="second_look.drawn").summary


def test_same_seed_draws_the_same(district: District) -> None:
    for _ in range(6):
        closed(district)
    first, second = draw(district, wanted=3, seed="甲"), draw(district, wanted=3, seed="甲")
    assert drawn_by(first) == drawn_by(second)
    assert drawn_by(first) == list(reads.drawn(dict.fromkeys(sorted(drawable()), 0), 3, "甲"))


def drawn_by(made: Draw) -> list[int]:
    return [look.hazard_id for look in SecondLook.objects.filter(draw=made).order_by("order")]


def drawable() -> list[int]:
    return [hazard.pk for hazard in Hazard.objects.filter(status=Status.CLOSED)]


def test_draws_without_a_seed_have_different_ones(district: District) -> None:
    closed(district)
    seeds = {draw(district).seed for _ in range(3)}
    assert len(seeds) == 3
    assert all(len(seed) == 32 for seed in seeds)


def test_draw_of_more_than_there_are_takes_all(district: District) -> None:
    hazards = {closed(district).pk for _ in range(2)}
    assert set(drawn_by(draw(district, wanted=200))) == hazards


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.CLOSED])
def test_only_closed_records_are_drawn(district: District, status: Status) -> None:
    standing(district, status)
    with pytest.raises(Invalid, match="这段日期里没有已销号的隐患"):
        draw(district, first=date(2023, 1, 1), last=date(2023, 11, 6))


def test_reopened_record_is_not_drawn_until_it_is_closed_again(district: District) -> None:
    opened = step(district.reviewer, closed(district), "reopen", at=CLOSED_AT, reason="反弹")
    with pytest.raises(Invalid):
        draw(district)
    again = step(
        make_actor("third", Role.REVIEWER), step(district.filer, opened, "report_done"), "close", at=CLOSED_AT
    )
    assert drawn_by(draw(district)) == [again.pk]


@pytest.mark.parametrize(
    ("at", "inside"),
    [
        (datetime(2023, 10, 1, tzinfo=ZONE) - INSTANT, False),
        (datetime(2023, 10, 1, tzinfo=ZONE), True),
        (datetime(2023, 11, 1, tzinfo=ZONE) - INSTANT, True),
        (datetime(2023, 11, 1, tzinfo=ZONE), False),
    ],
)
def test_I10_days_of_closing_are_the_tenants(district: District, at: datetime, inside: bool) -> None:
    hazard = closed(district, at)
    found = reads.population(OCTOBER, date(2023, 10, 31), at=DRAWN_AT)
    assert found == ({hazard.pk: district.town.pk} if inside else {})


@pytest.mark.parametrize(
    ("at", "early"),
    [(datetime(2023, 11, 1, tzinfo=ZONE) - INSTANT, True), (datetime(2023, 11, 1, tzinfo=ZONE), False)],
)
def test_I10_days_that_have_not_come_are_not_drawn_from(
    district: District, at: datetime, early: bool
) -> None:
    closed(district)
    november = date(2023, 11, 1)
    if early:
        with pytest.raises(Invalid, match="要在2000年到今天之间"):
            draw(district, last=november, at=at)
    else:
        assert draw(district, last=november, at=at).population == 1


@pytest.mark.parametrize("wanted", [0, -1, 201])
def test_draw_of_an_unfit_number_is_refused(district: District, wanted: int) -> None:
    closed(district)
    with pytest.raises(Invalid, match="要在1到200之间"):
        draw(district, wanted=wanted)


def test_range_that_ends_before_it_starts_is_refused(district: District) -> None:
    with pytest.raises(Invalid, match="结束日期早于开始日期"):
        draw(district, last=OCTOBER - timedelta(days=1))


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_only_the_office_draws_and_reports(district: District, who: str) -> None:
    look = look_at(district)
    actor = getattr(district, who)
    with pytest.raises(NotAllowed, match="回头看由安委办抽查"):
        draw(district, actor=actor)
    with pytest.raises(NotAllowed, match="回头看由安委办抽查"):
        report(actor, look)
    assert (Draw.objects.count(), SecondLook.objects.get().finding) == (1, Finding.PENDING)


def test_I8_look_that_finds_it_in_order_is_signed(district: District) -> None:
    look = report(district.reviewer, look_at(district))
    assert (look.finding, look.note, look.looked_at) == (Finding.HELD, "标志完好", LOOKED_AT)
    event = HazardEvent.objects.order_by("-id")[0]
    assert (event.verb, event.reason, event.actor_name) == (
        "回头看",
        "整改到位：标志完好",
        district.reviewer.name,
    )
    assert Hazard.objects.get().status == Status.CLOSED


def test_look_that_finds_a_relapse_reopens_the_record(district: District) -> None:
    look = report(district.reviewer, look_at(district), Finding.RELAPSED, "标志又被拆除")
    hazard = Hazard.objects.get()
    assert (hazard.status, hazard.reopened, hazard.closed_at) == (Status.RECTIFYING, 1, None)
    assert hazard.due_on == NEW_TERM
    assert (look.finding, look.looker_name) == (Finding.RELAPSED, district.reviewer.name)
    verbs = list(HazardEvent.objects.order_by("-id").values_list("verb", "reason")[:3])
    assert verbs == [("重定时限", ""), ("重新打开", "标志又被拆除"), ("回头看", "整改不到位：标志又被拆除")]


def test_relapse_after_the_term_is_reported_with_a_new_one(district: District) -> None:
    look = look_at(district)
    with pytest.raises(Invalid, match="原来的整改时限2023年9月30日已经过了，请定一个新的"):
        report(district.reviewer, look, Finding.RELAPSED, "标志又被拆除", due_on=None)
    assert SecondLook.objects.get().finding == Finding.PENDING
    assert Hazard.objects.get().status == Status.CLOSED


def test_look_in_order_sets_no_term(district: District) -> None:
    report(district.reviewer, look_at(district))
    assert Hazard.objects.get().due_on == date(2023, 9, 30)


@pytest.mark.parametrize("note", [" ", "长" * 201])
def test_look_needs_words_that_fit(district: District, note: str) -> None:
    look = look_at(district)
    with pytest.raises(Invalid):
        report(district.reviewer, look, note=note)


def test_look_needs_a_finding(district: District) -> None:
    look = look_at(district)
    with pytest.raises(Invalid, match="请选择核查结果"):
        report(district.reviewer, look, Finding.PENDING)


def test_longest_words_are_kept_whole(district: District) -> None:
    report(district.reviewer, look_at(district), Finding.RELAPSED, "长" * 200)
    assert HazardEvent.objects.filter(verb="回头看").get().reason.endswith("长" * 200)


def test_I8_who_closed_does_not_look_again(district: District) -> None:
    step(district.reviewer, standing(district, Status.AWAITING), "close", at=CLOSED_AT)
    draw(district)
    look = SecondLook.objects.get()
    with pytest.raises(NotAllowed, match="本条是您销号的"):
        report(district.reviewer, look)
    assert report(make_actor("third", Role.REVIEWER), look).finding == Finding.HELD


def test_I8_who_rectified_does_not_look_again(district: District) -> None:
    both = Actor(
        user_id=district.filer.user_id,
        name=district.filer.name,
        tenant_id=district.tenant.pk,
        tenant_roles=frozenset({Role.REVIEWER.value}),
    )
    look = look_at(district)
    with pytest.raises(NotAllowed, match="本条是您整改或报请复查的"):
        report(both, look)


def test_I8_system_does_not_look(district: District) -> None:
    look = look_at(district)
    with pytest.raises(NotAllowed, match="由具体的人签名"):
        report(district.system, look)


def test_look_is_reported_once(district: District) -> None:
    look = look_at(district)
    report(district.reviewer, look)
    with pytest.raises(Conflict, match=f"{district.reviewer.name}已经登记：整改到位"):
        report(make_actor("third", Role.REVIEWER), look, Finding.RELAPSED, "反弹")
    assert Hazard.objects.get().status == Status.CLOSED


def test_look_at_a_record_reopened_meanwhile_is_refused(district: District) -> None:
    look = look_at(district)
    step(district.reviewer, Hazard.objects.get(), "reopen", reason="群众举报")
    with pytest.raises(Conflict, match="已经重新打开过"):
        report(district.reviewer, look)


def test_look_that_is_not_there(district: District) -> None:
    with pytest.raises(NotFound):
        report(district.reviewer, SecondLook(pk=4711))


def test_drafts_do_not_disturb_a_draw(district: District) -> None:
    drafted(district)
    hazard = closed(district)
    assert drawn_by(draw(district, wanted=5)) == [hazard.pk]
