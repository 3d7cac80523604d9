"""The mails as administrators see them."""

import pytest

from notices.models import MailState, OutboxMail
from notices.selectors.outbox import outbox
from notices.services.outbox import put
from tests.factories import BEFORE, District
from units.errors import NotAllowed
from units.scoping import scope


def mails(*keys: str) -> list[OutboxMail]:
    return [put(key=key, to="jia@example.com", subject=key, text=key, at=BEFORE) for key in keys]


def test_newest_come_first_and_states_are_counted(district: District) -> None:
    first, second = mails("一", "二")
    OutboxMail.objects.filter(pk=first.pk).update(state=MailState.FAILED)
    found = outbox(district.admin)
    assert list(found.mails) == [second, first]
    assert found.counts == {"failed": 1, "queued": 1}
    assert found.enabled is False


@pytest.mark.parametrize(("state", "count"), [("failed", 0), ("queued", 2), ("", 2), ("nonsense", 2)])
def test_unknown_state_asks_for_all(district: District, state: str, count: int) -> None:
    mails("一", "二")
    assert outbox(district.admin, state).mails.count() == count


@pytest.mark.parametrize("who", ["filer", "reviewer", "leader"])
def test_mails_denied_to_others(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="由管理员查看"):
        outbox(getattr(district, who))


def test_I3_mails_of_another_tenant_are_not_seen(district: District, neighbour: District) -> None:
    with scope(neighbour.tenant.pk):
        mails("一")
    assert outbox(district.admin).mails.count() == 0
