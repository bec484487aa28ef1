"""A home folder of its own for processes that the tests start."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.log_site import LogSite, log_site
from tests.migrated import migrated_home
from tests.tile_log import TileLog
from tests.witness_command import Witness

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds a migrated SQLite database."""
    folder = tmp_path_factory.mktemp("home")
    return shutil.copytree(migrated_home(), folder, dirs_exist_ok=True)


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """Environment of a process in that home."""
    return _environment(home)


def _environment(home: Path) -> dict[str, str]:
    return os.environ | {
        "QINGCE_HOME": str(home),
        "QINGCE_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "qingce.config.settings",
        "LC_ALL": "C.UTF-8",
    }


@pytest.fixture
def site() -> Iterator[LogSite]:
    """A site with a log of 300 entries."""
    with log_site(TileLog().grow(300)) as running:
        yield running


@pytest.fixture
def witness(site: LogSite, tmp_path: Path) -> Witness:
    """One that has co-signed 300 entries."""
    made = Witness(site, tmp_path / "state")
    made.begin()
    return made
