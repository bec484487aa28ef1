"""What the reports of an audit say as documents: all of it to the parties, of the final one what is public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qingce.domain.removal.audits.enums import AuditParty
from qingce.domain.removal.audits.report_enums import AuditResult, ReportedFinding, ReportKind
from qingce.domain.removal.audits.report_parts import SaidIn
from qingce.domain.removal.audits.report_terms import audit_report_sections
from qingce.domain.removal.audits.reports_reading import audit_report_digest, findings_in
from qingce.domain.removal.models import AuditReport, FurtherVisit, ReportComment
from qingce.shared.issuing.enums import Draft, draft
from qingce.shared.rulebooks.queries import book_of

PRELIMINARY, FINAL = "audit-preliminary", "audit-report"
KINDS = {ReportKind.PRELIMINARY: PRELIMINARY, ReportKind.FINAL: FINAL}
Pairs = list[tuple[str, str]]


def report_draft(report: AuditReport, said: SaidIn) -> Draft:
    """What a report says in a language. Args: report: with its audit. said: of that audit's rules."""
    is_final = report.kind == ReportKind.FINAL
    kept: Mapping[str, Any] = report.kept
    values: dict[str, Any] = {
        "facts": _facts(report),
        "records": [(str(each["record"]), each["title"], each["source"]) for each in report.facts["records"]],
        "team": said.team(kept),
        "readiness": said.readiness(kept, is_public=is_final),
        "documents": said.documents(kept, is_public=is_final),
        "meetings": said.meetings(kept, is_public=is_final),
        "sections": [(each.said(said.language), report.texts.get(each.id, "")) for each in _sections(report)],
        "checked": said.checked(kept),
        "findings": _followed(report, said) if is_final else said.findings(kept),
        "signatures": said.signatures(kept, is_public=is_final),
        "notes": _notes(report),
    }
    if is_final:
        values |= {"visits": _visits(report), "comments": _comments(report), "conclusion": _conclusion(report)}
    return draft(
        KINDS[ReportKind(report.kind)],
        language=said.language,
        title=report.facts["enterprise"],
        subtitle=_("On-site audit %(audit)d of case %(case)d")
        % {"audit": report.audit_id, "case": report.facts["case"]},
        issuer=_("Qingce · %(host)s") % {"host": urlsplit(settings.BASE_URL).netloc},
        issued_on=localdate(report.confirmed_at if is_final and report.confirmed_at else report.handed_at),
        values=values,
    )


def _sections(report: AuditReport) -> Sequence[Any]:
    return [each for each in audit_report_sections(ReportKind(report.kind)) if report.texts.get(each.id)]


def _facts(report: AuditReport) -> Pairs:
    facts = report.facts
    observer = facts["observer"] or (_("The platform itself") if facts["is_platform_observing"] else "—")
    handed = localdate(report.handed_at).isoformat() if report.handed_at else "—"
    return [
        (_("On-site audit"), str(report.audit_id)),
        (_("Case"), str(facts["case"])),
        (_("Enterprise"), facts["enterprise"]),
        (_("Unified social credit code"), facts["uscc"] or "—"),
        (_("Applied on"), facts["applied_on"] or "—"),
        (_("Audit agency"), facts["agency"] or "—"),
        (_("Observing NGO"), observer),
        (_("On site"), " – ".join(dict.fromkeys(facts["days"])) or "—"),
        (_("Handed over on"), handed),
    ]


def _followed(report: AuditReport, said: SaidIn) -> list[tuple[str, ...]]:
    """The findings of the preliminary report, with what the agency judged: its words are public with the report."""
    rows = AuditReport.objects.filter(audit=report.audit_id, kind=ReportKind.PRELIMINARY, pk__lt=report.pk)
    first = rows.exclude(handed_at=None).order_by("-pk").first()
    return [said.finding(each, _judged(each)) for each in findings_in(first)] if first else []


def _judged(finding: ReportedFinding) -> str:
    lines = []
    for each in finding.remedies:
        if each.judged_at is not None:
            verdict = _("it worked") if each.is_effective else _("it did not work")
            day = localdate(each.judged_at).isoformat()
            lines.append(_("%(day)s, %(verdict)s: %(why)s") % {"day": day, "verdict": verdict, "why": each.why})
    return "\n".join(lines) or _("Not judged to be put right.")


def _visits(report: AuditReport) -> list[tuple[str, ...]]:
    rows = FurtherVisit.objects.filter(audit=report.audit_id, called_at__lte=report.completed_at or report.written_at)
    told = rows.exclude(told_at=None).order_by("pk")
    return [(each.on.isoformat(), each.why, each.result) for each in told]


def _comments(report: AuditReport) -> list[tuple[str, ...]]:
    """Who commented and when it was settled; the words of a comment are for the parties."""
    rows = ReportComment.objects.filter(report__audit=report.audit_id, report__pk__lte=report.pk).select_related(
        "report"
    )
    return [
        (
            str(ReportKind(each.report.kind).label),
            str(AuditParty(each.party).label),
            localdate(each.said_at).isoformat(),
            localdate(each.answered_at).isoformat() if each.answered_at else "—",
        )
        for each in rows.order_by("pk")
    ]


def _conclusion(report: AuditReport) -> Pairs:
    found = [(pgettext("audit", "Conclusion"), str(AuditResult(report.result).label))]
    if report.reason:
        found.append((_("Why it is not passed"), report.reason))
    for title, at in ((_("Completed on"), report.completed_at), (_("Confirmed on"), report.confirmed_at)):
        if at is not None:
            found.append((title, localdate(at).isoformat()))
    return found


def _notes(report: AuditReport) -> list[str]:
    rules = report.audit.rules
    notes = [
        _("Rules: %(book)s, %(digest)s.") % {"book": book_of(rules).key, "digest": rules},
        _("SHA-256 of the report as it was handed over: %(digest)s.") % {"digest": audit_report_digest(report)},
    ]
    if report.kind == ReportKind.FINAL:
        notes.append(
            _("Technical and economic papers, interviews and the words of comments are for the parties of the audit "
              "only; of papers handed in the titles of the lines are named.")
        )  # fmt: skip
        notes.append(_("If facts turn out to be concealed or papers forged, the records are restored."))
    else:
        notes.append(_("For the parties of the audit only; interviews are left out. It is not the final report."))
    if report.ended_at is not None:
        notes.append(_("This report no longer counts: the conclusion was taken back, or another agency took over."))
    return notes
