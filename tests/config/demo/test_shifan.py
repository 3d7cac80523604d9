"""示范县: a second tenant to show the walls."""

from config.demo.shifan import UNITS
from reports.models import Period, Submission
from tests.config.demo.conftest import Loaded
from units.models import Tenant, Unit
from units.scoping import scope


def test_second_tenant_is_small_and_wholly_invented(demo: Loaded) -> None:
    with scope(Tenant.objects.get(slug="shifan").pk):
        assert [(unit.name, unit.kind) for unit in Unit.objects.all()] == list(UNITS)
        assert all(period.synthetic for period in Period.objects.all())
        assert {period.note for period in Period.objects.all()} == {"演示用合成数据，非真实填报"}
        assert [s.unit.name for s in Submission.objects.select_related("unit")] == ["县应急局"]


def test_I3_tenants_share_no_row(demo: Loaded) -> None:
    seen = []
    for slug in ("licheng", "shifan"):
        with scope(Tenant.objects.get(slug=slug).pk):
            seen.append(set(Unit.objects.values_list("name", flat=True)))
    assert not seen[0] & seen[1]
    assert (len(seen[0]), len(seen[1])) == (27, 3)
