"""The sample kind, and a store of files of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.shared.checklists.sampling import sampled


@pytest.fixture(autouse=True)
def _kind(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.HOME = tmp_path
    with sampled():
        yield
