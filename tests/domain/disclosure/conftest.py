"""A store of files of one's own, and an enterprise whose records may be explained."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.domain.disclosure.disclosing import accept, held
from tests.domain.documents.keeping import Kept


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def own(db: None) -> Kept:
    found = held()
    accept(found)
    return found
