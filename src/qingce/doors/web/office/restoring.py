"""Proposing in the office that the records of a case be restored, with the files that show why (IPE-2017 §2.2.5)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.removal.actions import propose_restoration
from qingce.domain.removal.enums import EVIDENCE
from qingce.domain.removal.queries import CaseDetail, case_terms, staff_case_detail, staff_evidence_file
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.uploads import Bounded, Sent, UploadLimits, behind_token, files_sent
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of

WRONG = 422
REVIEWERS = roles_of(Duty.REVIEW_CASES)
READERS = tuple(dict.fromkeys((*REVIEWERS, *roles_of(Duty.DECIDE_REMOVALS))))


@serves("REM-9")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*REVIEWERS)
def propose_to_restore(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The form by which one of two people proposes it: what was concealed or forged, and the files that show it."""
    found = staff_case_detail(pk, actor=actor)
    if request.method != "POST":
        return _shown(request, actor, found, Sent(), {})
    return behind_token(request, limits(), lambda request, bounded: _propose(request, actor, found, bounded))


@serves("REM-9")
@require_safe
@staff_only(*READERS)
def evidence_file(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A file that came with a proposal to restore."""
    return file_response(staff_evidence_file(pk, file, actor=actor), request.GET)


def limits() -> UploadLimits:
    """What a proposal takes."""
    terms = case_terms()
    return UploadLimits(EVIDENCE, files_most=terms.evidence_most, file_mb=terms.evidence_mb)


def nonce_of(actor: Actor, pk: int) -> str:
    """What names the form."""
    return f"restoration {pk} by {actor.number}"


def _propose(request: HttpRequest, actor: Actor, found: CaseDetail, bounded: Bounded) -> HttpResponse:
    at, pk = timezone.now(), found.row.id
    files = files_sent(request, bounded, limits(), nonce=nonce_of(actor, pk), at=at)
    wrong = [*files.faults, *files.left_over(limits())]
    faults = {"files": wrong} if wrong else {}
    if not faults:
        said, numbers = request.POST, [file.id for file in files.kept]
        try:
            propose_restoration(
                actor, pk, reason=said.get("text", ""), files=numbers, is_public=said.get("is_public") == "yes", at=at
            )
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            field = "files" if error.params.get("cause") == "evidence" else "restore-words"
            faults = {field: [sentence(error)]}
        else:
            messages.success(request, _("Proposed. Another person looks at it and confirms or refuses it."))
            return redirect("web:office-case", pk)
    return _shown(request, actor, found, files, faults)


def _shown(
    request: HttpRequest, actor: Actor, found: CaseDetail, files: Sent, faults: dict[str, list[str]]
) -> HttpResponse:
    pk = found.row.id
    context = {
        "row": found.row,
        "said": request.POST,
        "faults": [(name, text) for name, texts in faults.items() for text in texts],
        "told": {"restore": faults.get("restore-words"), "files": faults.get("files")},
        "evidence_files": files.tokens(nonce_of(actor, pk)),
        "evidence_terms": limits(),
        "evidence_ticket": limits().ticket(nonce_of(actor, pk)),
    }
    title = _("Propose to restore the records of case %(number)s") % {"number": pk}
    crumbs = (
        Crumb(_("Office"), reverse("web:office")),
        Crumb(_("Cases: removal of records"), reverse("web:office-cases")),
        Crumb(_("Case %(number)s") % {"number": pk}, reverse("web:office-case", args=[pk])),
        Crumb(title),
    )
    page = Page(title=title, crumbs=crumbs, is_indexed=False, section="office")
    return show(request, page, Shown("office/restore_case.html", context), status=WRONG if faults else 200)
