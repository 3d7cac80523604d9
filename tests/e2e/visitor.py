"""A person with a browser window."""

from collections.abc import Callable

from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.factories import user_of
from units.actors import Actor

DESK, PHONE = 1280, 390
REFUSED = "Failed to load resource"


class Visitor:
    """One browser window with its own cookies, on a desk or on a phone."""

    def __init__(self, browser: Browser, url: str, *, width: int) -> None:
        self.url = url
        phone = width < 500
        self.context = browser.new_context(
            base_url=url,
            viewport={"width": width, "height": 844 if phone else 900},
            is_mobile=phone,
            has_touch=phone,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        self.complaints: list[str] = []
        self.page = self.open()

    def open(self) -> Page:
        """Another tab; errors of scripts and breaches of the content policy are noted."""
        page = self.context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def sign_in(self, actor: Actor, path: str = "/") -> Page:
        """Be signed in already, and go to a page."""
        client = Client()
        client.force_login(user_of(actor), backend="units.backends.UsernameOrPhoneBackend")
        session = client.cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": self.url}])
        self.page.goto(path)
        return self.page

    def sign_in_by_form(self, actor: Actor, password: str) -> Page:
        """Sign in as people do."""
        self.page.goto("/login")
        self.page.fill("#id_username", user_of(actor).username)
        self.page.fill("#id_password", password)
        self.page.get_by_role("button", name="登录", exact=True).click()
        return self.page

    def overflow(self) -> int:
        """How many pixels the page is wider than the window."""
        width: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return width

    def leave(self) -> None:
        """Close the window."""
        self.context.close()

    def _note(self, message: ConsoleMessage) -> None:
        # A refused request is reported too; whether it was right is what the tests ask.
        if message.type in {"error", "warning"} and not message.text.startswith(REFUSED):
            self.complaints.append(message.text)


Visit = Callable[..., Visitor]
"""Opens a window, at a desk unless a width is given."""
