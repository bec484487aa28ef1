"""The declaration of annex 3 on paper: handed in, held against what was issued, checked, and owned by each signer."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from qingce.domain.removal.audits.acts import DECLARED, DECLARED_CHECKED
from qingce.domain.removal.audits.declaration_document import DECLARATION
from qingce.domain.removal.audits.enums import DECLARATION_FILE, AuditParty, AuditState, Signing
from qingce.domain.removal.audits.errors import AuditIncomplete, DeclarationUnfit, NotYourSignature
from qingce.domain.removal.audits.holding import audit_for, audit_not_found, audit_text, note_audit
from qingce.domain.removal.audits.on_site import check_signing, sign
from qingce.domain.removal.audits.permissions import parties_see, staff_audits
from qingce.domain.removal.models import Audit, AuditSignature, DeclarationPaper
from qingce.shared.files.actions import attach_files, discard_files
from qingce.shared.files.enums import FileType, KeptFile, SignatureState
from qingce.shared.files.errors import FileNotFound
from qingce.shared.files.queries import FileRead, files_by_ids, open_bytes, read_pages
from qingce.shared.issuing.enums import MarkFound, Standing, TextFound
from qingce.shared.issuing.errors import IssuedDocumentNotFound, NothingToCompare
from qingce.shared.issuing.queries import code_on, compared, issued_by_code, standing_of
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import organisations_by_ids

FILE_MB, PAPERS_MOST = 20, 6
TAKEN = (FileType.PDF, FileType.JPEG, FileType.PNG)
_PIECE = 64 * 1024


def hand_declaration_in(actor: Actor, pk: int, party: AuditParty, file: KeptFile, *, at: datetime) -> int:
    """Takes the printed declaration back, signed: a scan, or a PDF with a digital signature. It signs for nobody yet.

    Args: file: kept for `DECLARATION_FILE`; one that is not taken is let go.
    Returns: number of the paper.
    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; DeclarationUnfit: another document, altered, not whole, the
        unsigned file itself, known already, or too many.
    """
    try:
        with transaction.atomic():
            audit_for(actor, pk, party, AuditState.AUDITING)
        read = _read(file)
        _check_fits(pk, read, on=at)
        with transaction.atomic():
            audit = audit_for(actor, pk, party, AuditState.AUDITING)
            attach_files([file.id], purpose=DECLARATION_FILE, at=at)
            return _keep(audit, actor, party, file.id, read.sha256, at)
    except Exception:
        discard_files([file.id], at=at)
        raise


@transaction.atomic
def check_declaration(actor: Actor, pk: int, paper: int, *, is_accepted: bool, note: str = "", at: datetime) -> None:
    """Says whether a scan is the declaration, whole, legible and signed, by staff who did not sign themselves.

    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; DeclarationUnfit: it is checked already; NotYourSignature;
        AuditTextWrong: why not.
    """
    audit = audit_for(actor, pk, AuditParty.PLATFORM, AuditState.AUDITING)
    row = _open_papers(audit).filter(pk=paper, is_accepted=None).first()
    if row is None:
        raise DeclarationUnfit("This file was checked already; look at it again.", cause="checked")
    if AuditSignature.objects.filter(audit=audit, void_at=None, signed_by=actor.signature).exists():
        raise NotYourSignature("You signed the declaration; somebody else checks it.", cause="checks")
    row.note = audit_text(note, "" if is_accepted else "Say what is wrong with it.")
    row.is_accepted, row.checked_by, row.checked_at = is_accepted, actor.signature, at
    row.save(update_fields=["note", "is_accepted", "checked_by", "checked_at"])
    note_audit(audit, actor, DECLARED_CHECKED, at=at, paper=paper)


@transaction.atomic
def own_signature(actor: Actor, pk: int, party: AuditParty, paper: int, said: Signing, *, at: datetime) -> None:
    """Says that the file bears one's own signature, which counts from then on, for one's own party and no other.

    A scan counts once the staff checked it; a valid digital signature in the signer's or the organisation's name does
    by itself.

    Raises: what `sign_declaration` raises; AuditIncomplete: the staff have not checked it; DeclarationUnfit: it was
        refused, or altered after it was signed; NotYourSignature: signed digitally by another.
    """
    audit, opened = check_signing(actor, pk, party, said)
    row = _open_papers(audit).filter(pk=paper).exclude(is_accepted=False).first()
    if row is None:
        raise DeclarationUnfit("This file was not accepted, or counts no longer.", cause="refused")
    if row.checked_by == actor.signature:
        raise NotYourSignature("You checked this file; somebody else signs.", cause="checked")
    _check_digital(audit, actor, party, row)
    sign(audit, actor, party, said, opened, paper=row.pk, at=at)


def declaration_file(pk: int, file: int, *, actor: Actor, is_staff: bool = False) -> KeptFile:
    """A file that was handed in, for the parties of the audit, or for the staff of the area.

    Raises: AuditNotFound; FileNotFound.
    """
    if not Audit.objects.filter(staff_audits(actor) if is_staff else parties_see(actor), pk=pk).exists():
        raise audit_not_found(pk)
    found = files_by_ids([file]) if DeclarationPaper.objects.filter(audit=pk, file=file).exists() else []
    if not found:
        raise FileNotFound(f"There is no file number {file} here.", cause="gone")
    return found[0]


def _keep(audit: Audit, actor: Actor, party: AuditParty, file: int, sha256: str, at: datetime) -> int:
    if _open_papers(audit).exclude(is_accepted=False).count() >= PAPERS_MOST:
        raise DeclarationUnfit("This audit takes no more files with the declaration.", cause="many")
    try:
        with transaction.atomic():
            row = DeclarationPaper.objects.create(
                audit=audit, file_id=file, sha256=sha256, party=party, added_by=actor.signature, added_at=at
            )
    except IntegrityError as error:
        raise DeclarationUnfit("This very file was handed in already.", cause="known") from error
    note_audit(audit, actor, DECLARED, at=at, paper=row.pk)
    return row.pk


def _read(file: KeptFile) -> FileRead:
    """What stands on its pages, from the file as it came: digests of signed files are those of their own bytes."""
    with open_bytes(file.original_sha256 or file.sha256) as content:
        pieces = iter(lambda: content.read(_PIECE), b"")
        return read_pages(pieces, name=file.name[:60], largest_mb=FILE_MB, accepts=TAKEN)


def _check_fits(pk: int, read: FileRead, *, on: datetime) -> None:
    """That the file is the declaration of this audit as it was issued, whole, and something was added to it."""
    try:
        issued = issued_by_code(code_on(read.pages))
    except (NothingToCompare, IssuedDocumentNotFound) as error:
        raise DeclarationUnfit(
            "No page carries the code of the declaration issued here. Scan whole pages, straight, at 300 dpi.",
            cause="no-code",
        ) from error
    if issued.kind != DECLARATION or issued.subject != pk:
        raise DeclarationUnfit(f"This is document {issued.spoken}, not the declaration of this audit.", cause="other",
                               code=issued.spoken)  # fmt: skip
    if standing_of(issued, on=localdate(on)) != Standing.CURRENT:
        raise DeclarationUnfit("Something changed since this declaration was printed; print and sign it anew.",
                               cause="old")  # fmt: skip
    found = compared(issued, read.pages, digests=[read.sha256])
    if found.is_same_file:
        raise DeclarationUnfit("This is the file as it was issued; nobody has signed it.", cause="unsigned")
    if any(each.mark == MarkFound.OTHER_DOCUMENT for each in found.pages) or found.missing:
        raise DeclarationUnfit("A page is missing, or belongs to another document.", cause="pages")
    if any(each.text == TextFound.DIFFERENT for each in found.pages):
        raise DeclarationUnfit("The text is not the one that was issued; sign it unchanged.", cause="altered")


def _check_digital(audit: Audit, actor: Actor, party: AuditParty, row: DeclarationPaper) -> None:
    """That the staff checked it, or a digital signature in it is valid and of this person or organisation."""
    [file] = files_by_ids([row.file_id])
    if any(each.state in (SignatureState.ALTERED, SignatureState.UNREADABLE) for each in file.signatures):
        raise DeclarationUnfit("The file was changed after it was signed digitally.", cause="changed")
    if row.is_accepted:
        return
    numbers = {
        AuditParty.ENTERPRISE: audit.case.organisation_id,
        AuditParty.AGENCY: audit.agency_id,
        AuditParty.OBSERVER: audit.observer_id,
    }
    number = numbers.get(party)
    names = {actor.name, organisations_by_ids([number])[number].name if number else ""} - {""}
    valid = [each for each in file.signatures if each.state == SignatureState.VALID]
    if not valid:
        raise AuditIncomplete("The staff have not checked this scan yet.", cause="unchecked")
    if not any(each.signer in names for each in valid):
        raise NotYourSignature(
            "The digital signature in this file is neither yours nor your organisation’s.", cause="certificate"
        )


def _open_papers(audit: Audit) -> QuerySet[DeclarationPaper]:
    return DeclarationPaper.objects.filter(audit=audit, ended_at=None)
