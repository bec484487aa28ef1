"""What the auditor's form, papers, meetings, team and signatures say; kept with a report as it was handed over."""

from __future__ import annotations

from django.utils.timezone import localdate

from qingce.domain.removal.accreditation.finding import auditors_among
from qingce.domain.removal.audits.course import meetings_of, readiness_of, signatures_of
from qingce.domain.removal.audits.form import told_sheet
from qingce.domain.removal.audits.lines import is_shared, lines_of_audit
from qingce.domain.removal.models import Audit, AuditTeam
from qingce.shared.checklists.enums import EvidenceRow, ItemRow


def kept_of_audit(audit: Audit) -> dict[str, object]:
    """What the parties know of an audit, by the ids of the rulebook; interviews and doubts are not in it. 25 queries.

    Args: audit: with its case and enterprise.
    """
    return {
        "items": [_item(each) for each in told_sheet(audit).items],
        "readiness": _readiness(audit),
        "lines": [
            {
                "id": each.line.id,
                "papers": [
                    paper.document.title or paper.document.type for paper in each.papers if is_shared(paper.document)
                ],
                "closed": sum(not is_shared(paper.document) for paper in each.papers),
                "text": each.text,
            }
            for each in lines_of_audit(audit)
        ],
        "meetings": [
            {"kind": each.kind.value, "on": each.held_on.isoformat(), "who": each.who, "minutes": each.minutes}
            for each in sorted(meetings_of(audit.pk).values(), key=lambda row: (row.held_on, row.written_at))
        ],
        "team": _team(audit),
        "signatures": [
            {
                "party": each.party.value,
                "name": each.name,
                "position": each.position,
                "on": localdate(each.signed_at).isoformat(),
            }
            for each in signatures_of(audit.pk)
        ],
    }


def _item(row: ItemRow) -> dict[str, object]:
    text = row.text
    return {
        "id": row.item.id,
        "grade": row.grade.id if row.grade else "",
        "finding": text.finding,
        "action": text.action,
        "deadline": text.deadline.isoformat() if text.deadline else "",
        "verification": text.verification,
        "evidence": [_evidence(each) for each in row.evidence if each.withdrawn_at is None],
    }


def _evidence(row: EvidenceRow) -> dict[str, object]:
    return {
        "kind": row.kind,
        "note": row.note,
        "where": row.where,
        "on": localdate(row.taken_at).isoformat() if row.taken_at else "",
        "sha256": (row.file.original_sha256 or row.file.sha256) if row.file else "",
    }


def _readiness(audit: Audit) -> dict[str, object] | None:
    row = readiness_of(audit.pk)
    if row is None:
        return None
    return {
        "facts": dict(row.facts),
        "outcome": row.outcome,
        "explanation": row.explanation,
        "confirmed_on": localdate(row.confirmed_at).isoformat() if row.confirmed_at else "",
    }


def _team(audit: Audit) -> list[dict[str, object]]:
    """By the name that an auditor agreed to be public by, else by number."""
    if audit.agency_id is None:
        return []
    known = {each.id: each.shown_as for each in auditors_among([audit.agency_id], ever=True).get(audit.agency_id, ())}
    rows = AuditTeam.objects.filter(audit=audit, left_at=None).order_by("-is_lead", "pk")
    return [{"name": known.get(each.auditor_id, ""), "is_lead": each.is_lead} for each in rows]
