"""Words beside an entry of the ledger are taken away by two people only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from qingce.pure.kernel.text import clean
from qingce.shared.ledger.actions import hold_entry, redact_words
from qingce.shared.ledger.errors import NoWords
from qingce.shared.ledger.queries import wordy_entries
from qingce.shared.parties.enums import REDACT_WORDS, Actor, StaffRole
from qingce.shared.parties.signing import signatory_of
from qingce.shared.parties.two_person import Effect, EffectLine, Payload, ProposedSubject, TwoPersonAct

LONGEST_CLAUSE = 100
SHOWN = 200


def _subjects(numbers: Collection[int]) -> Mapping[int, ProposedSubject]:
    return {
        number: ProposedSubject("ledger-entry", number, f"#{number} {act}", "")
        for number, (act, _words) in wordy_entries(numbers).items()
    }


def _hold(number: int) -> None:
    hold_entry(number)


def _effect(number: int, payload: Payload) -> Effect:
    (words,) = (said for _act, said in wordy_entries([number]).values())
    if not words:
        raise NoWords(f"No words stand beside entry {number}, or not any more.", number=number)
    lines = [EffectLine(_("Words beside the entry"), words[:SHOWN], _("Taken away for good"))]
    if clause := clean(payload.get("clause", ""))[:LONGEST_CLAUSE]:
        lines.append(EffectLine(_("Clause shown in public"), "", clause))
    return Effect(tuple(lines), f"{number}.{len(words)}")


def _do(number: int, payload: Payload, by: Actor, reason: str, at: datetime) -> None:
    clause = clean(payload.get("clause", ""))[:LONGEST_CLAUSE]
    redact_words(number, by=signatory_of(by.signature), reason=reason, clause=clause, at=at)


REDACTION = TwoPersonAct(
    REDACT_WORDS,
    _("Take words beside an entry of the ledger away"),
    _subjects,
    _hold,
    _effect,
    _do,
    proposes=(StaffRole.SENIOR_REVIEWER, StaffRole.ADMINISTRATOR),
)
