"""The ledger of the database, published as files, and `qingce witness` beside it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import transaction
from pytest_django.fixtures import Settings

from qingce.doors.cli import main as cli
from qingce.pure.merkle.hashing import leaf_hash
from qingce.pure.merkle.notes import Note, read_note
from qingce.shared.ledger.actions import enter_act, number_entries, publish_log
from qingce.shared.ledger.enums import Signatory, SignatoryRole
from qingce.shared.ledger.models import LogKey
from qingce.shared.ledger.publishing import folder
from qingce.shared.ledger.schemas import ActSchema, Fact, FactKind, register_public_acts
from tests.factories import AT
from tests.log_site import PREFIX
from tests.loopback import Answered, Asked, server
from tests.witness_command import NAME

pytestmark = [pytest.mark.requirement("LED-1", "LED-2"), pytest.mark.django_db]

register_public_acts((ActSchema("thing-heard", "Heard", "thing", {"content": Fact(FactKind.HASH, "What")}),))


def enter_and_publish(count: int, *, round_: int) -> None:
    """Entries as acts make them, numbered and written into the folder."""
    with transaction.atomic():
        for number in range(count):
            content = leaf_hash(f"{round_} {number}".encode()).hex()
            by = Signatory(SignatoryRole.STAFF, "#P7K2M9X4")
            enter_act("thing-heard", at=AT, by=by, subject=("thing", number), facts={"content": content})
    number_entries(at=AT + timedelta(minutes=round_))
    publish_log()


def test_published_ledger_is_witnessed_and_copied(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"
    given: list[Note] = []

    def answer(asked: Asked) -> Answered:
        path = folder() / asked.path.removeprefix(PREFIX)
        if asked.method == "POST":
            given.append(read_note(asked.body.decode()))
            return Answered()
        return Answered(path.read_bytes()) if path.is_file() else Answered(status=404)

    enter_and_publish(3, round_=1)
    words = ["--state", str(tmp_path / "state"), "--once", "--mirror"]
    first = ["--log-key", LogKey.objects.get().key, "--name", NAME]
    with server(answer) as url:
        for round_, count in enumerate((0, 250, 7, 300), 2):
            enter_and_publish(count, round_=round_)
            result = CliRunner().invoke(cli.main, ["--lang", "en", "witness", url, *words, *first])
            assert (result.exit_code, result.stderr) == (0, "")
            assert given[-1].text == read_note((folder() / "checkpoint").read_text("utf-8")).text

    copy = tmp_path / "state" / "mirror"
    files = {path.relative_to(copy).as_posix(): path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    assert {name: (folder() / name).read_bytes() for name in files} == files
    assert [len(given), given[-1].text.splitlines()[1]] == [4, "561"]
