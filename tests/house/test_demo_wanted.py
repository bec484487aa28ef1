"""`make run` brings the demo into an empty database of its own folder, and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from qingce.shared.intake.enums import BatchState
from qingce.shared.intake.models import Batch
from tools.demo_wanted import BRINGER, reason_against

pytestmark = pytest.mark.django_db
FILES = 5


def bring(*, by: str, count: int = 1, state: BatchState = BatchState.DONE) -> None:
    """Notes batches as an import notes them."""
    for number in range(count):
        name = f"{by}-{number}"
        Batch.objects.create(
            file_name=name,
            sha256=sha256(name.encode()).hexdigest(),
            size_bytes=1,
            mapping="canonical",
            mapping_sha256="0" * 64,
            state=state,
            started_at=datetime(2026, 11, 20, tzinfo=UTC),
            brought_by=by,
        )


def test_empty_database_of_the_folder_gets_the_demo() -> None:
    assert reason_against(database_url="") == ""


def test_database_that_was_named_gets_none() -> None:
    assert "QINGCE_DATABASE_URL" in reason_against(database_url="postgresql://127.0.0.1/qingce")


@pytest.mark.parametrize("state", BatchState)
def test_database_with_records_of_its_own_gets_none(state: BatchState) -> None:
    bring(by="clerk", state=state)
    assert "records of your own" in reason_against(database_url="")


def test_demo_that_is_there_is_not_loaded_again() -> None:
    bring(by=BRINGER, count=FILES)
    assert reason_against(database_url="") == "loaded before"


def test_demo_that_was_interrupted_goes_on() -> None:
    bring(by=BRINGER, count=FILES - 1)
    assert reason_against(database_url="") == ""
