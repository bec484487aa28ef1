"""The public log: entered with the act, numbered after commit, proved to anybody."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from qingce.pure.kernel.canonical import canonical_json
from qingce.pure.merkle.hashing import leaf_hash
from qingce.pure.merkle.notes import new_signer, read_verifier
from qingce.pure.merkle.proof_files.checking_files import check_file
from qingce.shared.ledger.actions import enter_act, enter_rows, forget_person, number_entries, publish_log
from qingce.shared.ledger.enums import Signatory, SignatoryRole
from qingce.shared.ledger.errors import DatabaseTooOld, EntryTooLarge, KeyMissing, LogForked, ProofNotYet, SchemaUnknown
from qingce.shared.ledger.finding import entries_of
from qingce.shared.ledger.models import Checkpoint, LedgerEntry, LogKey, LogState, Tile
from qingce.shared.ledger.proving import growth, proof_of_entry, proof_of_row
from qingce.shared.ledger.publishing import folder
from qingce.shared.ledger.schemas import ActSchema, Fact, FactKind, register_public_acts
from tests.factories import AT

pytestmark = [pytest.mark.requirement("LED-1", "LED-2"), pytest.mark.django_db]

STAFF = Signatory(SignatoryRole.STAFF, "#P7K2M9X4")
register_public_acts(
    (
        ActSchema("thing-said", "Said", "thing", {"content": Fact(FactKind.HASH, "What")}, words={"reason": "Why"}),
        ActSchema("things-shown", "Shown", "thing", {"batch": Fact(FactKind.NUMBER, "Which")}, is_bulk=True),
    )
)


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def statement(number: int) -> bytes:
    """What a thing says."""
    return canonical_json({"kind": "thing", "number": number, "salt": "00" * 16})


def say(number: int) -> str:
    """Enters that a thing says something."""
    content = leaf_hash(statement(number)).hex()
    with transaction.atomic():
        return enter_act(
            "thing-said", at=AT, by=STAFF, subject=("thing", number), facts={"content": content}, words={"reason": "因"}
        )


def show(*numbers: int) -> str:
    """Enters many things at once."""
    hashes = [leaf_hash(statement(number)) for number in numbers]
    with transaction.atomic():
        return enter_rows("things-shown", at=AT, by=STAFF, ids=numbers, hashes=hashes, facts={"batch": 3})


def checked(file: object) -> list[str]:
    """What a proof file shows to somebody who trusts the log's newest key."""
    keys = [read_verifier(key) for key in LogKey.objects.values_list("key", flat=True)]
    return [finding.code for finding in check_file(json.dumps(file), keys).shown]


def test_entries_are_numbered_after_commit_and_proved() -> None:
    say(1)
    assert LedgerEntry.objects.get().number is None

    assert number_entries(at=AT) == 2  # the key's own entry besides
    entry = LedgerEntry.objects.get(act="thing-said")

    file = proof_of_entry(entry.number or 0)
    assert checked(file)
    assert file["opened"]["words"]["value"] == {"reason": "因"}
    assert "#P7K2M9X4" not in bytes(entry.body).decode()
    assert number_entries(at=AT) == 0


