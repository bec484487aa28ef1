"""What is put back is what the acts made: every row, every file; and what a test did itself is never passed over."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from pytest_django.fixtures import Settings

from qingce.shared.parties.models import Person
from tests.domain.disclosure.disclosing import held
from tests.domain.documents.keeping import CODES
from tests.domain.removal.audits.auditing import accepted
from tests.domain.removal.cases.applying import handed_in
from tests.factories import somebody
from tests.world_tables import read_tables
from tests.worlds import begin_anew

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, settings: Settings) -> None:
    settings.HOME = tmp_path


_ONCE: dict[str, object] = {}


@pytest.mark.parametrize("time", ["first", "second"])
def test_world_is_the_same_however_often_it_is_asked_for(time: str) -> None:
    found = accepted()
    stands = {name: len(rows) for name, rows in read_tables().items()}, found.audit, found.own.enterprise
    assert found.row.case.pk == found.found.case
    assert _ONCE.setdefault("stands", stands) == stands, time


@pytest.mark.parametrize("time", ["first", "second"])
def test_work_goes_on_from_what_was_put_back(time: str) -> None:
    found = accepted()
    handed_in(found.found)
    assert [path for path in Path(settings.HOME).rglob("*") if path.is_file()], time


def test_what_a_test_did_before_stays() -> None:
    before = somebody("before@example.org")
    held()
    assert Person.objects.filter(pk=before.pk).exists()
    begin_anew()
    held(name="样例另一企业", email="other@example.org", uscc=CODES[1])
    assert Person.objects.filter(email__in=["before@example.org", "b@example.org", "other@example.org"]).count() == 3
