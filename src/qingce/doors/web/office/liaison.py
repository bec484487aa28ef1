"""Liaison in the office: who is there for which brand, its suppliers, and mail filed for them."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.disclosure.actions import MailedText, file_mail, name_liaison, take_filing_back
from qingce.domain.disclosure.enums import FILED, FilingState
from qingce.domain.disclosure.errors import FilingWrong, StakeholderUnknown
from qingce.domain.disclosure.queries import (
    SupplierRow,
    brands,
    count_filings_for_office,
    disclosure_terms,
    filings_for_office,
    staff_filing,
    suppliers_of,
)
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.doors.web.uploads import Bounded, UploadLimits, behind_token
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.enums import FileType
from qingce.shared.files.errors import FileNotFound, UploadTooLarge
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import names_of, roles_of, staff_with

WRONG = 422
NAMES, FILES = roles_of(Duty.NAME_LIAISONS), roles_of(Duty.TAKE_IN_MAIL)


@serves("DIS-7")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*NAMES, *FILES)
def liaison(request: HttpRequest, actor: Actor) -> HttpResponse:
    """For administrators the brands with their liaisons; for a liaison the suppliers and what was filed for them."""
    faults: list[tuple[str, str]] = []
    said, may_name = request.POST, actor.reaches("", *NAMES)
    if request.method == "POST":
        brand, person = (number_in(said.get(name, "")) or 0 for name in ("brand", "person"))
        try:
            name_liaison(actor, brand, person, said.get("address", ""), at=timezone.now())
        except NotAllowed:
            raise
        except QingceError as error:
            faults = [(str(error.params.get("field", "address")), sentence(error))]
        else:
            messages.success(request, _("Named. The brand's suppliers see it."))
            return redirect("web:office-liaison")
    total = count_filings_for_office(actor)
    paging = paging_of(request, total)
    context = {
        "may_name": may_name,
        "brands": brands() if may_name else [],
        "people": staff_with(Duty.TAKE_IN_MAIL) if may_name else [],
        "may_file": bool(actor.roles & set(FILES)),
        "suppliers": suppliers_of(actor),
        "filings": filings_for_office(actor, start=paging.start, count=PER_PAGE),
        "paging": paging,
        "said": said,
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    return show(request, _page(_("Liaison")), Shown("office/liaison.html", context), status=WRONG if faults else 200)


@serves("DIS-7")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*FILES)
def new_filing(request: HttpRequest, actor: Actor, pk: int, brand: int) -> HttpResponse:
    """The form by which mail of a supplier is filed for it."""
    supplier = next((each for each in suppliers_of(actor) if (each.enterprise_id, each.brand) == (pk, brand)), None)
    if supplier is None:
        raise StakeholderUnknown(
            "Mail is filed for enterprises that name a brand whose liaison you are.", field="brand"
        )
    if request.method != "POST":
        return _form(request, supplier, [])

    def sent(request: HttpRequest, bounded: Bounded) -> HttpResponse:
        try:
            filing = _file(request, actor, supplier, bounded)
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            return _form(request, supplier, [(str(error.params.get("field", "files")), sentence(error))])
        messages.success(request, _("Filed. The enterprise gets a mail, and confirms or refuses it."))
        return redirect("web:office-filing", filing)

    return behind_token(request, _limits(), sent)


@serves("DIS-7")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*FILES)
def filing(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What was filed, and what the enterprise said; while it waits it can be taken back."""
    row, faults = staff_filing(pk, actor=actor), []
    if request.method == "POST":
        try:
            take_filing_back(actor, pk, reason=request.POST.get("reason", ""), at=timezone.now())
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            faults = [("reason", sentence(error))]
            row = staff_filing(pk, actor=actor)
        else:
            messages.success(request, _("Taken back; its files are dropped."))
            return redirect("web:office-filing", pk)
    context = {
        "row": row,
        "is_waiting": row.state == FilingState.WAITING,
        "names": names_of([row.filed_by, row.decided_by]),
        "reason": request.POST.get("reason", ""),
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    page = _page(_("Filed mail %(number)s") % {"number": pk}, _crumb())
    return show(request, page, Shown("office/filing.html", context), status=WRONG if faults else 200)


@serves("DIS-7")
@require_safe
@staff_only(*FILES)
def filing_file(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A file that was filed, while it waits."""
    kept = next((each for each in staff_filing(pk, actor=actor).files if each.id == file), None)
    if kept is None:
        raise FileNotFound(f"There is no file number {file} here.", cause="gone")
    return file_response(kept, request.GET)


def _limits() -> UploadLimits:
    terms = disclosure_terms()
    return UploadLimits(FILED, files_most=terms.papers_most, file_mb=terms.paper_mb, accepts=(FileType.PDF,))


def _file(request: HttpRequest, actor: Actor, supplier: SupplierRow, bounded: Bounded) -> int:
    if bounded.too_large:
        raise UploadTooLarge(f"The file is larger than {_limits().file_mb} MB.", limit_mb=_limits().file_mb)
    try:
        received_on = date.fromisoformat(request.POST.get("received_on", ""))
    except ValueError as error:
        raise FilingWrong("Give the day on which the mail came.", field="received_on", cause="day") from error
    said = MailedText(supplier.brand, received_on, request.POST.get("note", ""))
    files = [(each.name or "", each.chunks()) for each in request.FILES.getlist("files")]
    return file_mail(actor, supplier.enterprise_id, said, files, at=timezone.now())


def _form(request: HttpRequest, supplier: SupplierRow, faults: list[tuple[str, str]]) -> HttpResponse:
    context = {
        "supplier": supplier,
        "limits": _limits(),
        "said": request.POST,
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    page = _page(_("File mail"), _crumb())
    return show(request, page, Shown("office/filing_new.html", context), status=WRONG if faults else 200)


def _crumb() -> Crumb:
    return Crumb(_("Liaison"), reverse("web:office-liaison"))


def _page(title: str, *between: Crumb) -> Page:
    crumbs = (Crumb(_("Office"), reverse("web:office")), *between, Crumb(title))
    return Page(title=title, crumbs=crumbs, is_indexed=False, section="office")
