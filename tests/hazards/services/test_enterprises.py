"""The register of enterprises: adding, changing, merging."""

from typing import Any

import pytest

from hazards.entries import InvalidFields
from hazards.life import Status
from hazards.models import Enterprise, EnterpriseKind, Hazard, Regulation
from hazards.selectors import enterprises as selectors
from hazards.selectors import ledger as ledger_reads
from hazards.services import enterprises
from tests.factories import District
from tests.ledgers import FOUND_AT, OTHER_USCC, USCC, drafted, make_enterprise, registered, standing
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import AuditEntry
from units.scoping import scope


def update(actor: Actor, enterprise: Enterprise, **fields: Any) -> Enterprise:
    entry = enterprises.Entry(**{"name": enterprise.name, "uscc": enterprise.uscc, **fields})
    return enterprises.update(actor=actor, enterprise_id=enterprise.pk, entry=entry, at=FOUND_AT)


def merge(
    district: District, duplicate: Enterprise, into: Enterprise, actor: Actor | None = None
) -> Enterprise:
    return enterprises.merge(
        actor=actor or district.reviewer, duplicate_id=duplicate.pk, into_id=into.pk, at=FOUND_AT
    )


def regulators(enterprise: Enterprise) -> set[str]:
    return set(Regulation.objects.filter(enterprise=enterprise).values_list("unit__name", flat=True))


def test_enterprise_is_registered_with_its_regulators_and_recorded(district: District) -> None:
    made = registered(
        district,
        name=" 西关化工厂\0 ",
        uscc="9111 0000 6000 3734 1l",
        kind=EnterpriseKind.SOLE_TRADER,
        sector="危险化学品",
        address="西关路1号",
        regulators=[district.town, district.bureau],
    )
    stored = Enterprise.objects.get()
    assert (stored.pk, stored.name, stored.uscc, stored.kind) == (made.pk, "西关化工厂", USCC, "sole_trader")
    assert (stored.sector, stored.address) == ("危险化学品", "西关路1号")
    assert regulators(stored) == {"东关镇", "区试验局"}
    line = AuditEntry.objects.get(action="enterprise.registered")
    assert (line.summary, line.actor_id) == ("登记企业西关化工厂", district.filer.user_id)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("uscc", USCC[:-1] + "M", "校验位不对"),
        ("uscc", "123", "应为18位，现有3位"),
        ("name", "  ", "企业名称还没有填"),
        ("name", "长" * 121, "企业名称最多120字，现有121字"),
        ("address", "长" * 201, "地址最多200字"),
        ("kind", "school", "企业类别不在可选范围内"),
    ],
)
def test_unfit_entry_is_refused_in_words(district: District, field: str, value: str, words: str) -> None:
    with pytest.raises(InvalidFields, match=words) as refusal:
        registered(district, **{field: value})
    assert set(refusal.value.problems) == {field}
    assert not Enterprise.objects.exists()


def test_code_registered_already_is_refused_naming_its_holder(district: District) -> None:
    registered(district)
    with pytest.raises(Conflict, match="已登记为“西关化工厂”"):
        registered(district, name="另一个名字")
    with pytest.raises(Conflict, match="已登记为“西关化工厂”"):
        update(district.reviewer, make_enterprise("乙厂"), uscc=USCC)
    assert Enterprise.objects.filter(uscc=USCC).count() == 1


def test_entries_without_code_may_share_a_name(district: District) -> None:
    registered(district, uscc="")
    registered(district, uscc="")
    assert Enterprise.objects.count() == 2


def test_I3_same_code_may_stand_in_another_tenant(district: District, neighbour: District) -> None:
    registered(district)
    with scope(neighbour.tenant.pk):
        registered(neighbour)
        assert [found.name for found in selectors.search(text="西关")] == ["西关化工厂"]


def test_leader_does_not_register(district: District) -> None:
    with pytest.raises(NotAllowed, match="不能登记企业"):
        enterprises.register(actor=district.leader, entry=enterprises.Entry(name="甲厂"), at=FOUND_AT)


def test_change_is_recorded_old_and_new(district: District) -> None:
    made = registered(district, regulators=[district.town])
    update(district.filer, made, address="新址", regulators=[district.town, district.bureau])
    assert regulators(made) == {"东关镇", "区试验局"}
    assert AuditEntry.objects.get(action="enterprise.updated").detail == {
        "address": ["", "新址"],
        "regulators": [["东关镇"], ["东关镇", "区试验局"]],
    }


def test_only_regulating_units_and_the_office_change_an_entry(district: District) -> None:
    made = registered(district, regulators=[district.town])
    with pytest.raises(NotAllowed, match="由它的监管单位或安委办维护"):
        update(district.other_filer, made, address="新址")
    assert update(district.reviewer, made, regulators=[]).address == ""
    with pytest.raises(NotAllowed):
        update(district.filer, made, address="新址")


