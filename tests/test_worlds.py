"""What is put back is what the acts made: every row, every file; and what a test did itself is never passed over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django.fixtures import Settings

from qingce.shared.files import store
from qingce.shared.files.models import StoredFile
from qingce.shared.parties.models import Person
from tests.domain.disclosure.disclosing import held
from tests.domain.documents.keeping import CODES
from tests.domain.removal.audits.auditing import accepted
from tests.domain.removal.cases.applying import submitted
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
    submitted()
    assert StoredFile.objects.exists(), time
    assert not lost_files(), time


def test_file_that_was_kept_before_comes_with_the_world_too(tmp_path: Path) -> None:
    with undone():
        submitted.__wrapped__(count=3)  # type: ignore[attr-defined]  # its files stay, its rows do not
    with undone():
        submitted(count=3)
    settings.HOME = tmp_path / "another"
    submitted(count=3)
    assert StoredFile.objects.exists()
    assert not lost_files()


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside leaves no row behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    begin_anew()


def lost_files() -> list[str]:
    """Digests of files that the store does not hold."""
    return [each for each in StoredFile.objects.values_list("sha256", flat=True) if not store.has(each)]


def test_what_a_test_did_before_stays() -> None:
    before = somebody("before@example.org")
    held()
    assert Person.objects.filter(pk=before.pk).exists()
    begin_anew()
    held(name="样例另一企业", email="other@example.org", uscc=CODES[1])
    assert Person.objects.filter(email__in=["before@example.org", "b@example.org", "other@example.org"]).count() == 3
