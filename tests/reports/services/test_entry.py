"""Saving from the page of one version of the form: refused in words once the period asks for another."""

import pytest

from reports.models import Period, Submission
from reports.services import entry
from tests.factories import BEFORE, District, close, make_form
from tests.reports.steps import stored
from units.errors import Conflict


def save(district: District, form_id: int | None, version: int = 0) -> Submission:
    return entry.save(
        actor=district.filer,
        period=district.period,
        unit=district.town,
        form_id=form_id,
        version=version,
        entries={"general_found": "3"},
        at=BEFORE,
    )


@pytest.mark.parametrize("told", [True, False])
def test_page_of_the_present_form_is_saved(district: District, told: bool) -> None:
    save(district, district.form.pk if told else None)
    assert stored(district).values == {"general_found": "3"}


def test_page_of_an_older_form_is_refused_and_nothing_stored(district: District) -> None:
    newer = make_form(version=2)
    # Another process moved the period; this one's page still holds it as it was.
    Period.objects.filter(pk=district.period.pk).update(form=newer)
    with pytest.raises(Conflict, match=r"2023年9月的调度表已换成第2版.*刷新页面为止.*请刷新页面.*管理员"):
        save(district, district.form.pk)
    assert not Submission.objects.exists()
    assert save(district, newer.pk).version == 1


def test_I4_closed_period_says_that_it_is_closed(district: District) -> None:
    close(district)
    with pytest.raises(Conflict, match="关账"):
        save(district, district.form.pk)