def test_merged_entry_is_found_no_longer_but_leads_to_the_one_kept(district: District) -> None:
    kept, gone = make_enterprise("甲厂"), make_enterprise("甲厂有限公司")
    merge(district, gone, kept)
    assert selectors.search(text="甲厂") == [kept]
    assert selectors.enterprise(gone.pk) == selectors.enterprise(kept.pk) == kept
    with pytest.raises(NotFound):
        selectors.enterprise(4711)


def test_hazards_of_all_units_follow_and_their_trails_say_so(district: District) -> None:
    gone, kept = make_enterprise("甲厂有限公司"), make_enterprise("甲厂")
    filed = standing(district, Status.FILED, enterprise=gone)
    draft = drafted(district, district.other_town, district.other_filer, enterprise=gone)
    untouched = drafted(district)
    merge(district, gone, kept)
    assert set(Hazard.objects.filter(enterprise=kept)) == {filed, draft}
    for hazard in (filed, draft):
        event = ledger_reads.history(hazard)[-1]
        assert (event.verb, event.changes) == ("企业合并", {"enterprise": ["甲厂有限公司", "甲厂"]})
        assert Hazard.objects.get(pk=hazard.pk).version == hazard.version + 1
    assert Hazard.objects.get(pk=untouched.pk).version == untouched.version
    line = AuditEntry.objects.get(action="enterprise.merged")
    assert line.summary == "企业甲厂有限公司并入甲厂，随同转移隐患2条"
    assert line.detail == {"duplicate": gone.pk, "hazards": 2}


def test_regulators_and_code_follow(district: District) -> None:
    gone = registered(district, regulators=[district.town, district.bureau])
    kept = registered(district, uscc="", regulators=[district.town, district.other_town])
    assert merge(district, gone, kept).uscc == USCC
    assert regulators(kept) == {"东关镇", "西关街道", "区试验局"}
    assert regulators(gone) == set()
    assert Enterprise.objects.get(pk=kept.pk).uscc == USCC


def test_what_was_merged_before_follows_along(district: District) -> None:
    first, second, third = (make_enterprise(name) for name in ("甲", "乙", "丙"))
    merge(district, first, second)
    merge(district, second, third)
    assert selectors.enterprise(first.pk) == third


def test_two_codes_are_two_enterprises(district: District) -> None:
    one, other = registered(district), registered(district, name="甲厂", uscc=OTHER_USCC)
    with pytest.raises(Invalid, match="统一社会信用代码不同"):
        merge(district, one, other)


def test_entry_is_not_merged_with_itself_nor_twice(district: District) -> None:
    one, other, third = (make_enterprise(name) for name in ("甲", "乙", "丙"))
    with pytest.raises(Invalid, match="同一条登记"):
        merge(district, one, one)
    merge(district, one, other)
    with pytest.raises(Conflict, match="甲已并入另一家企业"):
        merge(district, one, third)
    with pytest.raises(Conflict, match="甲已并入另一家企业"):
        update(district.reviewer, one, address="新址")


@pytest.mark.parametrize("name", ["filer", "head", "leader"])
def test_I3_only_who_sees_all_units_merges(district: District, name: str) -> None:
    one, other = make_enterprise("甲"), make_enterprise("乙")
    with pytest.raises(NotAllowed, match="由安委办或管理员办理"):
        merge(district, one, other, getattr(district, name))


def test_I3_enterprise_of_another_tenant_is_not_there(district: District, neighbour: District) -> None:
    with scope(neighbour.tenant.pk):
        foreign = make_enterprise("邻区厂")
    with pytest.raises(NotFound):
        merge(district, foreign, make_enterprise("甲"))
    with pytest.raises(NotFound):
        update(district.reviewer, foreign)
    assert selectors.search(text="邻区") == []


def test_page_that_showed_something_else_is_refused(district: District) -> None:
    made = registered(district, regulators=[district.town])
    seen = enterprises.fingerprint(made)
    update(district.filer, made, address="新地址", regulators=[district.town])
    made.refresh_from_db()
    with pytest.raises(Conflict, match="刚被别人改过"):
        enterprises.update(
            actor=district.reviewer,
            enterprise_id=made.pk,
            entry=enterprises.Entry(name="改名"),
            at=FOUND_AT,
            seen=seen,
        )
    assert Enterprise.objects.get(pk=made.pk).name == made.name
    assert enterprises.fingerprint(made) != seen


def test_mark_of_an_entry_changes_with_its_regulators(district: District) -> None:
    made = registered(district, regulators=[district.town])
    seen = enterprises.fingerprint(made)
    assert enterprises.fingerprint(made) == seen
    Regulation.objects.all().delete()
    assert enterprises.fingerprint(made) != seen
