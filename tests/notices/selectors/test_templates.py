"""Reads of templates: which holds, what may be named, what they are tried on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notices import presets
from notices.models import CircularKind, CircularTemplate
from notices.selectors import template_samples as samples
from notices.selectors import templates
from notices.templating import parse
from reports.selectors.figures import closed_periods
from tests.factories import CUTOFF, District
from tests.notices.drafted import drafted
from units.errors import NotFound

MONTHLY = CircularKind.MONTHLY


def own(version: int = 1, kind: CircularKind = MONTHLY, source: str = "标题：甲\n\n话\n") -> CircularTemplate:
    return CircularTemplate.objects.create(kind=kind, version=version, source=source, at=CUTOFF)


def test_shipped_text_holds_until_there_is_an_own_one(district: District) -> None:
    assert templates.current(MONTHLY) == (presets.source("monthly"), 0)
    own(1)
    own(2, source="标题：乙\n\n话\n")
    assert templates.current(MONTHLY) == ("标题：乙\n\n话\n", 2)


def test_every_kind_is_listed_with_few_queries(district: District) -> None:
    own()
    with CaptureQueriesContext(connection) as captured:
        lines = templates.lines()
    assert len(captured) == 1
    assert [line.kind for line in lines] == list(CircularKind)
    assert [(line.version, line.is_shipped) for line in lines[:2]] == [(1, False), (0, True)]


def test_own_version_that_reads_as_shipped_counts_as_shipped(district: District) -> None:
    own(source=presets.source("monthly"))
    assert templates.lines()[0].is_shipped


@pytest.mark.parametrize("name", ["", "weekly", "monthly.txt", "../monthly"])
def test_unknown_kind_is_not_found(name: str) -> None:
    with pytest.raises(NotFound):
        templates.kind_of(name)


def test_versions_are_read_by_number(district: District) -> None:
    own()
    assert templates.source_of(MONTHLY, 1) == "标题：甲\n\n话\n"
    assert templates.source_of(MONTHLY, 0) == presets.source("monthly")
    with pytest.raises(NotFound, match="没有第2版"):
        templates.source_of(MONTHLY, 2)
    assert [each.version for each in templates.versions(MONTHLY)] == [1]


@pytest.mark.parametrize("kind", list(CircularKind))
def test_names_cover_the_shipped_text_whatever_the_form(district: District, kind: CircularKind) -> None:
    known = templates.names(kind)
    places = {place for clause in parse(presets.source(kind)).clauses for place in clause.places}
    assert {place for place in places if not place.startswith("@")} <= set(known.figures)
    assert {place[1:] for place in places if place.startswith("@")} <= set(known.facts)


def test_names_carry_the_labels_of_the_tenants_own_form(district: District) -> None:
    known = templates.names(MONTHLY).figures
    assert known["general.found"] == "一般隐患排查数"
    assert "本地表式没有这一列" in known["judicial_transfer"]
    assert "本地" not in known["towns_assisted"]


def test_sample_is_the_newest_closed_period_or_the_one_asked_for(district: District) -> None:
    drafted(district)
    given = samples.newest_sample(district.reviewer, district.tenant, MONTHLY, CUTOFF)
    assert given.title == "2023年9月"
    assert given.figures["general.found"].text == "20条"
    periods = closed_periods()
    asked = samples.sample(district.reviewer, district.tenant, MONTHLY, CUTOFF, periods, "nonsense")
    assert asked.title == "2023年9月"


@pytest.mark.parametrize("kind", list(CircularKind))
def test_before_the_first_closing_facts_stand_for_themselves(district: District, kind: CircularKind) -> None:
    now = CUTOFF + timedelta(days=1)
    given = samples.newest_sample(district.reviewer, district.tenant, kind, now)
    found = samples.tried(kind, presets.source(kind), given)
    assert found.problems == ()
    assert found.content is not None
    assert found.content.title
    assert "更正" not in found.content.text


def test_text_with_faults_is_tried_as_far_as_it_can_be(district: District) -> None:
    given = samples.newest_sample(district.reviewer, district.tenant, MONTHLY, CUTOFF)
    found = samples.tried(MONTHLY, "标题：甲\n\n话\n有{general.fund}\n再话 ?x >\n", given)
    assert [problem.line for problem in found.problems] == [4, 5]
    assert found.content is not None
    assert "话。" in found.content.text
    assert samples.tried(MONTHLY, "标题：", given).content is None
