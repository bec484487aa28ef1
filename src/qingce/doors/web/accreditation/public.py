"""Audit agencies for everybody: the list, and one agency with conditions, auditors and audits."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qingce.domain.removal.queries import public_agencies, public_agency, public_among_accreditations
from qingce.doors.web.accreditation.shown import names_in, shown_agency
from qingce.doors.web.ledger.shown import shown
from qingce.doors.web.ledger.subjects import Subject, SubjectKind, register_subject
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.pure.kernel.requirements import serves
from qingce.shared.ledger.queries import public_history


def _pages(numbers: Collection[int]) -> dict[int, Subject]:
    found = public_among_accreditations(numbers)
    return {pk: Subject(reverse("web:audit-agency", args=[organisation])) for pk, organisation in found.items()}


register_subject(SubjectKind("accreditation", gettext_lazy("Accreditation of an audit agency"), _pages))


@serves("REM-6")
@require_safe
def auditors(request: HttpRequest) -> HttpResponse:
    """Every agency that is or was accredited, with its audits."""
    rows = public_agencies()
    page = Page(
        title=_("Audit agencies"),
        description=_("Agencies accredited to audit on site, with conditions, auditors, audits and their outcomes."),
        crumbs=(home_crumb(), Crumb(_("Audit agencies"))),
        section="auditors",
    )
    context = {"rows": [(each, names_in("fields", each.fields)) for each in rows]}
    return show(request, page, Shown("accreditation/list.html", context))


@serves("REM-6", "LED-1")
@require_safe
def audit_agency(request: HttpRequest, pk: int) -> HttpResponse:
    """One agency: what it is accredited for, on which conditions, by whom it audits, how its audits ended."""
    found = public_agency(pk)
    newest, on = found[0], timezone.localdate()
    context = {
        "agency": shown_agency(newest),
        "row": newest.row,
        "auditors": [(each, each.is_valid(on)) for each in newest.auditors],
        "former": found[1:],
        "steps": [step for each in reversed(found) for step in each.steps],
        "entries": [entry for each in found for entry in shown(public_history("accreditation", each.row.id))],
    }
    page = Page(
        title=newest.row.agency,
        description=_("Accreditation to audit on site: conditions, auditors, audits and their outcomes."),
        crumbs=(
            home_crumb(),
            Crumb(_("Audit agencies"), reverse("web:auditors")),
            Crumb(newest.row.agency, is_data=True),
        ),
        section="auditors",
    )
    return show(request, page, Shown("accreditation/one.html", context))
