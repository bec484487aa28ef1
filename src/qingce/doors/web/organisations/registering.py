"""The organisations somebody belongs to, and registering another one."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from qingce.doors.web.access import signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.areas import area_named
from qingce.doors.web.messages import sentence
from qingce.doors.web.pages import Shown, show
from qingce.doors.web.uploads import Bounded, Sent, UploadLimits, behind_token, files_sent
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.actions import PROOF, OrganisationText, register_organisation
from qingce.shared.parties.enums import Actor, OrganisationKind

WRONG = 422
LIMITS = UploadLimits(PROOF, files_most=5, file_mb=10)
FIELDS = ("kind", "name", "name_en", "uscc", "area", "department", "statement")
# Which field of the form an error is about; others stand above the form.
FIELD_OF = {
    "organisation-name-missing": "name",
    "organisation-known": "uscc",
    "organisation-area-missing": "area",
    "unknown-division": "area",
    "area-unclear": "area",
}


@serves("ACC-1")
@require_safe
@signed_in
def organisations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The organisations one belongs to."""
    del actor
    return show(request, account_page(_("My organisations")), Shown("organisations/mine.html"))


@serves("ACC-1")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def register(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form that registers an organisation, with the papers that show it."""
    if request.method != "POST":
        kind = request.GET.get("kind", "")
        return _shown(request, {"kind": kind if kind in OrganisationKind else ""}, Sent(), actor)
    return behind_token(request, LIMITS, lambda request, bounded: _register(request, actor, bounded))


def _register(request: HttpRequest, actor: Actor, bounded: Bounded) -> HttpResponse:
    at = timezone.now()
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    files = files_sent(request, bounded, LIMITS, nonce=_nonce(actor), at=at)
    wrong = [*files.faults, *files.left_over(LIMITS)]
    faults = {"files": wrong} if wrong else {}
    if not faults:
        try:
            number = register_organisation(actor, _said(request.POST), proofs=[file.id for file in files.kept], at=at)
        except QingceError as error:
            faults = {FIELD_OF.get(error.code, "uscc" if error.code.startswith("uscc") else "form"): [sentence(error)]}
        else:
            messages.success(request, _("Registered. The staff look at it; you can invite colleagues meanwhile."))
            return redirect("web:organisation", number)
    return _shown(request, typed, files, actor, faults)


def _said(data: QueryDict) -> OrganisationText:
    kind = data.get("kind", "")
    return OrganisationText(
        kind=OrganisationKind(kind if kind in OrganisationKind else OrganisationKind.ENTERPRISE),
        name=data.get("name", ""),
        name_en=data.get("name_en", ""),
        uscc=data.get("uscc", ""),
        area=area_named(data.get("area", "")),
        department=data.get("department", ""),
        statement=data.get("statement", ""),
    )


def _nonce(actor: Actor) -> str:
    """Files kept by one person belong to nobody else's form."""
    return f"organisation of {actor.number}"


def _shown(
    request: HttpRequest,
    typed: Mapping[str, str],
    files: Sent,
    actor: Actor,
    faults: Mapping[str, list[str]] | None = None,
) -> HttpResponse:
    told = faults or {}
    title = _("Register an organisation")
    context = {
        "said": typed,
        "faults": told,
        "summary": [(name, text) for name, texts in told.items() for text in texts],
        "files": files.tokens(_nonce(actor)),
        "terms": LIMITS,
        "ticket": LIMITS.ticket(_nonce(actor)),
        "kinds": OrganisationKind.choices,
    }
    page = account_page(title)
    return show(request, page, Shown("organisations/register.html", context), status=WRONG if told else 200)
