"""Pages are asked for as a browser would, with static files straight from the source tree."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from qingce.shared.search import readers

PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Settings) -> None:
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN}}


@pytest.fixture
def no_index(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is indexed yet."""
    settings.HOME = tmp_path
    monkeypatch.setattr(readers, "_held", {})


@pytest.fixture
def client() -> Client:
    """A browser that sees error pages as people do."""
    return Client(raise_request_exception=False)
