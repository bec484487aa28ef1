"""The log-in of the demonstration: random, private, and never in a service's database."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from pytest_django.fixtures import Settings

from qingce.doors.cli.demo import LOG_IN, demo_code
from qingce.shared.intake.models import Batch
from qingce.shared.parties.models import Person
from tests.factories import staff_member
from tools.demo_staff import is_wanted, make

pytestmark = pytest.mark.django_db


def bring(by: str) -> None:
    Batch.objects.create(file_name="a.csv", sha256=by.ljust(64, "0"), size_bytes=1, brought_by=by)


def test_demo_gets_a_log_in_once(tmp_path: Path) -> None:
    assert not is_wanted(database_url="")
    bring("demo")
    assert is_wanted(database_url="")
    assert not is_wanted(database_url="postgresql://")
    make(tmp_path)
    email, password, _key = (tmp_path / LOG_IN).read_text().split()
    assert Person.objects.get(email=email).check_password(password)
    assert (tmp_path / LOG_IN).stat().st_mode & 0o077 == 0
    assert not is_wanted(database_url="")


def test_database_of_ones_own_gets_none() -> None:
    bring("demo")
    bring("数据组")
    assert not is_wanted(database_url="")
    Batch.objects.filter(brought_by="数据组").delete()
    staff_member()
    assert not is_wanted(database_url="")


def test_demo_enters_the_office_with_its_code(tmp_path: Path, client: Client, settings: Settings) -> None:
    settings.HOME = tmp_path
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    make(tmp_path)
    email, password, _key = (tmp_path / LOG_IN).read_text().split()
    answer = client.post("/account/login/", {"login": email, "password": password})
    told = CliRunner().invoke(demo_code).output.strip()
    answer = client.post(answer.headers["Location"], {"code": told})
    assert client.get("/office/").status_code == 200


def test_code_without_a_demonstration_says_what_to_do(tmp_path: Path, settings: Settings) -> None:
    settings.HOME = tmp_path
    (tmp_path / LOG_IN).write_text("demo@example.org secret")  # of an older version
    assert CliRunner().invoke(demo_code).exception.code == "no-demo-log-in"  # type: ignore[union-attr]
