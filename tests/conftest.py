"""What every test stands on: a throw-away home and a secret of its own; what this machine lacks is said."""

from __future__ import annotations

import faulthandler
import gc
import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as property_settings
from pytest_django import DjangoDbBlocker

from qingce.config.environment import Environment
from qingce.doors.web.shedding.counts import Counts
from qingce.pure.merkle.notes import new_signer
from tests.both_databases import on_both_databases
from tests.chromium import chromium
from tests.emptying import empty_what_is_filled
from tests.migrated import begin_from_copies
from tests.worlds import begin_anew, note_untouched

# Here and not in pyproject.toml, where pytest-django would read the settings before these lines: no test may
# ever see the home, the database or the settings file of an installation.
if settings.configured or "DJANGO_SETTINGS_MODULE" in os.environ:
    pytest.exit("Unset DJANGO_SETTINGS_MODULE: with it the tests would read the settings of an installation.", 2)
HOME = tempfile.mkdtemp(prefix="qingce-test-")
Environment.model_config["env_file"] = None
os.environ["QINGCE_HOME"] = HOME
os.environ["QINGCE_SECRET_KEY"] = "test-only-" + "x" * 40
os.environ["QINGCE_LEDGER_KEY"] = new_signer("qingce.test/ledger").written
os.environ["DJANGO_SETTINGS_MODULE"] = "qingce.config.settings"
django.setup()
from qingce.shared.issuing.queries import matter_today  # noqa: E402  # its models need the settings

# Each process of a run in parallel comes here too and gets a home of its own: it must not find the settings named
# already, or pytest-django would read them, with this home, before these lines.
del os.environ["DJANGO_SETTINGS_MODULE"]
begin_from_copies()
empty_what_is_filled()
# What an installation uses instead is shown by tests/shared/parties/test_passwords.py.
settings.PASSWORD_HASHERS = ["tests.passwords.QuickArgon2"]

# No test asserts a time: on a busy machine an example may take as long as it takes.
property_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
property_settings.load_profile("house")

# Fixtures that start processes of their own; any test may ask for them.
pytest_plugins = ["tests.processes", "tests.oidc_provider"]

ENDING_S = 120
NEW_OBJECTS = 5_000  # as in qingce.config.wsgi

# Every counter of requests there is, wherever a server or a client made one.
COUNTS: weakref.WeakSet[Counts] = weakref.WeakSet()
_made = Counts.__init__


def _noted(counts: Counts, clock: Callable[[], float]) -> None:
    _made(counts, clock)
    COUNTS.add(counts)


Counts.__init__ = _noted  # type: ignore[method-assign]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database-only`: the second run, on the other database, leaves out what it cannot change."""
    parser.addoption("--database-only", action="store_true", help="only tests that the kind of database can change")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests without a database where asked; skip browser tests where no browser is."""
    if config.getoption("--database-only"):
        kept = on_both_databases(items)
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = list(kept)
    if chromium() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="chromium is not installed"))


@pytest.fixture(autouse=True)
def _nothing_composed() -> None:
    """What documents would say is remembered by how much was written, which begins anew in each test."""
    matter_today.cache_clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """What many tests begin from is put into a database that was just set up (`tests.worlds`)."""
    del django_db_setup
    with django_db_blocker.unblock():
        note_untouched()


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    """No test stands where the one before it stood."""
    begin_anew()


@pytest.fixture(autouse=True)
def _doors_uncounted() -> None:
    """What one test asked for does not count against the next."""
    for counts in COUNTS:
        counts.reset()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """The language that a command was run in stays with the test that ran it."""
    yield
    translation.deactivate()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish() -> None:
    """A process that does not come to its end says where it stands, and ends."""
    faulthandler.dump_traceback_later(ENDING_S, exit=True, file=sys.__stderr__)


def pytest_unconfigure() -> None:
    """Leave nothing behind; a worker that is done waits for the others, however long they take."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        faulthandler.cancel_dump_traceback_later()
    shutil.rmtree(HOME, ignore_errors=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What could not run on this machine, just above the closing line."""
    notes = os.environ.get("QINGCE_TEST_NOTES", "")
    for note in filter(None, notes.splitlines()):
        terminalreporter.write_line(note, red=True, bold=True)


def pytest_collection_finish() -> None:
    """What is there now stays to the end: nobody looks for garbage in it after each test anew."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)


@pytest.fixture
def public_data(request: pytest.FixtureRequest) -> Path:
    """The folder of raw public data, which is not in the repository; tests that need it are skipped without it."""
    name = os.environ.get("QINGCE_PUBLIC_DATA", "")
    if not name:
        pytest.skip(f"NOT SHOWN: {request.node.name} (QINGCE_PUBLIC_DATA names no folder of raw public data)")
    if not Path(name).is_dir():
        pytest.fail(f"QINGCE_PUBLIC_DATA names no folder: {name}")
    return Path(name)
