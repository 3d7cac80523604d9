"""Every address against every kind of stranger (I3). Routes are found in the URL configuration, so that a new one
is covered without being named here.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from http import HTTPStatus
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from hazards.models import (
    Draw,
    Enterprise,
    Evidence,
    Extension,
    Hazard,
    HazardEvent,
    LedgerImport,
    SecondLook,
)
from notices.models import Circular, Delivery, OutboxMail, Publication, Reminder
from notices.services import draft_circular, letterhead, publishing
from notices.services.letterhead import Words
from reports.models import (
    Correction,
    FieldEvidence,
    FilingEvent,
    MaterialFiling,
    MaterialTask,
    Period,
    Submission,
)
from tests.factories import BEFORE, VALUES, District, close, file_for, make_district, make_previous, user_of
from tests.fixtures import Browser
from tests.materials import asked, filed_by_other
from tests.notices.issued import AFTER, delivery_to, issued, letter
from tests.reports.majors import proven_by_other
from tests.walls import fill_ledger
from units import grants
from units.actors import FILE_FOR_UNIT
from units.models import AuditEntry, Membership, Tenant, Unit, UnitGrant, User
from units.scoping import scope

MARKER = "泄漏标记"
SECRET = Decimal(87654321)
"""A figure that stands nowhere else."""
WATCHED = (
    Submission, Unit, Membership, AuditEntry, Enterprise, Hazard, HazardEvent, Evidence, Extension, Draw,
    SecondLook, LedgerImport, Correction, MaterialTask, MaterialFiling,
    FilingEvent, Reminder, Circular, Publication, Delivery, OutboxMail,
)  # fmt: skip
PEOPLE = ("filer", "head", "reviewer", "leader", "admin")


def routes() -> list[str]:
    """Templates of all addresses inside a tenant, such as /{tenant}/periods/{label}/board."""
    return sorted(route for route in _walk("/", get_resolver()) if "{tenant}" in route)


def _walk(prefix: str, resolver: URLResolver) -> Iterator[str]:
    for entry in resolver.url_patterns:
        path = prefix + _template(str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield path
        else:
            yield from _walk(path, entry)


def _template(pattern: str) -> str:
    path = re.sub(
        r"<(?:\w+:)?(\w+)>", r"{\1}", re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", pattern)
    )
    return path.removeprefix("^").removesuffix("$").removesuffix(r"\Z").replace("\\", "")


def methods(route: str) -> tuple[str, ...]:
    """Pages only know GET and POST."""
    return ("get", "post", "put", "patch", "delete") if route.startswith("/api/") else ("get", "post")


def fillings(district: District) -> Mapping[str, object]:
    """What stands in the gaps of addresses: things of this tenant. A new gap has to be named here."""
    with scope(district.tenant.pk):
        membership = Membership.objects.get(user=user_of(district.other_head))
        grant = UnitGrant.objects.get()
        ledger = {
            "hazard": Hazard.objects.exclude(number="").get().pk,
            "enterprise": Enterprise.objects.earliest("id").pk,
            "evidence": Evidence.objects.get().pk,
            "extension": Extension.objects.get().pk,
            "draw": Draw.objects.get().pk,
            "look": SecondLook.objects.get().pk,
            "batch": LedgerImport.objects.get().pk,
        }
        papers = {"task": MaterialTask.objects.get().pk, "file": FieldEvidence.objects.get().pk}
        documents = {
            "circular": Circular.objects.get(state="issued").pk,
            "delivery": Delivery.objects.get(unit=district.other_town).pk,
            "mail": OutboxMail.objects.earliest("id").pk,
        }
    return {
        **ledger,
        **papers,
        **documents,
        "kind": "monthly",
        "page": 1,
        "move": "accept",
        "day": "2023-09-23",
        "clause": 1,
        "campaign": district.campaign.pk,
        "version": 1,
        "size": "shown",
        "tenant": district.tenant.slug,
        "label": "2023-08",
        # The library is common to all; the addresses must ask for the tenant's people all the same.
        "code": "gongmao-2023",
        "rule": "amount_without_count",
        "unit": district.other_town.pk,
        "unit_id": district.other_town.pk,
        "pk": district.other_town.pk,
        "user_id": district.other_head.user_id,
        "membership_id": membership.pk,
        "grant_id": grant.pk,
        "permission": FILE_FOR_UNIT,
    }


def furnish(district: District) -> None:
    """A closed period with its circular, an open one with filings, a grant, hazard records and what belongs to them.

    The records of the second town are drafts that only it may see.
    """
    with scope(district.tenant.pk):
        august = make_previous(district)
        for period in (august, district.period):
            for unit in district.units:
                file_for(district, unit, period=period)
            values = {**VALUES, "general_found": SECRET}
            Submission.objects.filter(period=period, unit=district.other_town).update(
                values={code: str(value) for code, value in values.items()}
            )
        proven_by_other(district, august, name=f"{SECRET}.pdf")
        close(district, august)
        Correction.objects.create(
            period=august, unit=district.other_town, changes={"general_found": [str(SECRET), "1"]},
            reason=str(SECRET), asked_at=BEFORE,
        )  # fmt: skip
        fill_ledger(district)
        filed_by_other(district, asked(district), name=f"{SECRET}.pdf")
        Enterprise.objects.update(name=Tenant.objects.get(pk=district.tenant.pk).name)
        Hazard.objects.filter(unit=district.other_town).update(description=str(SECRET))
        issue(district, august)
        grants.grant(
            actor=district.admin,
            user=user_of(district.head),
            unit=district.bureau,
            permission=FILE_FOR_UNIT,
            at=BEFORE,
        )


def issue(district: District, period: Period) -> None:
    """The period's circular in draft; and a letter that the second town alone was sent and mailed, and answered."""
    draft_circular(actor=district.reviewer, period=period, at=period.cutoff_at)
    mark = Words(Tenant.objects.get(pk=district.tenant.pk).name)
    letterhead.save(actor=district.admin, words=mark, at=BEFORE)
    address = f"{district.tenant.slug}@example.com"
    User.objects.filter(pk=user_of(district.other_head).pk).update(email=address)
    circular = issued(district, letter(district, district.other_town), AFTER.date() + timedelta(days=1))
    sent = delivery_to(circular, district.other_town)
    publishing.reply(actor=district.other_head, delivery=sent, text=str(SECRET), at=AFTER)


