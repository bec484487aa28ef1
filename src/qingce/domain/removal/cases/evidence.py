"""Evidence of concealment or forgery: files that come with the proposal to restore (IPE-2017 §2.2.5 note)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from qingce.domain.removal.cases.enums import CaseState
from qingce.domain.removal.cases.errors import CaseIncomplete, TooManyOfCase
from qingce.domain.removal.cases.holding import staff_case
from qingce.domain.removal.cases.terms import case_terms
from qingce.domain.removal.enums import EVIDENCE, RESTORE_CASE
from qingce.domain.removal.models import RestorationFile
from qingce.shared.files.actions import attach_files
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.queries import files_by_ids
from qingce.shared.parties.actions import propose
from qingce.shared.parties.enums import Actor

FILES, DIGEST = "files", "evidence"  # as the proposal's payload has them


@dataclass(frozen=True)
class EvidenceRow:
    """A file of a proposal to restore. Args: is_confirmed: records were restored by it."""

    file: KeptFile
    proposal: int
    is_public: bool
    is_confirmed: bool


@transaction.atomic
def propose_restoration(
    actor: Actor, pk: int, *, reason: str, files: Sequence[int], is_public: bool = False, at: datetime
) -> int:
    """Proposes to restore the records that a case removed; another person sees the evidence, and confirms.

    Args: files: kept for `EVIDENCE`, in their order. is_public: everybody may read them, once it is confirmed.
    Returns: number of the proposal.
    Raises: CaseNotFound; NotYourCase; CaseElsewhere; CaseIncomplete: no file; TooManyOfCase; FileNotFound; what
        `propose` raises.
    """
    staff_case(actor, pk, CaseState.PASSED)
    if not files:
        raise CaseIncomplete("Add at least one file that shows what was concealed or forged.", cause="evidence")
    most = case_terms().evidence_most
    if len(files) > most:
        raise TooManyOfCase(f"An application takes at most {most} of these.", most=most)
    numbers = list(dict.fromkeys(files))
    payload = {FILES: ",".join(map(str, numbers)), DIGEST: digest_of(each.sha256 for each in _kept(numbers))}
    proposal = propose(actor, RESTORE_CASE, pk, reason=reason, payload=payload, at=at)
    attach_files(numbers, purpose=EVIDENCE, at=at)
    RestorationFile.objects.bulk_create(
        RestorationFile(
            case_id=pk, proposal_id=proposal, file_id=each, is_public=is_public, added_by=actor.signature, added_at=at
        )
        for each in numbers
    )
    return proposal


def evidence_of(pk: int, *, is_public: bool = False) -> tuple[EvidenceRow, ...]:
    """The evidence of a case, in its order; two queries at most.

    Args: is_public: only that by which records were restored; the closed files with their digest alone.
    """
    rows = RestorationFile.objects.filter(case=pk).order_by("pk")
    rows = rows.exclude(confirmed_at=None) if is_public else rows
    found = list(rows)
    kept = {each.id: each for each in _kept([row.file_id for row in found])}
    return tuple(
        EvidenceRow(kept[row.file_id], row.proposal_id, row.is_public, row.confirmed_at is not None)
        for row in found
        if row.file_id in kept
    )


def payload_files(payload: str) -> list[KeptFile]:
    """The files that a proposal names; one query."""
    return _kept([int(each) for each in payload.split(",") if each])


def note_confirmed(pk: int, payload: str, *, at: datetime) -> None:
    """Notes that records were restored by this evidence, in the act's transaction."""
    files = [int(each) for each in payload.split(",") if each]
    RestorationFile.objects.filter(case=pk, file__in=files).update(confirmed_at=at)


def digest_of(sums: Iterable[str]) -> str:
    """What the ledger states of the evidence."""
    return hashlib.sha256("".join(f"{each}\n" for each in sums).encode()).hexdigest()


def _kept(numbers: Collection[int]) -> list[KeptFile]:
    found = {each.id: each for each in files_by_ids(list(numbers))} if numbers else {}
    return [found[each] for each in numbers if each in found]
