"""Costs of observing: declared by the observer with receipts, which enterprise, observer and staff see."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.removal.actions import declare_cost
from qingce.domain.removal.enums import RECEIPT, AuditParty, CostKind, CostText
from qingce.domain.removal.queries import get_audit, receipt_file
from qingce.doors.web.access import signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import with_factor
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.uploads import Bounded, Sent, UploadLimits, behind_token, files_sent
from qingce.pure.kernel.dates import parse_date
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor

WRONG = 422
LIMITS = UploadLimits(RECEIPT, files_most=1, file_mb=10)


class ObserverOnly(NotAllowed):
    """Costs are declared by who observes."""

    code = "observer-only"


@serves("REM-10")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_costs(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The form by which the observer declares a cost, with its receipt."""
    if get_audit(pk, actor=actor).party != AuditParty.OBSERVER:
        raise ObserverOnly("Only who observes the audit declares what that costs.")
    if request.method != "POST":
        return _shown(request, actor, pk, Sent(), {})
    return behind_token(request, LIMITS, lambda request, bounded: _add(request, actor, pk, bounded))


@serves("REM-10")
@require_safe
@signed_in
def my_receipt(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A receipt, for enterprise, observer and staff."""
    return file_response(receipt_file(pk, file, actor=with_factor(actor)), request.GET)


def _add(request: HttpRequest, actor: Actor, pk: int, bounded: Bounded) -> HttpResponse:
    at, said = timezone.now(), request.POST
    files = files_sent(request, bounded, LIMITS, nonce=_nonce(actor, pk), at=at)
    wrong = [*files.faults, *files.left_over(LIMITS)]
    faults = {"files": wrong} if wrong else {}
    if not faults:
        try:
            day = said.get("spent_on", "").strip()
            spent_on = parse_date(day, latest=timezone.localdate(at)) if day else None
            text = CostText(said.get("kind", ""), said.get("amount", ""), spent_on, said.get("note", ""))
            declare_cost(actor, pk, text, files=[file.id for file in files.kept], at=at)
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            faults = {_FIELD.get(str(error.params.get("cause", "")), _field(error)): [sentence(error)]}
        else:
            messages.success(request, _("Declared. The enterprise confirms that it paid it."))
            return redirect(reverse("web:my-audit", args=[pk]) + "#costs")
    return _shown(request, actor, pk, files, faults)


_FIELD = {"receipt": "files", "day": "spent_on", "kind": "kind", "amount": "amount"}


def _field(error: QingceError) -> str:
    return "spent_on" if error.code.startswith("date") else "amount" if "amount" in error.code else "form"


def _nonce(actor: Actor, pk: int) -> str:
    return f"costs of audit {pk} by {actor.number}"


def _shown(request: HttpRequest, actor: Actor, pk: int, files: Sent, faults: dict[str, list[str]]) -> HttpResponse:
    nonce = _nonce(actor, pk)
    context = {
        "audit": pk,
        "kinds": CostKind.choices,
        "said": request.POST,
        "faults": faults,
        "summary": [(name, text) for name, texts in faults.items() for text in texts],
        "files": files.tokens(nonce),
        "terms": LIMITS,
        "ticket": LIMITS.ticket(nonce),
    }
    crumbs = (
        Crumb(_("My on-site audits"), reverse("web:my-audits")),
        Crumb(_("On-site audit %(number)s") % {"number": pk}, reverse("web:my-audit", args=[pk])),
    )
    page = account_page(_("Declare a cost of observing"), *crumbs)
    return show(request, page, Shown("alliance/costs.html", context), status=WRONG if faults else 200)
