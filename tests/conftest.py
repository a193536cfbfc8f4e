"""Tests run as the run-time role on a copy of the template; a test that commits gets the database back afterwards, since history
refuses to be emptied, by its owner too."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection
from django.template import engines
from django.test import TransactionTestCase

from lucette.foundation.documents.adapters import LocalAuthority
from lucette.kernel import clock
from lucette.kernel.acting import tell
from lucette.kernel.actor import SYSTEM
from tests import databases
from tests.templates import Watch

hypothesis.settings.register_profile("house", deadline=None, print_blob=True)  # a busy machine is no fault
hypothesis.settings.load_profile("house")

STORY_DAY = dt.date(2021, 3, 1)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    name = f"test_lucette_{os.getpid()}"
    with django_db_blocker.unblock():
        template = databases.ensure_template()
        databases.copy(template, name)
        databases.connect_as(databases.RUNTIME, name)
        TransactionTestCase._fixture_teardown = lambda self: databases.copy(template, name)
        yield
        databases.drop(name)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    databases.leave_a_dead_session()


@pytest.fixture(scope="session", autouse=True)
def unknown_variables_fail() -> None:
    """In every template of ours that any test renders."""
    engines["django"].engine.string_if_invalid = Watch()


@pytest.fixture
def owner(db: None) -> Iterator[psycopg.Connection]:
    """A connection as the owner, for what even the owner is refused."""
    with databases.owner_connection(connection.settings_dict["NAME"]) as it:
        yield it


@pytest.fixture(autouse=True)
def arrange_as_the_system(request: pytest.FixtureRequest) -> None:
    """Factories write as the system until a request says who acts. (A test that commits opens `acting()` itself.)"""
    marker = request.node.get_closest_marker("django_db")
    if marker and not marker.kwargs.get("transaction"):
        request.getfixturevalue("db")
        tell(str(SYSTEM.pk), str(SYSTEM.scope))


@pytest.fixture(autouse=True)
def story_day() -> Iterator[None]:
    """Every test lives on 1 March 2021, nine in the morning, unless it says otherwise."""
    with clock.at(STORY_DAY):
        yield


@pytest.fixture(autouse=True)
def documents_apart(settings, tmp_path: Path) -> None:
    """Files written by a test stay in its own folder."""
    storages = settings.STORAGES
    settings.STORAGES = storages | {"default": storages["default"] | {"OPTIONS": {"location": tmp_path, "base_url": None}}}


@pytest.fixture(scope="session")
def field_data() -> Path:
    """The folder of the field data, or a skip that says why."""
    folder = os.environ.get("LUCETTE_FIELD_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("LUCETTE_FIELD_DATA does not name a folder of field data")
    return Path(folder)


@pytest.fixture
def keys_apart(settings: LazySettings, tmp_path: Path) -> None:
    """Keys of signatories made by a test stay in its own folder; the key of time-stamps, a second to make, is the one of the checkout."""
    known, folder = settings.STATE_DIR / "authority", tmp_path / "authority"
    LocalAuthority(known).roots()
    folder.mkdir(mode=0o700)
    shutil.copy(known / "timestamps.pem", folder)
    settings.STATE_DIR = tmp_path
