"""The brands that an enterprise supplies, and who of the staff is there for each; mail that was filed for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.disclosure.actions import confirm_filing, end_stakeholder, name_stakeholder, refuse_filing
from qingce.domain.disclosure.enums import TAKES_PAPERS, FilingState
from qingce.domain.disclosure.queries import (
    FilingRow,
    brands,
    filings_of,
    own_filing,
    sent_by_organisation,
    stakeholders_of,
)
from qingce.doors.web.access import signed_in
from qingce.doors.web.green_choice.owed import Asked, Owed, register_owed
from qingce.doors.web.green_choice.shown import enterprise_crumb, own, own_page
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Shown, show
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.errors import FileNotFound
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import names_of

WRONG = 422


@serves("DIS-7")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_stakeholders(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The brands that the enterprise names, each with its liaison; naming another one, or ending it."""
    found, faults = own(actor, pk), []
    if found.id != pk:
        return redirect("web:my-stakeholders", found.id)
    if request.method == "POST":
        brand, at = number_in(request.POST.get("brand", "")) or 0, timezone.now()
        try:
            if request.POST.get("act") == "end":
                end_stakeholder(actor, pk, brand, at=at)
            else:
                name_stakeholder(actor, pk, brand, at=at)
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            faults = [("brand", sentence(error))]
        else:
            messages.success(request, _("Noted."))
            return redirect("web:my-stakeholders", pk)
    named = stakeholders_of(pk)
    context = {
        "enterprise": found.row,
        "may_write": found.may_write,
        "named": named,
        "others": [each for each in brands() if each.id not in {one.id for one in named}],
        "filings": filings_of(pk),
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    page = own_page(_("Brands and liaison"), enterprise_crumb(found))
    return show(request, page, Shown("green_choice/stakeholders.html", context), status=WRONG if faults else 200)


@serves("DIS-7")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_filing(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What a liaison filed for the enterprise: confirm it into a disclosure that waits for its seal, or refuse it."""
    row, faults = own_filing(pk, actor=actor), []
    if request.method == "POST":
        try:
            done = _decide(request, actor, pk)
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            faults = [("reason" if error.code == "disclosure-reason" else "disclosure", sentence(error))]
            row = own_filing(pk, actor=actor)
        else:
            messages.success(request, done)
            return redirect("web:my-filing", pk)
    found = own(actor, row.enterprise_id)
    sent = sent_by_organisation(found.id, found.seat.organisation_id)
    context = {
        "enterprise": found.row,
        "row": row,
        "may_write": found.may_write,
        "is_waiting": row.state == FilingState.WAITING,
        "waiting": [each for each in sent if each.state in TAKES_PAPERS],
        "names": names_of([row.filed_by, row.decided_by]),
        "reason": request.POST.get("reason", ""),
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    page = own_page(_("Filed mail %(number)s") % {"number": pk}, enterprise_crumb(found))
    return show(request, page, Shown("green_choice/filing.html", context), status=WRONG if faults else 200)


@serves("DIS-7")
@require_safe
@signed_in
def my_filing_file(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A file that was filed, for the enterprise."""
    kept = next((each for each in own_filing(pk, actor=actor).files if each.id == file), None)
    if kept is None:
        raise FileNotFound(f"There is no file number {file} here.", cause="gone")
    return file_response(kept, request.GET)


def _decide(request: HttpRequest, actor: Actor, pk: int) -> str:
    """Does what was asked for. Returns: what is told of it."""
    if request.POST.get("act") == "refuse":
        refuse_filing(actor, pk, reason=request.POST.get("reason", ""), at=timezone.now())
        return _("Refused. The liaison reads why; the files are dropped.")
    confirm_filing(actor, pk, number_in(request.POST.get("disclosure", "")) or 0, at=timezone.now())
    return _("Confirmed and handed in. The staff check its form; you get a mail.")


def _owed(asked: Asked) -> list[Owed]:
    rows = [each for each in filings_of(asked.enterprise_id) if each.state == FilingState.WAITING]
    return [_line(row) for row in rows]


def _line(row: FilingRow) -> Owed:
    return Owed(
        title=_("Confirm or refuse what was filed for you"),
        why=_("The liaison of %(brand)s filed your mail; it counts for nothing until you confirm it.")
        % {"brand": row.brand_name},
        address=reverse("web:my-filing", args=[row.id]),
    )


register_owed("filings", _owed)
