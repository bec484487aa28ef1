"""Somebody who speaks for an enterprise with a record."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.domain.disclosure.disclosing import held
from tests.domain.documents.keeping import Kept


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def own(db: None, client: Client) -> Kept:
    found = held()
    client.force_login(found.person)
    return found