@pytest.fixture
def home(db: None) -> District:
    """The tenant of those who ask."""
    district = make_district()
    furnish(district)
    return district


@pytest.fixture
def abroad(db: None) -> District:
    """A tenant whose every name bears the marker."""
    district = make_district("hanjiang")
    Tenant.objects.filter(pk=district.tenant.pk).update(name=MARKER, office=MARKER)
    User.objects.filter(username__startswith="hanjiang.").update(name=MARKER)
    with scope(district.tenant.pk):
        for unit in district.units:
            Unit.objects.filter(pk=unit.pk).update(name=f"{MARKER}{unit.pk}")
    furnish(district)
    return district


def content(answer: Any) -> bytes:
    """All that an answer tells, its headers and the parts of an archive too."""
    body = answer.getvalue() if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    return str(answer.headers).encode() + bytes(body)


def rows(district: District) -> list[object]:
    """Everything that a request might have changed."""
    with scope(district.tenant.pk):
        return [list(model.objects.values()) for model in WATCHED]


def test_routes_are_found() -> None:
    found = routes()
    assert "/{tenant}/periods/{label}/form/{unit_id}/values" in found
    assert "/api/v1/{tenant}/periods/{label}/submissions/{unit}/moves" in found
    assert all("<" not in route and "(" not in route for route in found)


def test_I3_every_route_asks_strangers_to_sign_in(abroad: District, browser: Browser) -> None:
    places = fillings(abroad)
    for route in routes():
        for method in methods(route):
            answer = getattr(browser, method)(route.format(**places))
            if route.startswith("/api/"):
                assert answer.status_code == HTTPStatus.UNAUTHORIZED, (method, route)
            else:
                assert answer.status_code == HTTPStatus.FOUND, (method, route)
                assert answer.headers["Location"].startswith("/login?next="), (method, route)
            assert MARKER.encode() not in content(answer)


@pytest.mark.parametrize("who", ["filer", "reviewer", "admin"])
def test_I3_every_route_of_another_tenant_is_not_found(
    home: District, abroad: District, browser: Browser, who: str
) -> None:
    browser.sign_in(getattr(home, who))
    places, before = fillings(abroad), rows(abroad)
    for route in routes():
        for method in methods(route):
            answer = getattr(browser, method)(route.format(**places))
            assert answer.status_code == HTTPStatus.NOT_FOUND, (method, route)
            assert MARKER.encode() not in content(answer), (method, route)
    assert rows(abroad) == before


@pytest.mark.parametrize("who", ["filer", "reviewer", "admin"])
def test_I3_no_route_takes_another_tenants_things_for_its_own(
    home: District, abroad: District, browser: Browser, who: str
) -> None:
    """Guessed numbers of another tenant's units and people inside one's own address."""
    browser.sign_in(getattr(home, who))
    places, before = {**fillings(abroad), "tenant": home.tenant.slug}, rows(abroad)
    for route in routes():
        for method in methods(route):
            answer = getattr(browser, method)(route.format(**places))
            assert answer.status_code != HTTPStatus.INTERNAL_SERVER_ERROR, (method, route)
            assert MARKER.encode() not in content(answer), (method, route)
    assert rows(abroad) == before


@pytest.mark.parametrize("who", PEOPLE)
def test_I3_nothing_of_another_tenant_is_shown_at_home(
    home: District, abroad: District, browser: Browser, who: str
) -> None:
    browser.sign_in(getattr(home, who))
    served = 0
    for label in ("2023-08", "2023-09"):
        places = {**fillings(home), "label": label}
        for route in routes():
            answer = browser.get(route.format(**places))
            served += answer.status_code == HTTPStatus.OK
            assert MARKER.encode() not in content(answer), route
            assert answer.status_code != HTTPStatus.INTERNAL_SERVER_ERROR, route
    assert served > 5, "this person is served something"


@pytest.mark.parametrize("who", ["filer", "head"])
def test_I3_unit_sees_no_other_units_figures_anywhere(home: District, browser: Browser, who: str) -> None:
    browser.sign_in(getattr(home, who))
    for label in ("2023-08", "2023-09"):
        places = {**fillings(home), "label": label}
        for route in routes():
            answer = browser.get(route.format(**places))
            assert str(SECRET).encode() not in content(answer), (label, route)


def test_I3_the_figure_looked_for_is_there_to_be_leaked(home: District, browser: Browser) -> None:
    browser.sign_in(home.reviewer)
    places = {**fillings(home), "label": "2023-09"}
    shown = [
        route for route in routes() if str(SECRET).encode() in content(browser.get(route.format(**places)))
    ]
    assert "/{tenant}/periods/{label}/form/{unit_id}/" in shown
    assert "/api/v1/{tenant}/periods/{label}/submissions" in shown
