"""A line of the trail says who, when, what, and how the record stood (I8)."""

from hazards.life import Status
from hazards.services import trail
from tests.factories import District
from tests.ledgers import FILED_AT, drafted
from units.actors import Actor


def test_I8_line_names_actor_time_and_standing(district: District) -> None:
    hazard = drafted(district)
    line = trail.event(
        hazard, actor=district.head, at=FILED_AT, verb="修改", reason="更正", changes={"place": ("甲", "乙")}
    )
    assert (line.hazard, line.unit_id, line.status) == (hazard, district.town.pk, Status.DRAFT)
    assert (line.actor_id, line.actor_name, line.at) == (district.head.user_id, district.head.name, FILED_AT)
    assert (line.verb, line.reason, line.changes) == ("修改", "更正", {"place": ["甲", "乙"]})
    assert line.pk is None, "the service stores it with the change"


def test_I8_system_is_named_as_such(district: District) -> None:
    line = trail.event(drafted(district), actor=Actor.system(district.tenant.pk), at=FILED_AT, verb="修改")
    assert (line.actor_id, line.actor_name, line.changes) == (None, "系统", {})