@pytest.mark.parametrize("count", [1, 255, 256, 257, 700])
def test_each_row_of_a_bulk_act_is_proved_through_it(count: int) -> None:
    ids = range(1_000, 1_000 + 3 * count, 3)
    show(*ids)
    number_entries(at=AT)

    for number in {ids[0], ids[count // 2], ids[-1]}:
        (found,) = entries_of("thing", number)
        assert checked(proof_of_row(found.entry, found.place, statement(number)))
    assert entries_of("thing", ids[0] + 1) == []


def test_entry_waits_for_its_proof_and_says_so() -> None:
    say(1)
    number_entries(at=AT)
    say(2)
    late = LedgerEntry.objects.get(number=None)

    with pytest.raises(ProofNotYet):
        proof_of_row(late, None, statement(2))


def test_growth_of_the_log_is_proved() -> None:
    sizes = []
    for number in range(5):
        say(number)
        number_entries(at=AT + timedelta(minutes=number))
        sizes.append(LogState.read().size)

    assert sizes == [2, 3, 4, 5, 6]
    assert checked(growth(2, 6))
    assert checked(growth(3, 4))


def test_cost_of_an_entry_does_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    show(*range(600))
    number_entries(at=AT)
    for number in range(3):
        say(number)
        with django_assert_num_queries(12):
            number_entries(at=AT)


def test_forgetting_a_person_leaves_a_commitment_that_tells_nothing() -> None:
    say(1)
    number_entries(at=AT)

    assert forget_person(STAFF.person) == 1
    file = proof_of_entry(LedgerEntry.objects.get(act="thing-said").number or 0)
    assert checked(file)
    assert set(file["opened"]) == {"words"}


def test_unknown_kind_and_too_large_an_entry_are_refused() -> None:
    with transaction.atomic(), pytest.raises(SchemaUnknown):
        enter_act("danced", at=AT, by=STAFF, subject=("thing", 1))
    register_public_acts([ActSchema("long", "Long", "thing", {"texts": Fact(FactKind.TEXTS, "All")})])
    with transaction.atomic(), pytest.raises(EntryTooLarge):
        enter_act("long", at=AT, by=STAFF, subject=("thing", 1), facts={"texts": ["x" * 500] * 40})
    assert not LedgerEntry.objects.exists()


def test_without_a_key_nothing_is_numbered(settings: Settings) -> None:
    settings.LEDGER_KEYS = []
    say(1)
    with pytest.raises(KeyMissing):
        number_entries(at=AT)
    assert LedgerEntry.objects.get().number is None


def test_key_is_rotated_with_both_known(settings: Settings) -> None:
    say(1)
    number_entries(at=AT)
    former = settings.LEDGER_KEYS[0]
    fresh = new_signer("qingce.test/ledger")

    settings.LEDGER_KEYS = [fresh.written, former]
    say(2)
    number_entries(at=AT)
    assert Checkpoint.objects.order_by("-size")[0].note.count("— qingce.test/ledger ") == 2
    settings.LEDGER_KEYS = [fresh.written]
    say(3)
    number_entries(at=AT)

    acts = LedgerEntry.objects.order_by("number").values_list("act", flat=True)
    assert [act for act in acts if act.startswith("ledger")] == [
        "ledger-key-begun", "ledger-key-begun", "ledger-key-ended"
    ]  # fmt: skip
    assert checked(proof_of_entry(0))


def test_restored_database_refuses_to_append_and_says_how_to_go_on() -> None:
    say(1)
    number_entries(at=AT)
    publish_log()
    say(2)
    number_entries(at=AT)
    publish_log()
    _restore_to(2)
    say(3)

    with pytest.raises(DatabaseTooOld, match="qingce ledger recover"):
        number_entries(at=AT)
    assert LogState.read().size == 2


def test_another_history_than_the_published_one_refuses_to_append() -> None:
    say(1)
    number_entries(at=AT)
    publish_log()
    _restore_to(0)
    say(9)
    (folder() / "checkpoint").rename(folder() / "kept")
    number_entries(at=AT)
    (folder() / "kept").rename(folder() / "checkpoint")
    say(10)

    with pytest.raises(LogForked):
        number_entries(at=AT)


def test_clock_that_goes_back_is_survived() -> None:
    say(1)
    number_entries(at=AT)
    say(2)
    number_entries(at=AT - timedelta(days=1))

    assert [row.made_at for row in Checkpoint.objects.order_by("size")] == [AT, AT]


def test_published_files_are_the_log_of_the_database() -> None:
    show(*range(300))
    for number in range(3):
        say(number)
        number_entries(at=AT)
        publish_log()

    assert publish_log() == 0
    assert (folder() / "checkpoint").read_text().startswith("qingce.test/ledger\n5\n")
    tile = bytes(Tile.objects.get(tree=Tile.LOG, level=0, place=0).hashes)
    assert (folder() / "tile/0/000.p/5").read_bytes() == tile
    bundle = (folder() / "tile/entries/000.p/5").read_bytes()
    assert len(bundle) == sum(2 + len(bytes(body)) for body in LedgerEntry.objects.values_list("body", flat=True))


def _restore_to(size: int) -> None:
    """As if a backup had been put back that was made when the log had so many entries."""
    LedgerEntry.objects.filter(number__gte=size).delete()
    Checkpoint.objects.filter(size__gt=size).delete()
    for tile in Tile.objects.filter(tree=Tile.LOG):
        tile.hashes = bytes(tile.hashes)[: size * 32]
        tile.save()
    LogState.objects.update(size=size)
    if not size:
        LogKey.objects.all().delete()
