"""What tests are made of: plain functions without surprises.

`make_district` builds a whole tenant; the others add one row to the tenant whose scope is open. Nothing is
random: who needs a second one of something names it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import cast
from zoneinfo import ZoneInfo

from reports.models import Campaign, DispatchForm, Indicator, Period, Rule, Snapshot, Submission
from reports.services import closing, submissions
from reports.services.rules import columns_of
from reports.shipped_rules import shipped
from reports.snapshot import IndicatorSpec
from tests import licheng
from units import selectors
from units.actors import Actor
from units.enums import Role, UnitKind
from units.models import Membership, Tenant, Unit, User
from units.scoping import current_tenant_id, scope

ZONE = ZoneInfo("Asia/Shanghai")
CUTOFF = datetime(2023, 9, 25, tzinfo=ZONE)
"""The end of 24 September 2023 in Shanghai: the first late instant of the period 2023-09."""
BEFORE = CUTOFF - timedelta(days=2)
"""When things happen in time, unless a test says otherwise."""
INSTANT = timedelta(microseconds=1)

CODES = ("general_found", "general_rectified", "towns_assisted", "penalty_count", "penalty_amount")
ENTRIES: Mapping[str, str] = {
    "general_found": "10",
    "general_rectified": "8",
    "towns_assisted": "0",
    "penalty_count": "2",
    "penalty_amount": "1.5",
}
"""A complete and sound filing of the small form, as typed."""
VALUES: Mapping[str, Decimal] = {code: Decimal(text) for code, text in ENTRIES.items()}


@dataclass(frozen=True, slots=True)
class District:
    """A tenant with an open period: two towns and a bureau that owe, their people, and 安委办."""

    tenant: Tenant
    town: Unit
    other_town: Unit
    bureau: Unit
    filer: Actor
    head: Actor
    other_filer: Actor
    other_head: Actor
    reviewer: Actor
    leader: Actor
    admin: Actor
    form: DispatchForm
    campaign: Campaign
    period: Period

    @property
    def units(self) -> tuple[Unit, Unit, Unit]:
        return self.town, self.other_town, self.bureau

    @property
    def system(self) -> Actor:
        return Actor.system(self.tenant.pk)


def make_district(slug: str = "licheng") -> District:
    """A tenant ready for filing; usernames begin with the slug. Written with few queries: most tests ask for it."""
    tenant = make_tenant(slug)
    with scope(tenant.pk):
        town, other_town, bureau = Unit.objects.bulk_create(
            Unit(name=name, order=order, kind=kind) for order, (name, kind) in enumerate(UNITS, start=1)
        )
        posts = zip(STAFF, (town, town, other_town, other_town, None, None, None), strict=True)
        people = _staff(slug, [(name, role, place) for (name, role), place in posts])
        form, campaign = make_form(), make_campaign()
        make_rules()
        return District(
            tenant, town, other_town, bureau, *people, form, campaign, make_period(campaign, form)
        )


UNITS = (("东关镇", UnitKind.TOWN), ("西关街道", UnitKind.TOWN), ("区试验局", UnitKind.BUREAU))
STAFF = (
    ("filer", Role.FILER),
    ("head", Role.HEAD),
    ("filer2", Role.FILER),
    ("head2", Role.HEAD),
    ("reviewer", Role.REVIEWER),
    ("leader", Role.LEADER),
    ("admin", Role.ADMIN),
)


Seven = tuple[Actor, Actor, Actor, Actor, Actor, Actor, Actor]


def _staff(slug: str, posts: Sequence[tuple[str, Role, Unit | None]]) -> Seven:
    users = User.objects.bulk_create(
        User(username=f"{slug}.{name}", name=f"测试{slug}.{name}", password="!", must_change_password=False)
        for name, *_ in posts
    )
    Membership.objects.bulk_create(
        Membership(user=user, role=role, unit=unit)
        for user, (_, role, unit) in zip(users, posts, strict=True)
    )
    made = (_actor(user, role, unit) for user, (_, role, unit) in zip(users, posts, strict=True))
    return cast(Seven, tuple(made))


def _actor(user: User, role: Role, unit: Unit | None) -> Actor:
    """What `act_as` would find, without asking the database."""
    return Actor(
        user_id=user.pk,
        name=user.name,
        tenant_id=current_tenant_id(),
        tenant_roles=frozenset() if unit else frozenset({role.value}),
        unit_roles={role.value: frozenset({unit.pk})} if unit else {},
    )


def make_tenant(slug: str = "licheng", **fields: object) -> Tenant:
    """A tenant, its name made from its address."""
    return Tenant.objects.create(**{"slug": slug, "name": f"{slug}区", "office": f"{slug}区安委办", **fields})


def make_unit(name: str, order: int = 1, kind: UnitKind = UnitKind.TOWN, **fields: object) -> Unit:
    """A unit that owes filings."""
    return Unit.objects.create(name=name, order=order, kind=kind, **fields)


def make_user(username: str, password: str | None = None, **fields: object) -> User:
    """A person who need not change their password; none can be used unless given."""
    defaults = {"name": f"测试{username}", "must_change_password": False}
    return User.objects.create_user(username, password, **{**defaults, **fields})


def join(user: User, role: Role, unit: Unit | None = None) -> Membership:
    """Give a person a role in the open tenant."""
    return Membership.objects.create(user=user, role=role, unit=unit)


def make_actor(username: str, role: Role, unit: Unit | None = None) -> Actor:
    """A new person with one role, as they act."""
    user = make_user(username)
    join(user, role, unit)
    return act_as(user)


def act_as(user: User) -> Actor:
    """The person with all roles they hold by now in the open tenant."""
    actor = selectors.actor_for(user)
    assert actor is not None
    return actor


def user_of(actor: Actor) -> User:
    """The account behind an actor, to sign in with."""
    assert actor.user_id is not None
    return User.objects.get(pk=actor.user_id)


def specs(codes: Sequence[str] = CODES) -> tuple[IndicatorSpec, ...]:
    """Columns of the real form: a handful, or all 28 with `codes=()`."""
    return tuple(spec for spec in licheng.indicators() if not codes or spec.code in codes)


def make_form(codes: Sequence[str] = CODES, version: int = 1) -> DispatchForm:
    """A version of the dispatch form with these columns; all 28 with `codes=()`."""
    form = DispatchForm.objects.create(version=version, name="调度表")
    # Notes are left out: pages without them are easier to read in a test.
    Indicator.objects.bulk_create(Indicator.of(form, replace(spec, note="")) for spec in specs(codes))
    return form


def make_rules() -> None:
    """The shipped rules, switched on."""
    Rule.objects.bulk_create(
        Rule(**columns_of(rule), code=rule.code, order=order, is_on=True, changed_at=BEFORE)
        for order, rule in enumerate(shipped(), start=1)
    )


def make_campaign(name: str = "2023行动", **fields: object) -> Campaign:
    """A campaign from May to December 2023."""
    dates = {"starts_on": date(2023, 5, 1), "ends_on": date(2023, 12, 31)}
    return Campaign.objects.create(**{"name": name, **dates, **fields})


def make_period(
    campaign: Campaign,
    form: DispatchForm,
    label: str = "2023-09",
    cutoff_at: datetime = CUTOFF,
    **fields: object,
) -> Period:
    """An open period of a month's length, closing by itself at its cutoff."""
    last_day = cutoff_at.date() - timedelta(days=1)
    defaults: dict[str, object] = {
        "title": f"{cutoff_at.year}年{cutoff_at.month}月",
        "starts_on": last_day - timedelta(days=30),
        "ends_on": last_day,
        "close_at": cutoff_at,
    }
    return Period.objects.create(
        campaign=campaign, form=form, label=label, cutoff_at=cutoff_at, **{**defaults, **fields}
    )


