"""Somebody who keeps documents, and somebody of the staff."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.domain.documents.keeping import Kept, kept, release_types
from tests.factories import staff_member


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def own(db: None, client: Client) -> Kept:
    release_types()
    found = kept()
    client.force_login(found.person)
    return found


@pytest.fixture
def office(db: None) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(staff_member(name="复核员", area="330600"))
    return browser
