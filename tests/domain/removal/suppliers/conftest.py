"""A store of files of one's own; and after each test the counts that are kept are compared with the cases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from qingce.domain.removal.queries import wrong_counts


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture(autouse=True)
def _counts_stay_right(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever steps a test took: what is kept of how many cases there are is what counting them gives."""
    yield
    if request.node.get_closest_marker("django_db"):
        assert wrong_counts() == {}
