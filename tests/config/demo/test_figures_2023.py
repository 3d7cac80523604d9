"""The figures of the published month with the demonstration's ledger behind them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.figure import Figure, by_key
from reports.figures import compute
from reports.models import Period
from reports.selectors.ledger_part import part_of
from tests.config.demo.conftest import Loaded
from units.models import Tenant
from units.scoping import scope


@pytest.fixture
def september(demo: Loaded) -> dict[str, Figure]:
    """The snapshot of September with the ledger as it stood when the period was closed."""
    with scope(Tenant.objects.get(slug="licheng").pk):
        period = Period.objects.select_related("campaign", "tenant").get(label="2023-09")
        chain = [
            Period.objects.get(label=label).snapshots.latest("revision").data
            for label in ("2023-07", "2023-08", "2023-09")
        ]
        ledger, misjudged = part_of(period, chain[-1].closed_at)
    data = replace(chain[-1], ledger=ledger, misjudged=misjudged)
    return by_key(compute(data, chain[-2], chain[:-1]))


def test_I5_sectors_of_september_are_as_published(september: dict[str, Figure]) -> None:
    shares = {
        name: (september[f"sector.major.{name}.count"].value, september[f"sector.major.{name}.share"].value)
        for name in ("工贸", "危化品", "道路交通", "消防", "其他")
    }
    assert shares == {
        "工贸": (98, Decimal("63.23")),
        "危化品": (12, Decimal("7.74")),
        "道路交通": (8, Decimal("5.16")),
        "消防": (6, Decimal("3.87")),
        "其他": (31, Decimal("20.00")),
    }


def test_all_that_is_new_in_september_is_of_one_sector(september: dict[str, Figure]) -> None:
    assert september["sectors.major.new"].text == "工贸6条、占比100%"
    assert september["counted.total"].value == september["major.new.total"].value == 6


def test_units_without_hazards_stand_with_their_reasons(september: dict[str, Figure]) -> None:
    told = dict(september["units.major.none_reasons"].rows)
    assert set(told) == {"区住建局", "区公安分局", "区自然资源局", "区文旅局", "区鞋服城"}
    assert told["区文旅局"] == "报送3条，均不符合判定标准"
    assert told["区自然资源局"] == "未报送台账"


def test_series_ends_with_the_published_month(september: dict[str, Figure]) -> None:
    rows = dict(september["series.major.new"].rows)
    assert (rows["2023年8月"], rows["2023年9月"]) == ("13条", "6条")


def test_I9_what_was_reported_is_what_counts_what_does_not_and_what_is_pending(
    september: dict[str, Figure],
) -> None:
    values = {key: figure.value for key, figure in september.items() if isinstance(figure.value, int)}
    parts = values["counted.total"] + values["excluded.total"] + values["pending.total"]
    assert values["reported.total"] == parts
