"""Audits for everybody: the list, and one audit with what is public of it."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qingce.domain.removal.enums import AuditState
from qingce.domain.removal.queries import public_among_audits, public_audit, public_audits
from qingce.doors.web.audits.pages import audit_context
from qingce.doors.web.audits.shown import until_words
from qingce.doors.web.ledger.subjects import Subject, SubjectKind, register_subject
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.pure.kernel.requirements import serves


def _pages(numbers: Collection[int]) -> dict[int, Subject]:
    return {pk: Subject(reverse("web:audit", args=[pk])) for pk in public_among_audits(numbers)}


register_subject(SubjectKind("audit", gettext_lazy("On-site audit"), _pages))


@serves("REM-4")
@require_safe
def audits(request: HttpRequest) -> HttpResponse:
    """Every audit that an enterprise accepted, the newest first."""
    asked = request.GET.get("state", "")
    state = asked if asked in AuditState.values else ""
    _first, total = public_audits(state=state, count=0)
    paging = paging_of(request, total, state=state)
    rows, _total = public_audits(state=state, start=paging.start, count=PER_PAGE)
    on = timezone.localdate()
    context = {
        "rows": [(each, until_words(each, on=on), each.is_late(on)) for each in rows],
        "total": total,
        "states": AuditState.choices,
        "chosen": state,
        "paging": paging,
    }
    page = Page(
        title=_("On-site audits"),
        description=_("Which enterprises are audited on site, by whom, watched by which NGO, and what it came to."),
        crumbs=(home_crumb(), Crumb(_("Cases"), reverse("web:cases")), Crumb(_("On-site audits"))),
        section="cases",
    )
    return show(request, page, Shown("audits/list.html", context))


@serves("REM-4", "REM-5", "REM-11", "LED-1")
@require_safe
def audit(request: HttpRequest, pk: int) -> HttpResponse:
    """One audit: where it stands, who audits and observes, which duties are done, every step."""
    found = public_audit(pk)
    row = found.row
    page = Page(
        title=_("On-site audit %(number)s: %(name)s") % {"number": pk, "name": row.enterprise_name},
        description=_("Third-party audit on site, step by step."),
        crumbs=(
            home_crumb(),
            Crumb(_("Cases"), reverse("web:cases")),
            Crumb(_("Case %(number)s") % {"number": row.case_id}, reverse("web:case", args=[row.case_id])),
            Crumb(_("On-site audit %(number)s") % {"number": pk}),
        ),
        section="cases",
    )
    return show(request, page, Shown("audits/one.html", audit_context(request, found)))
