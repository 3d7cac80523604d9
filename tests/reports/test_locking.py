"""The lock between filing and closing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import locking
from reports.models import Period
from tests.factories import CUTOFF, District, close, make_form
from units.errors import Conflict
from units.models import Tenant


def test_open_period_is_held_with_a_shared_lock(district: District) -> None:
    with CaptureQueriesContext(connection) as queries:
        locking.hold_open(district.period)
    assert [query["sql"].endswith("FOR SHARE") for query in queries] == [True]


def test_I4_period_closed_meanwhile_is_not_held(district: District) -> None:
    seen_open = Period.objects.get(pk=district.period.pk)
    close(district)
    assert seen_open.is_open
    with pytest.raises(Conflict, match="2023年9月已关账，数据已冻结，不能再改（自2023年9月25日00:00起"):
        locking.hold_open(seen_open)
    assert not seen_open.is_open, "what was loaded earlier now knows better"


def test_form_changed_meanwhile_is_known_once_the_period_is_held(district: District) -> None:
    seen_before = Period.objects.select_related("form").get(pk=district.period.pk)
    newer = make_form(version=2)
    Period.objects.filter(pk=district.period.pk).update(form=newer)
    locking.hold_open(seen_before)
    assert seen_before.form == newer


def test_open_period_passes(district: District) -> None:
    locking.require_open(district.period)


def test_I10_refusal_says_since_when_in_the_tenants_zone(district: District) -> None:
    Tenant.objects.filter(pk=district.tenant.pk).update(timezone="Asia/Tashkent")
    period = Period.objects.get(pk=district.period.pk)
    period.closed_at = CUTOFF
    with pytest.raises(Conflict, match=r"已关账.*自2023年9月24日21:00起.*请联系licheng区安委办办理更正"):
        locking.require_open(period)


def test_period_is_locked_alone_for_closing(district: District) -> None:
    with CaptureQueriesContext(connection) as queries:
        locked = locking.lock(district.period.pk)
    query, _ = (found["sql"] for found in queries)
    assert query.endswith("FOR UPDATE")
    assert "JOIN" not in query
    assert (locked.campaign, locked.form, locked.tenant) == (
        district.campaign,
        district.form,
        district.tenant,
    )


def test_I3_period_of_another_tenant_cannot_be_locked(district: District, neighbour: District) -> None:
    with pytest.raises(Period.DoesNotExist):
        locking.lock(neighbour.period.pk)
