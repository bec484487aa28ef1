"""Evidence of a duty: the form by which its owner adds a note and files, and a file for the parties and the staff."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.removal.actions import prove_duty
from qingce.domain.removal.enums import PROOF, AuditParty
from qingce.domain.removal.errors import DutyOfAnother
from qingce.domain.removal.queries import AuditDetail, get_audit, proof_file, staff_audit
from qingce.doors.web.access import signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.audits.shown import ShownDuty, stages_of
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import with_factor
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.uploads import Bounded, Sent, UploadLimits, bound_uploads, files_sent
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor

WRONG = 422
LIMITS = UploadLimits(PROOF, files_most=5, file_mb=10)


@dataclass(frozen=True)
class Proving:
    """A duty of an audit to which somebody may add evidence."""

    found: AuditDetail
    duty: ShownDuty
    actor: Actor

    @property
    def party(self) -> AuditParty:
        """As whom."""
        return self.found.party or AuditParty.ENTERPRISE

    @property
    def nonce(self) -> str:
        """What binds uploads to this form."""
        return f"evidence of {self.duty.id} in audit {self.found.row.id} by {self.actor.number}"

    @property
    def back(self) -> str:
        """The page of the audit, at the duty."""
        view = "web:office-audit" if self.party == AuditParty.PLATFORM else "web:my-audit"
        return reverse(view, args=[self.found.row.id]) + f"#{self.duty.id}"


@serves("REM-4", "REM-11")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_evidence(request: HttpRequest, actor: Actor, pk: int, duty: str) -> HttpResponse:
    """The form of one duty; its owner adds a note and files, which tick it where it is ticked by hand."""
    proving = _proving(with_factor(actor), pk, duty)
    if request.method != "POST":
        return _shown(request, proving, Sent(), {})
    bounded = bound_uploads(request, LIMITS)

    @csrf_protect
    def sent(request: HttpRequest) -> HttpResponse:
        return _add(request, proving, bounded)

    return sent(request)


@serves("REM-11")
@require_safe
@signed_in
def my_evidence_file(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A file that shows that a duty was done."""
    return file_response(proof_file(pk, file, actor=with_factor(actor)), request.GET)


def _proving(actor: Actor, pk: int, name: str) -> Proving:
    """The duty, if it is one to which the actor may add evidence now."""
    try:
        found = get_audit(pk, actor=actor)
    except NotFound:
        found = staff_audit(pk, actor=actor)
    duties = [each for stage in stages_of(found) for each in stage.duties if each.id == name]
    if not duties or not duties[0].may_prove:
        raise DutyOfAnother("Only who owes a duty ticks it.", cause="other")
    return Proving(found, duties[0], actor)


def _add(request: HttpRequest, proving: Proving, bounded: Bounded) -> HttpResponse:
    at = timezone.now()
    files = files_sent(request, bounded, LIMITS, nonce=proving.nonce, at=at)
    wrong = [*files.faults, *files.left_over(LIMITS)]
    faults = {"files": wrong} if wrong else {}
    if not faults:
        try:
            prove_duty(
                proving.actor,
                proving.found.row.id,
                proving.duty.id,
                proving.party,
                note=request.POST.get("note", ""),
                files=[file.id for file in files.kept],
                at=at,
            )
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            faults = {"note": [sentence(error)]}
        else:
            messages.success(request, _("Done."))
            return redirect(proving.back)
    return _shown(request, proving, files, faults)


def _shown(request: HttpRequest, proving: Proving, files: Sent, faults: dict[str, list[str]]) -> HttpResponse:
    number = proving.found.row.id
    context = {
        "duty": proving.duty,
        "back": proving.back,
        "said": request.POST,
        "faults": faults,
        "summary": [(name, text) for name, texts in faults.items() for text in texts],
        "files": files.tokens(proving.nonce),
        "terms": LIMITS,
        "ticket": LIMITS.ticket(proving.nonce),
    }
    crumb = Crumb(_("On-site audit %(number)s") % {"number": number}, proving.back)
    page = account_page(_("Evidence of a duty"), crumb)
    return show(request, page, Shown("audits/prove.html", context), status=WRONG if faults else 200)
