"""The trail: complete lines, in the change's own transaction, never edited (I8)."""

import pytest
from django.db import ProgrammingError, transaction

from tests.factories import BEFORE, District, user_of
from units import audit
from units.actors import Actor
from units.models import AuditEntry


def write(district: District, actor: Actor | None = None, **changes: object) -> AuditEntry:
    line = {"action": "unit.praised", "summary": "表扬东关镇", **changes}
    audit.record(actor=actor or district.admin, at=BEFORE, about=district.town, **line)  # type: ignore[arg-type]
    return AuditEntry.objects.latest("id")


def test_I8_line_says_who_when_what_and_about_which_record(district: District) -> None:
    entry = write(district, detail={"reason": "按时"})
    assert (entry.actor_id, entry.actor_name) == (district.admin.user_id, district.admin.name)
    assert (entry.at, entry.action) == (BEFORE, "unit.praised")
    assert (entry.object_type, entry.object_id) == ("units.unit", district.town.pk)
    assert (str(entry), entry.detail) == ("表扬东关镇", {"reason": "按时"})
    assert entry.tenant == district.tenant


def test_I8_line_keeps_the_name_the_person_had(district: District) -> None:
    entry = write(district)
    user = user_of(district.admin)
    user.name = "改名后"
    user.save()
    entry.refresh_from_db()
    assert entry.actor_name == district.admin.name


def test_line_of_the_system_names_it(district: District) -> None:
    entry = write(district, Actor.system(district.tenant.pk, "系统（命令行）"))
    assert (entry.actor_id, entry.actor_name) == (None, "系统（命令行）")


@pytest.mark.parametrize(("length", "kept"), [(299, 299), (300, 300), (301, 300), (5000, 300)])
def test_long_summary_is_cut_rather_than_refused(district: District, length: int, kept: int) -> None:
    assert len(write(district, summary="长" * length).summary) == kept


def test_line_without_detail_has_an_empty_one(district: District) -> None:
    assert write(district).detail == {}


def test_I8_line_is_rolled_back_with_its_change(district: District) -> None:
    def change() -> None:
        with transaction.atomic():
            write(district)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    assert not AuditEntry.objects.exists()


def test_I8_line_cannot_be_edited(district: District) -> None:
    entry = write(district)
    entry.summary = "批评东关镇"
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        entry.save()
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        AuditEntry.objects.update(actor_name="别人")
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        entry.delete()
    assert AuditEntry.objects.get().summary == "表扬东关镇"