def make_previous(district: District) -> Period:
    """The open period 2023-08 before the district's."""
    cutoff = datetime(2023, 8, 25, tzinfo=ZONE)
    return make_period(district.campaign, district.form, "2023-08", cutoff)


def save_draft(
    district: District,
    entries: Mapping[str, str] = ENTRIES,
    *,
    version: int = 0,
    period: Period | None = None,
    at: datetime = BEFORE,
) -> Submission:
    """What the first town's filer typed."""
    return submissions.save_values(
        actor=district.filer,
        period=period or district.period,
        unit=district.town,
        version=version,
        entries=entries,
        at=at,
    )


def file_for(
    district: District,
    unit: Unit,
    values: Mapping[str, Decimal] = VALUES,
    *,
    period: Period | None = None,
    at: datetime = BEFORE,
) -> Submission:
    """A unit's filing as 安委办 takes it in from a table: the shortest way to a filed one."""
    return submissions.file_imported(
        actor=district.reviewer, period=period or district.period, unit=unit, values=values, at=at
    )


def sign_and_file(
    district: District, entries: Mapping[str, str] = ENTRIES, at: datetime = BEFORE
) -> Submission:
    """The first town's filing, typed by its filer, signed and filed by its head."""
    saved = save_draft(district, entries, at=at)
    return submissions.sign_and_file(
        actor=district.head, period=district.period, unit=district.town, version=saved.version, at=at
    )


def send_back(district: District, filed: Submission, at: datetime = BEFORE) -> Submission:
    """安委办 returns a filing."""
    return submissions.move(
        actor=district.reviewer,
        period=filed.period,
        unit=filed.unit,
        name="return",
        version=filed.version,
        at=at,
        reason="请核对罚款金额",
    )


def close(district: District, period: Period | None = None, at: datetime | None = None) -> Snapshot:
    """Close a period, at its cutoff unless told otherwise."""
    target = period or district.period
    return closing.close_period(actor=district.reviewer, period=target, at=at or target.cutoff_at)
