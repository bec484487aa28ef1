"""The keys of the log: secret ones from the settings, public ones as they were first used."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.conf import settings

from qingce.pure.merkle.notes import SignerKey, VerifierKey, read_signer, read_verifier
from qingce.shared.ledger.entering import enter_act
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.ledger.errors import KeyMissing, KeyOfAnotherLog
from qingce.shared.ledger.models import LogKey


def signers() -> tuple[SignerKey, ...]:
    """The keys that sign now, the new one first while a rotation is under way.

    Raises: KeyMissing; KeyUnreadable; KeyOfAnotherLog: two keys with two names.
    """
    return _read(tuple(settings.LEDGER_KEYS))


def origin() -> str:
    """The name of the log.

    Raises: as `signers`.
    """
    return signers()[0].name


def verifiers() -> list[VerifierKey]:
    """Every public key that the log ever signed with, the newest first; one query."""
    return [read_verifier(row) for row in LogKey.objects.order_by("-pk").values_list("key", flat=True)]


def note_keys(size: int, *, at: datetime) -> None:
    """Notes keys that sign for the first time, and those that sign no more; each change is a public act.

    Called with the sequencer's lock, before the checkpoint of a log with `size` entries. One query if nothing changed.
    """
    known = {row.key: row for row in LogKey.objects.filter(last_size=None)}
    signing = [each.verifier.written for each in signers()]
    for key in signing:
        if key not in known:
            row, is_new = LogKey.objects.get_or_create(key=key, defaults={"first_size": size, "first_used_at": at})
            if not is_new:
                LogKey.objects.filter(pk=row.pk).update(last_size=None)
            enter_act("ledger-key-begun", at=at, by=PLATFORM, subject=("ledger-key", row.pk), facts={"key": key})
    for key in known.keys() - set(signing):
        LogKey.objects.filter(key=key).update(last_size=size)
        enter_act(
            "ledger-key-ended", at=at, by=PLATFORM, subject=("ledger-key", known[key].pk), facts={"key": key}
        )  # fmt: skip


@lru_cache(maxsize=4)
def _read(written: tuple[str, ...]) -> tuple[SignerKey, ...]:
    keys = tuple(read_signer(each) for each in written)
    if not keys:
        raise KeyMissing
    if others := {each.name for each in keys} - {keys[0].name}:
        raise KeyOfAnotherLog(
            f"All keys of one ledger go by one name; here are {keys[0].name} and {sorted(others)[0]}.",
            name=keys[0].name, other=sorted(others)[0],
        )  # fmt: skip
    return keys
