"""示范县: a small second tenant, wholly invented, to show the walls between tenants."""

from datetime import datetime, timedelta
from decimal import Decimal

from config.demo import people
from config.demo.licheng import indicators, running_campaign
from reports.models import Period
from reports.services import forms, periods, rules, submissions
from units import services
from units.actors import Actor
from units.enums import UnitKind
from units.models import Tenant

SLUG = "shifan"
UNITS = (("城关镇", UnitKind.TOWN), ("县应急局", UnitKind.BUREAU), ("县城投公司", UnitKind.SOE))


def load(at: datetime) -> None:
    """Three units, a period under way, one filing; in the scope the caller has opened."""
    tenant = Tenant.objects.get(slug=SLUG)
    actor = Actor.system(tenant.pk)
    units = [
        services.create_unit(actor=actor, name=name, kind=kind, order=order, at=at)
        for order, (name, kind) in enumerate(UNITS, start=1)
    ]
    reviewer = people.officers(actor, tenant, at).reviewer
    people.staff(actor, tenant, units, at)
    form = forms.create_form(actor=actor, name="专项行动进展情况调度表", indicators=indicators(), at=at)
    rules.load_shipped(actor=actor, at=at)
    campaign = running_campaign(actor, at)
    made = periods.generate_periods(actor=actor, campaign=campaign, form=form, at=at, synthetic=True)
    Period.objects.filter(campaign=campaign).update(note="演示用合成数据，非真实填报")
    values = dict.fromkeys((spec.code for spec in form.specs()), Decimal(0))
    values |= {
        "general_found": Decimal(12),
        "general_rectified": Decimal(9),
        "enterprises_inspected": Decimal(7),
    }
    submissions.file_imported(
        actor=reviewer,
        period=made[0],
        unit=units[1],
        values=values,
        at=made[0].cutoff_at - timedelta(hours=6),
    )
