"""What the audit itself says for its reports; kept with a report as it was handed over."""

from __future__ import annotations

from django.utils.timezone import localdate

from qingce.domain.removal.audits.enums import AuditState
from qingce.domain.removal.models import Audit, AuditStep, CaseRecord, FurtherVisit


def facts_of_audit(audit: Audit) -> dict[str, object]:
    """Enterprise, records of the case, agency, observer, days on site, further visits; four queries.

    Args: audit: with its case and enterprise.
    """
    case = audit.case
    return {
        "enterprise": case.enterprise.name,
        "uscc": case.enterprise.uscc or "",
        "case": case.pk,
        "applied_on": case.applied_on.isoformat() if case.applied_on else "",
        "agency": audit.agency.name if audit.agency else "",
        "observer": audit.observer.name if audit.observer else "",
        "is_platform_observing": audit.is_platform_observing,
        "days": _days(audit),
        "records": [
            {"record": row.record_id, "title": row.title, "source": row.source}
            for row in CaseRecord.objects.filter(case=case).order_by("place", "pk")
        ],
        "visits": [
            {"on": row.on.isoformat(), "result": row.result}
            for row in FurtherVisit.objects.filter(audit=audit, ended_at=None).exclude(told_at=None).order_by("pk")
        ],
    }


def _days(audit: Audit) -> list[str]:
    """From when the audit on site began until it ended, of the agency that audits now."""
    steps = list(AuditStep.objects.filter(audit=audit).order_by("pk").values_list("source", "target", "at"))
    begun = [localdate(at) for source, target, at in steps if target == AuditState.AUDITING and target != source]
    ended = [localdate(at) for source, target, at in steps if source == AuditState.AUDITING and target != source]
    return [each.isoformat() for each in (begun[-1:] + ended[-1:])]
