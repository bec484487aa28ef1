"""Cases for everybody: the list, one case with what is public of it, and its files once a result is."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qingce.domain.removal.enums import CasePath, CaseState
from qingce.domain.removal.queries import (
    audits_of_case,
    count_public_cases,
    public_among_cases,
    public_case,
    public_case_file,
    public_cases,
    public_evidence_file,
    public_report,
)
from qingce.doors.web.cases.shown import shown_case, standing_words
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.ledger.shown import shown
from qingce.doors.web.ledger.subjects import Subject, SubjectKind, register_subject
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.pure.kernel.requirements import serves
from qingce.shared.ledger.queries import public_history


def _pages(numbers: Collection[int]) -> dict[int, Subject]:
    return {pk: Subject(reverse("web:case", args=[pk])) for pk in public_among_cases(numbers)}


register_subject(SubjectKind("case", gettext_lazy("Case"), _pages))
LISTED = [(each.value, each.label) for each in CaseState if each not in (CaseState.DRAFT, CaseState.DISCARDED)]


@serves("REM-3")
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Every case that was applied for, the newest first."""
    state, path = request.GET.get("state", ""), request.GET.get("path", "")
    state = state if state in dict(LISTED) else ""
    path = path if path in CasePath.values else ""
    total = count_public_cases(state=state, path=path)
    paging = paging_of(request, total, state=state, path=path)
    rows = public_cases(state=state, path=path, total=total, start=paging.start, count=PER_PAGE)
    on = timezone.localdate()
    context = {
        "rows": [(each, standing_words(each, on=on), each.is_late(on)) for each in rows],
        "total": total,
        "states": LISTED,
        "paths": CasePath.choices,
        "said": {"state": state, "path": path},
        "paging": paging,
    }
    page = Page(
        title=_("Cases: removal of records"),
        description=_("Which enterprises apply for the removal of records, how far each case is, and how it ended."),
        crumbs=(home_crumb(), Crumb(_("Cases"))),
        section="cases",
    )
    return show(request, page, Shown("cases/list.html", context))


@serves("REM-1", "REM-3", "REM-9", "REM-10", "LED-1")
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: where it stands, who owes what until when, every step; papers and report once approved."""
    found = public_case(pk)
    context = {
        "case": shown_case(found, on=timezone.localdate()),
        "row": found.row,
        "entries": shown(public_history("case", pk)),
        "file_url": "web:case-file",
        "audits": audits_of_case(pk),
    }
    name = found.row.enterprise_name
    page = Page(
        title=_("Case %(number)s: %(name)s") % {"number": pk, "name": name},
        description=_("Application for the removal of records, step by step."),
        crumbs=(
            home_crumb(),
            Crumb(_("Cases"), reverse("web:cases")),
            Crumb(_("Case %(number)s") % {"number": pk}),
        ),
        section="cases",
    )
    return show(request, page, Shown("cases/one.html", context))


@serves("REM-3")
@require_safe
def case_file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """A file that is public with the result: the copy without what was taken out of it."""
    only = {"page": request.GET["page"]} if "page" in request.GET else {}
    return file_response(public_case_file(pk, file), only)


@serves("REM-9")
@require_safe
def case_evidence(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """Evidence by which records were restored, if it was marked public: cleaned, never as it came."""
    only = {"page": request.GET["page"]} if "page" in request.GET else {}
    return file_response(public_evidence_file(pk, file), only)


@serves("REM-3", "LED-1")
@require_safe
def case_report(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The approved report of a round as canonical JSON, byte for byte what the ledger holds the hash of."""
    del request
    return HttpResponse(
        public_report(pk, number),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="case-{pk}-report-{number}.json"'},
    )
