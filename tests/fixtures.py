"""Fixtures that tests of several apps share; rows are made by factories.py."""

from collections.abc import Iterator

import pytest
from django.test import Client
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

from tests.factories import District, make_district, user_of
from units.actors import Actor
from units.scoping import scope

# How long an example takes says how busy the machine is, nothing about the rule it tries.
hypothesis_settings.register_profile("qinghuan", deadline=None)
hypothesis_settings.load_profile("qinghuan")


@pytest.fixture
def district(db: None) -> Iterator[District]:
    """A tenant with an open period; its scope, over all units, is open during the test."""
    made = make_district()
    with scope(made.tenant.pk):
        yield made


@pytest.fixture
def neighbour(district: District) -> District:
    """A second tenant with rows of its own; its scope is not open."""
    return make_district("hanjiang")


class Browser(Client):
    """A client that signs people in by who they are. No scope of the test leaks into its requests."""

    def sign_in(self, actor: Actor) -> "Browser":
        """Sign in as this person."""
        self.force_login(user_of(actor), backend="units.backends.UsernameOrPhoneBackend")
        return self


@pytest.fixture
def browser() -> Browser:
    """A browser in which nobody is signed in."""
    return Browser()


@pytest.fixture
def scenery(db: None) -> District:
    """Like `district`, but with no scope open: for tests that send requests or open scopes themselves."""
    return make_district()


@pytest.fixture
def empty_storage(settings: Settings) -> None:
    """A storage of files of the test's own: what another one has committed would still be there."""
    settings.STORAGES = {**settings.STORAGES}
