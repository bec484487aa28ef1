"""The audits in which one's organisations have a part: what each owes, and every step of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.removal.enums import AuditParty, CaseState, ObservationRow, ObservingState
from qingce.domain.removal.queries import (
    audit_document,
    audit_file,
    audits_of,
    audits_of_case,
    cases_of,
    get_audit,
    observations_of,
    quotes_asked_of,
    remedy_file,
)
from qingce.doors.web.access import signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.audits.documents import document_response
from qingce.doors.web.audits.pages import act_on_audit, audit_context
from qingce.doors.web.audits.shown import owner_words, until_words
from qingce.doors.web.cases.shown import fragment_of
from qingce.doors.web.green_choice.owed import Asked, Owed, register_owed
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.pure.kernel.errors import NotFound
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, OrganisationKind, Seat

WRONG = 422


@serves("REM-4", "REM-5")
@require_safe
@signed_in
def my_audits(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The audits of one's organisations, the newest first, and as whom one sees each."""
    on = timezone.localdate()
    rows = [(row, owner_words(party), until_words(row, on=on), row.is_late(on)) for row, party in audits_of(actor)]
    context = {"rows": rows, "asked": quotes_asked_of(actor), "places": _places(actor)}
    return show(request, account_page(_("My on-site audits")), Shown("audits/mine.html", context))


def _places(actor: Actor) -> list[tuple[Seat, list[ObservationRow]]]:
    """Each NGO that somebody belongs to, with the invitations that wait for its answer."""
    ngos = [each for each in actor.seats if each.kind == OrganisationKind.NGO]
    return [
        (seat, [each for each in observations_of(seat.organisation_id) if each.state == ObservingState.ASKED])
        for seat in ngos
    ]


@serves("REM-4", "REM-5", "REM-11")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_audit(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One audit for enterprise, agency or observer: who owes what until when, and every step that is one's own."""
    try:
        found, faults = get_audit(pk, actor=actor), list[tuple[str, str]]()
    except NotFound:
        if quotes_asked_of(actor, pk):
            return redirect("web:my-quote", pk)
        raise
    if request.method == "POST":
        faults = act_on_audit(request, actor, pk, found.party or AuditParty.ENTERPRISE)
        if not faults:
            return redirect(reverse("web:my-audit", args=[pk]) + fragment_of(request.POST))
        found = get_audit(pk, actor=actor)
    context = audit_context(request, found, actor, faults)
    context["party_words"] = owner_words(found.party) if found.party else ""
    page = account_page(_("On-site audit %(number)s") % {"number": pk}, _crumb())
    return show(request, page, Shown("audits/my_audit.html", context), status=WRONG if faults else 200)


@serves("REM-11")
@require_safe
@signed_in
def my_audit_file(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A file of what the enterprise handed in, for the parties of the audit only."""
    return file_response(audit_file(pk, file, actor=actor), request.GET)


@serves("REM-11")
@require_safe
@signed_in
def my_audit_remedy(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A file that shows how a finding was put right, for the parties of the audit only."""
    return file_response(remedy_file(pk, file, actor=actor), request.GET)


@serves("REM-7", "REM-11")
@require_safe
@signed_in
def my_audit_document(request: HttpRequest, actor: Actor, pk: int, code: str) -> HttpResponseBase:
    """A report of the audit as PDF or DOCX, for its parties; the preliminary one is for nobody else."""
    return document_response(audit_document(pk, code, actor=actor), request.GET)


def _crumb() -> Crumb:
    return Crumb(_("My on-site audits"), reverse("web:my-audits"))


def _owed(asked: Asked) -> list[Owed]:
    """What an enterprise owes in its audits, and which case needs one."""
    found = []
    for case in cases_of(asked.enterprise_id, asked.organisation_id):
        if case.state != CaseState.ON_SITE:
            continue
        audit = next((each for each in audits_of_case(case.id) if each.is_open), None)
        if audit is None:
            title = _("Accept the on-site audit: case %(number)s") % {"number": case.id}
            why = _("The records of this case can be removed only after an audit on site.")
            found.append(Owed(title, why, reverse("web:my-case", args=[case.id]) + "#on-site"))
            continue
        owes = get_audit(audit.id, actor=asked.actor).owed_by(AuditParty.ENTERPRISE)
        if owes:
            found.append(
                Owed(
                    title=_("Go on with on-site audit %(number)s") % {"number": audit.id},
                    why=_("Duties of this stage that are still open: %(count)d.") % {"count": len(owes)},
                    address=reverse("web:my-audit", args=[audit.id]),
                    due=audit.due_on,
                    left=until_words(audit, on=asked.on),
                )
            )
    return found


register_owed("audits", _owed)
