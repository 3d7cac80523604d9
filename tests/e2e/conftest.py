"""A real browser on the running product. Skipped, with the reason, only where no browser is installed."""

import shutil
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from hazards import library
from hazards.services.standards import load_standards
from tests.e2e.visitor import DESK, Visit, Visitor
from tests.factories import CUTOFF, District, close, make_district, make_period, user_of
from units.scoping import scope

# A browser on a loaded machine may be slower than any patience; a second run is listed in the report.
RERUN = pytest.mark.flaky(reruns=1)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PASSWORD = "xiao-shan-1949"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test in the browser that fails is tried once more; all others have to pass the first time."""
    for item in items:
        if item.get_closest_marker("e2e"):
            item.add_marker(RERUN)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """The browser, started once."""
    program = next((path for name in NAMES if (path := shutil.which(name))), None)
    if program is None:
        pytest.skip("no chromium on this machine: install the package chromium to run the browser tests")
    # Playwright keeps an event loop in this thread; the tests use the database from it all the same.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def world(transactional_db: None) -> District:
    """A district whose people can sign in. Its period 2023-09 is past its cutoff and not closed."""
    district = make_district()
    for actor in (district.filer, district.head, district.reviewer, district.leader, district.admin):
        user = user_of(actor)
        user.set_password(PASSWORD)
        user.save()
    return district


@pytest.fixture
def shelf(world: District) -> District:
    """As `world`, with the library loaded."""
    load_standards(standards=library.criteria())
    # Building the adviser takes longer than a browser waits.
    library.adviser()
    return world


@pytest.fixture
def filing(world: District) -> District:
    """As `world`, with 2023-09 closed and a period open for three more days."""
    cutoff = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=3)
    with scope(world.tenant.pk):
        close(world, at=CUTOFF)
        make_period(world.campaign, world.form, "now", cutoff, title="本期")
    return world


@pytest.fixture
def visit(chromium: Chromium, live_server: LiveServer) -> Iterator[Visit]:
    """Opens the product at a width; whatever the browser complained about fails the test."""
    opened: list[Visitor] = []

    def open_window(width: int = DESK) -> Visitor:
        opened.append(Visitor(chromium, live_server.url, width=width))
        return opened[-1]

    yield open_window
    for visitor in opened:
        visitor.leave()
    assert [complaint for visitor in opened for complaint in visitor.complaints] == []
