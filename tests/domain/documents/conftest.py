"""Rules released, and a store of files of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.domain.documents.keeping import Kept, kept, release_types


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def own(db: None) -> Kept:
    release_types()
    return kept()
