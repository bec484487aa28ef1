"""The enterprise hands the documents of annex 2 to the agency: technical and economic papers, for the parties only."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from qingce.domain.documents.queries import get_document
from qingce.domain.enterprises.queries import family_of
from qingce.domain.removal.audits.acts import PAPER_IN, PAPER_OUT, PAPERS
from qingce.domain.removal.audits.duties import tick_by_act, untick_act
from qingce.domain.removal.audits.enums import AuditParty, AuditState
from qingce.domain.removal.audits.errors import AuditIncomplete, AuditPaperUnfit
from qingce.domain.removal.audits.holding import audit_for, audit_not_found, audit_text, note_audit
from qingce.domain.removal.audits.lines import document_lines, is_shared, lines_of_audit, types_for
from qingce.domain.removal.audits.permissions import parties_see, staff_audits
from qingce.domain.removal.audits.terms import audit_terms
from qingce.domain.removal.models import Audit, AuditPaper
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.errors import FileNotFound
from qingce.shared.parties.enums import Actor

_OPEN = (AuditState.CONFIRMING, AuditState.AUDITING, AuditState.REPORTING, AuditState.FOLLOW_UP)


@transaction.atomic
def add_audit_paper(actor: Actor, pk: int, line: str, document: int, *, at: datetime) -> int:
    """Hands a document of the shelf in for a line, in the version that it has now; what is confidential stays so.

    Returns: number of the paper.
    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; DocumentNotFound; AuditPaperUnfit.
    """
    audit = audit_for(actor, pk, AuditParty.ENTERPRISE, *_OPEN)
    _check_line(audit, line)
    found = get_document(document, actor=actor)
    family = set(family_of([audit.case.enterprise_id]).values_list("pk", flat=True))
    if not found.is_own or found.row.enterprise_id not in family:
        raise AuditPaperUnfit("This document is another enterprise's.", cause="other")
    if not is_shared(found.row):
        raise AuditPaperUnfit("This document is closed or withdrawn; open it for parties first.", cause="closed")
    types = types_for(audit, line)
    if types and found.row.type not in types:
        raise AuditPaperUnfit("A document of this type does not serve this line.", cause="type")
    if AuditPaper.objects.filter(audit=audit, line=line).count() >= audit_terms().papers_most:
        raise AuditPaperUnfit(f"A line takes at most {audit_terms().papers_most} of these.", cause="many",
                              most=audit_terms().papers_most)  # fmt: skip
    try:
        with transaction.atomic():
            row = AuditPaper.objects.create(
                audit=audit, line=line, document_id=document, document_version=found.row.version,
                added_by=actor.signature, added_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise AuditPaperUnfit("This document is handed in for this line already.", cause="twice") from error
    note_audit(audit, actor, PAPER_IN, at=at, document=document)
    return row.pk


@transaction.atomic
def take_out_audit_paper(actor: Actor, pk: int, paper: int, *, at: datetime) -> None:
    """Takes a document out again while the audit is being agreed; then the documents are handed in anew.

    Raises: AuditNotFound; NotYourAudit; AuditElsewhere.
    """
    audit = audit_for(actor, pk, AuditParty.ENTERPRISE, AuditState.CONFIRMING)
    row = AuditPaper.objects.filter(audit=audit, pk=paper).first()
    if row is None:
        return
    row.delete()
    untick_act(audit, "documents", reason="", signature=actor.signature, at=at)
    note_audit(audit, actor, PAPER_OUT, at=at)


@transaction.atomic
def say_instead(actor: Actor, pk: int, line: str, text: str, *, at: datetime) -> None:
    """Says, for a line, what there is to say where there is no document; an empty text takes it back.

    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; AuditPaperUnfit; AuditTextWrong.
    """
    audit = audit_for(actor, pk, AuditParty.ENTERPRISE, *_OPEN)
    _check_line(audit, line)
    kept = audit_text(text)
    AuditPaper.objects.filter(audit=audit, line=line, document=None).delete()
    if kept:
        AuditPaper.objects.create(audit=audit, line=line, text=kept, added_by=actor.signature, added_at=at)
    elif audit.state == AuditState.CONFIRMING:
        untick_act(audit, "documents", reason="", signature=actor.signature, at=at)
    note_audit(audit, actor, PAPER_IN, at=at)


@transaction.atomic
def hand_in_for_audit(actor: Actor, pk: int, *, at: datetime) -> None:
    """Hands everything in: each line has documents, or a word in their place.

    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; AuditIncomplete.
    """
    audit = audit_for(actor, pk, AuditParty.ENTERPRISE, AuditState.CONFIRMING)
    for each in lines_of_audit(audit):
        if not each.is_answered:
            title = each.line.title
            raise AuditIncomplete(
                f"“{title.en}” has no document yet that covers it, and no word in its place.",
                cause="line",
                zh=title.zh,
                en=title.en,
            )
    tick_by_act(audit, "documents", AuditParty.ENTERPRISE, signature=actor.signature, at=at)
    note_audit(audit, actor, PAPERS, at=at)


def audit_file(pk: int, file: int, *, actor: Actor) -> KeptFile:
    """A file of what was handed in, for the organisations in the audit; nobody else.

    Raises: AuditNotFound; FileNotFound.
    """
    return _file(pk, file, parties_see(actor))


def staff_audit_file(pk: int, file: int, *, actor: Actor) -> KeptFile:
    """A file of what was handed in, for the staff of the area.

    Raises: AuditNotFound; FileNotFound.
    """
    return _file(pk, file, staff_audits(actor))


def _file(pk: int, file: int, seen: Q) -> KeptFile:
    audit = Audit.objects.select_related("case").filter(seen, pk=pk).first()
    if audit is None:
        raise audit_not_found(pk)
    for line in lines_of_audit(audit):
        for paper in line.papers:
            for each in paper.document.files:
                if file in (each.id, each.redacted.source_id if each.redacted else 0):
                    return each
    raise FileNotFound(f"There is no file number {file} here.", cause="gone")


def _check_line(audit: Audit, line: str) -> None:
    if line not in [each.id for each in document_lines(audit.rules)]:
        raise AuditPaperUnfit("There is no such line in the list.", cause="line")
