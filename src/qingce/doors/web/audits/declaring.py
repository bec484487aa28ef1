"""The declaration of annex 3 on paper: printed, handed in as a scan or with a digital signature, and downloaded."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.removal.actions import hand_declaration_in, issue_declaration
from qingce.domain.removal.enums import DECLARATION_FILE, AuditParty
from qingce.domain.removal.queries import declaration_file, get_audit
from qingce.doors.web.access import signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.audits.documents import document_response
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.messages import sentence
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.uploads import Bounded, Sent, UploadLimits, behind_token, files_sent
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor

WRONG = 422
LIMITS = UploadLimits(DECLARATION_FILE, files_most=1, file_mb=20)


@serves("REM-7", "REM-10")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_declaration(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The declaration to print, and the form by which it comes back signed."""
    party = get_audit(pk, actor=actor).party or AuditParty.ENTERPRISE
    if request.method != "POST":
        return _shown(request, actor, pk, Sent(), [])
    return behind_token(request, LIMITS, lambda request, bounded: _add(request, actor, pk, party, bounded))


@serves("REM-7", "REM-10")
@never_cache
@require_safe
@signed_in
def my_declaration_print(request: HttpRequest, actor: Actor, pk: int) -> HttpResponseBase:
    """The declaration to print, as PDF or DOCX, for the parties of the audit."""
    get_audit(pk, actor=actor)
    language = "en" if request.GET.get("language") == "en" else "zh"
    issued = issue_declaration(pk, "en" if language == "en" else "zh", actor=actor, at=timezone.now())
    return document_response(issued, request.GET)


@serves("REM-7", "REM-10")
@require_safe
@signed_in
def my_declaration_file(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A signed declaration as it was handed in, for the parties of the audit."""
    return file_response(declaration_file(pk, file, actor=actor), request.GET)


def _add(request: HttpRequest, actor: Actor, pk: int, party: AuditParty, bounded: Bounded) -> HttpResponse:
    at = timezone.now()
    files = files_sent(request, bounded, LIMITS, nonce=_nonce(actor, pk), at=at)
    wrong = [*files.faults, *files.left_over(LIMITS)]
    if not files.kept and not wrong:
        wrong = [_("Choose the file with the signed declaration.")]
    if not wrong:
        try:
            hand_declaration_in(actor, pk, party, files.kept[0], at=at)
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            wrong, files = [sentence(error)], Sent()
        else:
            messages.success(request, _("Taken. The staff check it; then each party says which signature is its own."))
            return redirect(reverse("web:my-audit", args=[pk]) + "#declaration")
    return _shown(request, actor, pk, files, wrong)


def _nonce(actor: Actor, pk: int) -> str:
    return f"declaration of audit {pk} by {actor.number}"


def _shown(request: HttpRequest, actor: Actor, pk: int, files: Sent, faults: list[str]) -> HttpResponse:
    nonce = _nonce(actor, pk)
    context = {
        "audit": pk,
        "told": faults,
        "summary": [("files", text) for text in faults],
        "files": files.tokens(nonce),
        "terms": LIMITS,
        "ticket": LIMITS.ticket(nonce),
    }
    crumbs = (
        Crumb(_("My on-site audits"), reverse("web:my-audits")),
        Crumb(_("On-site audit %(number)s") % {"number": pk}, reverse("web:my-audit", args=[pk])),
    )
    page = account_page(_("Sign the declaration on paper"), *crumbs)
    return show(request, page, Shown("audits/declaration.html", context), status=WRONG if faults else 200)
