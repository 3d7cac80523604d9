"""`manage.py close_period`."""

import re

import pytest
from django.core.management import CommandError, call_command

from reports.models import Period, Snapshot
from tests.factories import CUTOFF, District, close, make_previous
from units.models import AuditEntry
from units.scoping import scope


def run(*arguments: str) -> None:
    call_command("close_period", *arguments)


def snapshot(district: District) -> Snapshot:
    with scope(district.tenant.pk):
        return Snapshot.objects.get()


def test_period_is_closed_and_its_snapshot_named(
    scenery: District, capsys: pytest.CaptureFixture[str]
) -> None:
    run("licheng", "2023-09")
    said = capsys.readouterr().out
    assert said == f"licheng区2023年9月已关账，快照第1版 {snapshot(scenery).sha256}\n"
    with scope(scenery.tenant.pk):
        assert AuditEntry.objects.get(action="period.closed").actor_name == "系统（命令行）"


@pytest.mark.parametrize("at", ["2023-09-25", "2023-09-25T00:00", "2023-09-24T16:00:00+00:00"])
def test_I10_given_time_is_the_tenants_unless_it_names_its_zone(scenery: District, at: str) -> None:
    run("licheng", "2023-09", "--at", at)
    assert snapshot(scenery).created_at == CUTOFF


def test_I6_closing_again_reports_the_same_snapshot(
    scenery: District, capsys: pytest.CaptureFixture[str]
) -> None:
    run("licheng", "2023-09")
    run("licheng", "2023-09", "--at", "2030-01-01")
    first, again = capsys.readouterr().out.splitlines()
    assert first == again


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere", "2023-09"), "没有辖区“nowhere”"),
        (("licheng", "2023-13"), "没有“2023-13”这一期。现有：2023-09。"),
        (("licheng", "2023-09", "--at", "明天"), "“明天”不是 ISO 格式的时间"),
        (("licheng", "2023-09", "--at", "2023-09-24T23:59:59"), "报送截止时间是9月24日24:00，还没有到"),
        (("licheng",), "PERIOD"),
        (("licheng", "2023-09", "--when", "now"), "--when"),
    ],
)
def test_refusal_is_one_line_and_closes_nothing(
    scenery: District, arguments: tuple[str, ...], words: str
) -> None:
    with pytest.raises(CommandError, match=re.escape(words)):
        run(*arguments)
    with scope(scenery.tenant.pk):
        assert Period.objects.get().is_open


def test_period_waits_for_the_one_before(scenery: District) -> None:
    with scope(scenery.tenant.pk):
        august = make_previous(scenery)
    with pytest.raises(CommandError, match="2023年8月"):
        run("licheng", "2023-09")
    with scope(scenery.tenant.pk):
        close(scenery, august)
    run("licheng", "2023-09")
