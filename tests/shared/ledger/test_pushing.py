"""New checkpoints are taken to the witnesses that wait for them, by the witness of this package and by worse ones."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from qingce.doors.cli.witnessing.cosigning import Cosigner
from qingce.doors.cli.witnessing.keeping import held
from qingce.doors.cli.witnessing.listening import reply
from qingce.pure.merkle.notes import COSIGNATURE_V1, SignerKey, new_signer, read_verifier
from qingce.pure.merkle.witnessing import SIZE_TYPE, read_request
from qingce.shared.ledger.models import Checkpoint, Cosignature, LogKey
from qingce.shared.ledger.pushing import Pusher
from tests.factories import AT
from tests.ledger_acts import log_of
from tests.loopback import Answered, Asked, server

pytestmark = [pytest.mark.requirement("LED-1", "LED-2"), pytest.mark.django_db]
SECOND = int(AT.timestamp())
LATER = AT + timedelta(seconds=61)


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def key(settings: Settings) -> SignerKey:
    made = new_signer("witness.example", kind=COSIGNATURE_V1)
    settings.LEDGER_WITNESSES = [made.verifier.written]
    return made


def signing(key: SignerKey, asked: list[int]) -> Callable[[Asked], Answered]:
    """A witness that co-signs whatever it is sent, and notes from which size."""

    def answer(request: Asked) -> Answered:
        read = read_request(request.body)
        asked.append(read.old_size)
        return Answered(key.sign(read.note.text, at_second=SECOND).line.encode())

    return answer


def test_new_checkpoint_is_taken_to_a_witness_once(settings: Settings, key: SignerKey) -> None:
    asked: list[int] = []
    pusher = Pusher()
    with server(signing(key, asked)) as url:
        settings.LEDGER_WITNESS_URLS = [url]
        assert pusher.step(AT) == 0
        log_of(2)
        assert [pusher.step(AT), pusher.step(AT), pusher.step(LATER)] == [1, 0, 0]
        log_of(2)
        assert pusher.step(AT) == 0
        assert pusher.step(LATER + timedelta(seconds=61)) == 1
    assert asked == [0, 3]
    assert [each.checkpoint.size for each in Cosignature.objects.order_by("pk")] == [3, 5]


def test_witness_of_this_package_co_signs_and_tells_where_it_was(settings: Settings, tmp_path: Path) -> None:
    log_of(3)
    with held(tmp_path / "witness") as kept:
        log_keys = kept.log_keys([read_verifier(LogKey.objects.get().key)])
        signer, _ = kept.key("witness.example", secret="")
        settings.LEDGER_WITNESSES = [signer.verifier.written]
        cosigner = Cosigner(kept, signer, log_keys)

        def answer(asked: Asked) -> Answered:
            told = reply(cosigner, asked.body, at_second=SECOND)
            return Answered(told.text.encode(), int(told.status), {"Content-Type": told.kind})

        with server(answer) as url:
            settings.LEDGER_WITNESS_URLS = [url]
            assert Pusher().step(AT) == 1
            log_of(4)
            assert Pusher().step(AT) == 1  # started anew: it is told the size
    newest = Checkpoint.objects.order_by("-size")[0]
    assert newest.cosignatures.get().witness == "witness.example"


def test_one_witness_that_fails_keeps_no_other_from_co_signing(settings: Settings, key: SignerKey) -> None:
    log_of(1)
    asked: list[int] = []
    ahead = Answered(b"900\n", 409, {"Content-Type": SIZE_TYPE})
    stranger = new_signer("witness.example", kind=COSIGNATURE_V1)
    bad = [lambda _: Answered(b"no", 500), lambda _: None, lambda _: ahead, signing(stranger, [])]
    with ExitStack() as stack:
        urls = [stack.enter_context(server(answer)) for answer in (*bad, signing(key, asked))]
        settings.LEDGER_WITNESS_URLS = ["http://127.0.0.1:9/", *urls]
        assert Pusher().step(AT) == 1
    assert Cosignature.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_witness_thinks(settings: Settings, key: SignerKey) -> None:
    log_of(1)
    blocks: list[bool] = []
    main = connection

    def answer(asked: Asked) -> Answered:
        blocks.append(main.in_atomic_block)
        return signing(key, [])(asked)

    with server(answer) as url:
        settings.LEDGER_WITNESS_URLS = [url]
        assert Pusher().step(AT) == 1
    assert blocks == [False]
