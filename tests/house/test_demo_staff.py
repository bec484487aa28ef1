"""The log-in of the demonstration: random, private, and never in a service's database."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingce.shared.intake.models import Batch
from qingce.shared.parties.models import Person
from tests.factories import staff_member
from tools.demo_staff import FILE, is_wanted, make

pytestmark = pytest.mark.django_db


def bring(by: str) -> None:
    Batch.objects.create(file_name="a.csv", sha256=by.ljust(64, "0"), size_bytes=1, brought_by=by)


def test_demo_gets_a_log_in_once(tmp_path: Path) -> None:
    assert not is_wanted(database_url="")
    bring("demo")
    assert is_wanted(database_url="")
    assert not is_wanted(database_url="postgresql://")
    make(tmp_path)
    email, password = (tmp_path / FILE).read_text().split()
    assert Person.objects.get(email=email).check_password(password)
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    assert not is_wanted(database_url="")


def test_database_of_ones_own_gets_none() -> None:
    bring("demo")
    bring("数据组")
    assert not is_wanted(database_url="")
    Batch.objects.filter(brought_by="数据组").delete()
    staff_member()
    assert not is_wanted(database_url="")
