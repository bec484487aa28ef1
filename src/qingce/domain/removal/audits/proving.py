"""Evidence of a duty: notes and files on its tick, by who ticked it, for the parties and the staff only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from qingce.domain.removal.audits.acts import DUTY_PROVED
from qingce.domain.removal.audits.duties import check_hand, is_duty_open, tick_duty
from qingce.domain.removal.audits.enums import PROOF, AuditParty
from qingce.domain.removal.audits.errors import AuditElsewhere, AuditTextWrong, DutyOfAnother
from qingce.domain.removal.audits.holding import audit_for, audit_not_found, audit_text, note_audit
from qingce.domain.removal.audits.permissions import parties_see, staff_audits
from qingce.domain.removal.audits.terms import audit_terms, duties_of
from qingce.domain.removal.models import Audit, DutyProof, DutyTick
from qingce.shared.files.actions import attach_files
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.errors import FileNotFound
from qingce.shared.files.queries import files_by_ids
from qingce.shared.parties.enums import Actor


@transaction.atomic
def prove_duty(
    actor: Actor, pk: int, duty: str, party: AuditParty, *, note: str, files: Collection[int], at: datetime
) -> None:
    """Adds a note and files to a duty that a party did; one that is ticked by hand and is not yet is ticked by it.

    Args: files: uploads kept for `PROOF`.
    Raises: AuditNotFound; NotYourAudit; DutyOfAnother: it is another's, or not done by its step; AuditElsewhere: its
        stage is over; NotTheObserver; AuditIncomplete; AuditTextWrong: nothing is said, or too much; FileNotFound.
    """
    audit = audit_for(actor, pk, party)
    found = next((each for each in duties_of(audit.rules) if each.id == duty), None)
    if found is None or not found.is_of(party):
        raise DutyOfAnother("Only who owes a duty ticks it.", cause="other")
    if not is_duty_open(audit, found):
        raise AuditElsewhere("This duty belongs to another stage of the audit.", cause="stage")
    check_hand(audit, actor, found, party)
    text = audit_text(note, "" if files else "Write a note, or add a file.")
    if not DutyTick.objects.filter(audit=audit, duty=duty, back_at=None).exists():
        if found.by:
            raise DutyOfAnother("This is done by its own step; there it is ticked by itself.", cause="act")
        tick_duty(actor, pk, duty, party, at=at)
        audit.refresh_from_db(fields=["version", "due_on"])
    tick = DutyTick.objects.get(audit=audit, duty=duty, back_at=None)
    if tick.party != party:
        raise DutyOfAnother("Only who owes a duty ticks it.", cause="other")
    _add(tick, text, sorted(set(files)), actor, at=at)
    note_audit(audit, actor, DUTY_PROVED, at=at, duty=duty)


def _add(tick: DutyTick, note: str, files: Sequence[int], actor: Actor, *, at: datetime) -> None:
    most = audit_terms().proofs_most
    if DutyProof.objects.filter(tick=tick).count() + max(len(files), 1) > most:
        raise AuditTextWrong(f"A duty takes at most {most} notes and files.", cause="proofs", most=most)
    attach_files(files, purpose=PROOF, at=at)
    DutyProof.objects.bulk_create(
        DutyProof(tick=tick, file_id=file, note="" if number else note, added_by=actor.signature, added_at=at)
        for number, file in enumerate(files or [None])
    )


def proof_file(pk: int, file: int, *, actor: Actor) -> KeptFile:
    """A file that shows that a duty was done, for the parties and the staff of the area; four queries at most.

    Raises: AuditNotFound; FileNotFound.
    """
    if not Audit.objects.filter(parties_see(actor) | staff_audits(actor), pk=pk).exists():
        raise audit_not_found(pk)
    known = DutyProof.objects.filter(tick__audit=pk, file=file).exists()
    found = files_by_ids([file]) if known else []
    if not found:
        raise FileNotFound(f"There is no file number {file} here.", cause="gone")
    return found[0]
