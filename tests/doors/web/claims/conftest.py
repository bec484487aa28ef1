"""Somebody who claims, somebody who decides, and a store of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from qingce.shared.parties.models import Person
from tests.doors.web.claims.doing import SHAOXING
from tests.factories import (
    somebody,
    staff_member,
)


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def person(client: Client) -> Person:
    found = somebody(name="陈样本")
    client.force_login(found)
    return found


@pytest.fixture
def office() -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(staff_member(name="复核员", area=SHAOXING))
    return browser
