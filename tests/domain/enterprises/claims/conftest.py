"""Who claims, and who decides."""

from __future__ import annotations

import pytest

from qingce.shared.parties.enums import Actor
from qingce.shared.parties.models import Person
from tests.factories import acting, somebody, staff_member


@pytest.fixture
def admin() -> Person:
    return somebody(name="陈样本")


@pytest.fixture
def staff() -> Actor:
    return acting(staff_member())
