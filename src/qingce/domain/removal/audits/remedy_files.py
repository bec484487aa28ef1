"""The files that show how a finding was put right: for the parties of the audit and the staff, nobody else."""

from __future__ import annotations

from qingce.domain.documents.queries import versions_of
from qingce.domain.removal.audits.holding import audit_not_found
from qingce.domain.removal.audits.permissions import parties_see, staff_audits
from qingce.domain.removal.models import Audit, RemedyPaper
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.errors import FileNotFound
from qingce.shared.parties.enums import Actor


def remedy_file(pk: int, file: int, *, actor: Actor, is_staff: bool = False) -> KeptFile:
    """A file that was handed in about a finding; six queries.

    Args: is_staff: asked by somebody of the staff of its area, not by a party.
    Raises: AuditNotFound; FileNotFound.
    """
    if not Audit.objects.filter(staff_audits(actor) if is_staff else parties_see(actor), pk=pk).exists():
        raise audit_not_found(pk)
    papers = RemedyPaper.objects.filter(remedy__finding__report__audit=pk).order_by("pk")
    for row in versions_of(list(papers.values_list("document", "document_version").distinct())).values():
        for each in row.files:
            if file in (each.id, each.redacted.source_id if each.redacted else 0):
                return each
    raise FileNotFound(f"There is no file number {file} here.", cause="gone")
