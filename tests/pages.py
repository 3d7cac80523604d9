"""What tests of pages share."""

from collections.abc import Callable
from typing import cast

from django.db import connection
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test.utils import CaptureQueriesContext

from tests.fixtures import Browser


def text(browser: Browser, path: str) -> str:
    """The page at this address."""
    return browser.get(path).content.decode()


def queries(browser: Browser, path: str) -> int:
    """How many statements the page needs; it must be served."""
    with CaptureQueriesContext(connection) as captured:
        response = browser.get(path)
    assert response.status_code == 200
    return len(captured)


def queries_before_and_after(browser: Browser, path: str, grow: Callable[[], None]) -> tuple[int, int]:
    """The page's statements with few rows, and again once `grow` has added some."""
    browser.get(path)
    few = queries(browser, path)
    grow()
    return few, queries(browser, path)


def squeezed(html: str) -> str:
    """The page without the blanks between its tags and words."""
    return " ".join(html.split())


def refusal(response: HttpResponseBase) -> str:
    """What a refusing page says, without the parts that differ each time (tokens, the time)."""
    page = cast(HttpResponse, response).content.decode()
    return squeezed(page[page.index("<section") : page.index("</section>")])
