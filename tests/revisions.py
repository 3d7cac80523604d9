"""Standards for tests as administrators enter them: a keeper of the library, drafts, published versions."""

from datetime import date, datetime, timedelta

from hazards.models import Criterion, Standard
from hazards.services import revising
from hazards.services.revising import Clause, Head
from tests.factories import ZONE, District
from units.actors import Actor
from units.models import Tenant

AT = datetime(2024, 5, 10, 12, 0, tzinfo=ZONE)
"""When administrators of tests write and publish."""
FIRST = date(2024, 6, 1)
"""From when on what they write is the law."""
LATER = AT + timedelta(hours=1)
HEAD = Head(
    title="工贸企业重大事故隐患判定标准（试行）",
    issuer="应急管理部",
    number="应急管理部令第99号",
    effective_from=FIRST,
    sector="工贸",
)
LASER = Clause(
    article="第一条",
    scope="激光加工企业",
    text="激光切割车间未设置防护隔离且未张贴激光辐射警示牌的",
    logic={"all": [{"condition": "激光切割车间未设置防护隔离"}, {"condition": "未张贴激光辐射警示牌"}]},
)
"""A clause about what no shipped standard speaks of."""


def keeping(district: District) -> Actor:
    """The administrator of a tenant that keeps the library from now on."""
    Tenant.objects.filter(keeps_library=True).update(keeps_library=False)
    Tenant.objects.filter(pk=district.tenant.pk).update(keeps_library=True)
    return district.admin


def with_clause(keeper: Actor, draft: Standard, clause: Clause = LASER, at: datetime = AT) -> Criterion:
    """A draft's further clause."""
    draft.refresh_from_db()
    return revising.save_clause(actor=keeper, code=draft.code, version=draft.version, clause=clause, at=at)


def drafted_standard(keeper: Actor, head: Head = HEAD) -> Standard:
    """A draft with one clause."""
    draft = revising.start(actor=keeper, head=head, at=AT)
    with_clause(keeper, draft)
    draft.refresh_from_db()
    return draft


def publish(keeper: Actor, draft: Standard, at: datetime = LATER) -> Standard:
    """The draft as it now stands, published."""
    draft.refresh_from_db()
    return revising.publish(actor=keeper, code=draft.code, version=draft.version, at=at)


def published_standard(keeper: Actor, head: Head = HEAD) -> Standard:
    """A standard with one clause, in force from 1 June 2024."""
    return publish(keeper, drafted_standard(keeper, head))
