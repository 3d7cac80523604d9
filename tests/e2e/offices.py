"""What the walks of a circular have in common: a closed period with its letterhead, and the buttons of the way."""

from playwright.sync_api import Page

from notices.services import letterhead
from tests.factories import CUTOFF, District, close, file_for, sign_and_file
from tests.notices.issued import HEAD
from units.scoping import scope


def with_closed_period(world: District) -> District:
    """The period is closed, two of three units filed 10 each; the letterhead is set."""
    with scope(world.tenant.pk):
        sign_and_file(world)
        file_for(world, world.bureau)
        close(world)
        letterhead.save(actor=world.admin, words=HEAD, at=CUTOFF)
    return world


def press(page: Page, opener: str, sure: str) -> None:
    """Open a dialog of the way to issue and confirm it."""
    page.locator(".issue-acts").get_by_role("button", name=opener, exact=True).click()
    page.locator("dialog[open]").get_by_role("button", name=sure, exact=True).click()
