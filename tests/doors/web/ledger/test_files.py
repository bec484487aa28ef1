"""The log as files at its addresses, and co-signatures that are handed over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings
from pytest_django.live_server_helper import LiveServer

from qingce.doors.cli import main as cli
from qingce.pure.merkle.bundles import read_bundle
from qingce.pure.merkle.notes import COSIGNATURE_V1, SignerKey, new_signer, read_note
from qingce.pure.merkle.tiles import tiles_of
from qingce.shared.ledger.actions import publish_log, take_cosignatures
from qingce.shared.ledger.models import Checkpoint, Cosignature, LedgerEntry, LogKey
from qingce.shared.ledger.publishing import folder
from tests.factories import AT
from tests.ledger_acts import log_of, show_all

pytestmark = [pytest.mark.requirement("LED-1", "LED-2"), pytest.mark.django_db]
LOG = "/ledger/log/"
SECOND = int(AT.timestamp())


@pytest.fixture
def witness(settings: Settings) -> SignerKey:
    """Somebody whose co-signatures this installation takes."""
    key = new_signer("witness.example", kind=COSIGNATURE_V1)
    settings.LEDGER_WITNESSES = [key.verifier.written]
    return key


def handed(client: Client, note: str | bytes, **headers: str) -> HttpResponse:
    return client.post(f"{LOG}cosignatures", note, content_type="text/plain; charset=utf-8", headers=headers)


def cosigned(key: SignerKey, *, at_second: int = SECOND) -> str:
    """The newest checkpoint with the line of a witness alone."""
    text = read_note(Checkpoint.objects.order_by("-size")[0].note).text
    return f"{text}\n{key.sign(text, at_second=at_second).line}"


def test_files_are_those_of_the_published_folder(client: Client) -> None:
    log_of(300)
    publish_log()
    for path in [each.path for each in tiles_of(301)] + ["checkpoint", "keys"]:
        assert client.get(LOG + path).content == (folder() / path).read_bytes(), path
    bodies = LedgerEntry.objects.filter(number__lt=256).order_by("number").values_list("body", flat=True)
    assert read_bundle(client.get(f"{LOG}tile/entries/000").content, 256) == [bytes(body) for body in bodies]


def test_tiles_are_kept_for_ever_and_the_checkpoint_is_asked_for_anew(client: Client) -> None:
    log_of(3)
    tile, newest = client.get(f"{LOG}tile/0/000.p/3"), client.get(f"{LOG}checkpoint")
    assert tile["Cache-Control"] == "public, max-age=31536000, immutable"
    assert tile["Content-Type"] == "application/octet-stream"
    assert newest["Cache-Control"] == "no-cache"
    assert newest["Content-Type"] == "text/plain; charset=utf-8"
    again = client.get(f"{LOG}checkpoint", headers={"if-none-match": newest["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "0/001", "0/000", "0/000.p/5", "0/000.p/0", "0/000.p/256", "0/000.p/04", "8/000", "-1/000", "00/000",
        "0/x000/000.p/4", "0/0", "0/000.p/4/", "entries/001", "0/000.p/٤", "entries/x999/x999/x999/x999/x999/999", "..",
    ],
)  # fmt: skip
def test_what_is_no_tile_of_the_log_is_not_there(client: Client, path: str) -> None:
    log_of(3)
    assert client.get(f"{LOG}tile/{path}").status_code == 404


def test_former_partial_tile_is_answered_as_it_was(client: Client) -> None:
    log_of(3)
    former = client.get(f"{LOG}tile/0/000.p/4").content
    log_of(300)
    assert client.get(f"{LOG}tile/0/000.p/4").content == former
    assert client.get(f"{LOG}tile/0/000").content.startswith(former)


def test_log_without_entries_has_no_checkpoint_and_no_keys(client: Client) -> None:
    assert client.get(f"{LOG}checkpoint").status_code == 404
    assert client.get(f"{LOG}keys").content == b""


def test_cost_of_a_file_does_not_grow(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for count in (1, 3):
        log_of(count)
        with django_assert_num_queries(2):
            client.get(f"{LOG}checkpoint")
        for path in ("keys", "tile/0/000.p/1", "tile/entries/000.p/1"):
            with django_assert_num_queries(1):
                client.get(LOG + path)


def test_cosignature_is_kept_published_and_repeated_without_effect(client: Client, witness: SignerKey) -> None:
    log_of(1)
    line = witness.sign(read_note(cosigned(witness)).text, at_second=SECOND).line
    assert handed(client, cosigned(witness)).status_code == 200
    kept = Cosignature.objects.values().get()
    assert handed(client, cosigned(witness)).status_code == 200
    assert Cosignature.objects.values().get() == kept
    assert client.get(f"{LOG}checkpoint").content.decode().endswith(line)
    publish_log()
    assert (folder() / "checkpoint").read_text("utf-8").endswith(line)


def test_later_cosignature_takes_the_place_of_the_earlier(client: Client, witness: SignerKey) -> None:
    log_of(1)
    for second, seen in ((SECOND, SECOND), (SECOND + 90, SECOND + 90), (SECOND + 30, SECOND + 90)):
        assert handed(client, cosigned(witness, at_second=second)).status_code == 200
        assert Cosignature.objects.get().seen_at.timestamp() == seen


def test_cosignature_of_a_former_checkpoint_is_taken(client: Client, witness: SignerKey) -> None:
    log_of(1)
    former = cosigned(witness)
    log_of(1)
    assert handed(client, former).status_code == 200
    assert Cosignature.objects.get().checkpoint.size == 2


def test_what_is_no_cosignature_of_ours_is_refused_with_a_sentence(client: Client, witness: SignerKey) -> None:
    log_of(1)
    stranger = new_signer("stranger.example", kind=COSIGNATURE_V1)
    same_name = new_signer("witness.example", kind=COSIGNATURE_V1)
    good = cosigned(witness)
    other = read_note(good).text.replace("\n2\n", "\n3\n")
    ahead = int((timezone.now() + timedelta(hours=1)).timestamp())
    damaged = good[:-10] + ("AAAAAA==\n" if good[-10:] != "AAAAAA==\n" else "BBBBBB==\n")
    for note, status in (
        (cosigned(stranger), 400),
        (cosigned(same_name), 400),
        (cosigned(witness, at_second=ahead), 400),
        (f"{other}\n{witness.sign(other, at_second=SECOND).line}", 404),
        (damaged, 400),
        ("", 400),
        (b"\xff\xfe", 400),
        ("x" * 10_001, 400),
        (good + "\n", 400),
    ):
        answer = handed(client, note)
        assert (answer.status_code, answer["Content-Type"]) == (status, "text/plain; charset=utf-8"), note
        assert len(answer.content.decode().splitlines()) == 1, note
    assert not Cosignature.objects.exists()


def test_unknown_witness_is_named_with_what_to_do(client: Client, witness: SignerKey) -> None:
    log_of(1)
    stranger = new_signer("stranger.example", kind=COSIGNATURE_V1)
    said = handed(client, cosigned(stranger)).content.decode()
    assert said == (
        f"This site does not know the key of stranger.example+{stranger.verifier.key_id.hex()}; have its operator put "
        "your public key into QINGCE_LEDGER_WITNESSES, then hand the co-signature over again.\n"
    )


def test_stranger_beside_a_known_witness_is_passed_over(witness: SignerKey) -> None:
    log_of(1)
    stranger = new_signer("stranger.example", kind=COSIGNATURE_V1)
    text = read_note(cosigned(witness)).text
    both = f"{text}\n{stranger.sign(text, at_second=1).line}{witness.sign(text, at_second=SECOND).line}"
    assert take_cosignatures(both, at=AT) == 1
    assert Cosignature.objects.get().witness == "witness.example"


@pytest.mark.django_db(transaction=True)
def test_witness_follows_the_running_site(settings: Settings, live_server: LiveServer, tmp_path: Path) -> None:
    log_of(3)
    state = tmp_path / "witness"
    words = ["--lang", "en", "witness", live_server.url, "--state", str(state), "--once", "--mirror"]
    first = ["--log-key", LogKey.objects.get().key, "--name", "witness.example"]
    refused = CliRunner().invoke(cli.main, [*words, *first])
    assert "does not know the key of witness.example+" in refused.output
    assert "QINGCE_LEDGER_WITNESSES" in refused.output
    settings.LEDGER_WITNESSES = [
        next(each for each in refused.output.splitlines() if each.startswith("witness.example+"))
    ]
    for count in (0, 5, 300):
        show_all(1, 2, 3)
        log_of(count)
        result = CliRunner().invoke(cli.main, words)
        assert (result.exit_code, result.stderr) == (0, "")
        assert Cosignature.objects.filter(checkpoint=Checkpoint.objects.order_by("-size")[0]).count() == 1
