"""Disclosures in the office: the formal check, redaction, publishing, withdrawing with a public reason."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.disclosure.actions import (
    publish_disclosure,
    redact_paper,
    return_disclosure,
    withdraw_disclosure,
)
from qingce.domain.disclosure.enums import PUBLIC_DISCLOSURES, DisclosureState
from qingce.domain.disclosure.queries import (
    DisclosureDetail,
    count_disclosures_for_office,
    disclosures_for_office,
    review_checks,
    staff_disclosure,
    waiting_disclosures,
)
from qingce.doors.web.green_choice.shown_supports import office_file, shown_supports
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.queues import Queue, Waiting, register_queue
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.paging import PER_PAGE, page_of, paging_of
from qingce.doors.web.redacting import Redacting, redaction
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.pure.kernel.errors import NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.errors import FileNotFound
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import names_of, roles_of

WRONG = 422
ROLES = roles_of(Duty.DISCLOSURES)
ALL = "all"
PLACES = {"disclosure-checks": "checks", "disclosure-reason": "note"}


@serves("DIS-6")
@require_safe
@staff_only(*ROLES)
def list_disclosures(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Disclosures in the actor's areas, those that wait longest first."""
    asked = request.GET.get("state", "")
    chosen = asked if asked in (ALL, *DisclosureState.values) else DisclosureState.SUBMITTED
    state = "" if chosen == ALL else chosen
    total = count_disclosures_for_office(actor, state=state)
    paging = paging_of(request, total, state=chosen)
    context = {
        "rows": disclosures_for_office(actor, state=state, start=paging.start, count=PER_PAGE),
        "total": total,
        "chosen": chosen,
        "choices": [*DisclosureState.choices, (ALL, _("all"))],
        "paging": paging,
    }
    return show(request, _page(_("Disclosures")), Shown("office/disclosures.html", context))


@serves("DIS-6")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def one_disclosure(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What was issued, what came back, what does not fit, and the decision; decided, it leads to the next."""
    found, faults = staff_disclosure(pk, actor=actor), []
    if request.method == "POST":
        try:
            _act(request.POST, actor, pk)
        except NotFound:
            raise
        except QingceError as error:
            faults = [(PLACES.get(error.code, "form"), sentence(error))]
            found = staff_disclosure(pk, actor=actor)
        else:
            messages.success(request, _("Done. The organisation gets a mail."))
            return redirect(_following(actor))
    return _shown(request, found, faults)


@serves("DIS-6")
@require_safe
@staff_only(*ROLES)
def disclosure_paper(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A file that came back."""
    return file_response(_paper(staff_disclosure(pk, actor=actor), file), request.GET)


@serves("DIS-6")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def redact_disclosure(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponse:
    """The pages with what is marked; a copy without it is what the public gets."""
    what = Redacting(
        file=_paper(staff_disclosure(pk, actor=actor), file),
        address=reverse("web:office-disclosure-file", args=[pk, file]),
        back=reverse("web:office-disclosure", args=[pk]),
        template="office/redact_file.html",
        crumbs=(
            Crumb(_("Office"), reverse("web:office")),
            Crumb(_("Disclosures"), reverse("web:office-disclosures")),
        ),
        section="office",
        told=_("The copy goes to those who may have the file."),
        done=_("A copy without what you marked stands beside the file; the public gets that one."),
    )
    return redaction(
        request,
        what,
        lambda areas, reason, seen: redact_paper(actor, pk, file, areas, reason=reason, seen=seen, at=timezone.now()),
    )


def _paper(found: DisclosureDetail, file: int) -> KeptFile:
    files = [each.file for each in found.papers]
    files += [each for support in found.row.supports for each in support.document.files]
    kept = next((each for each in files if each.id == file), None)
    if kept is None:
        raise FileNotFound(f"There is no file number {file} here.", cause="gone")
    return kept


def _act(said: QueryDict, actor: Actor, pk: int) -> None:
    at, note = timezone.now(), said.get("note", "")
    acts: dict[str, Callable[[], object]] = {
        "publish": lambda: publish_disclosure(actor, pk, checks=said.getlist("checks"), comment=note, at=at),
        "return": lambda: return_disclosure(actor, pk, note=note, at=at),
        "withdraw": lambda: withdraw_disclosure(actor, pk, reason=note, at=at),
    }
    act = said.get("act", "")
    if act in acts:
        acts[act]()


def _following(actor: Actor) -> str:
    waiting = disclosures_for_office(actor, count=1)
    if waiting:
        return reverse("web:office-disclosure", args=[waiting[0].id])
    return reverse("web:office-disclosures")


def _shown(request: HttpRequest, found: DisclosureDetail, faults: list[tuple[str, str]]) -> HttpResponse:
    language = "zh" if is_chinese() else "en"
    paging, said = page_of(found.lines, request)
    context = {
        "found": found,
        "row": found.row,
        "said": said,
        "paging": paging,
        "compared": found.compared,
        "issued": found.issued,
        "checks": [(each.id, each.said(language), each.clause) for each in review_checks()],
        "checked": request.POST.getlist("checks") or list(found.checks),
        "names": names_of([found.sent_by, found.decided_by]),
        "supports": shown_supports(found.row.supports, office_file, on=timezone.localdate()),
        "is_waiting": found.row.state == DisclosureState.SUBMITTED,
        "is_public": found.row.state in PUBLIC_DISCLOSURES,
        "note": request.POST.get("note", ""),
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    crumb = Crumb(_("Disclosures"), reverse("web:office-disclosures"))
    page = _page(_("Disclosure %(number)s") % {"number": found.row.id}, crumb)
    return show(request, page, Shown("office/disclosure.html", context), status=WRONG if faults else 200)


def _page(title: str, *between: Crumb) -> Page:
    crumbs = (Crumb(_("Office"), reverse("web:office")), *between, Crumb(title))
    return Page(title=title, crumbs=crumbs, is_indexed=False, section="office")


def _waiting(actor: Actor) -> Waiting:
    return Waiting(*waiting_disclosures(actor))


register_queue(
    Queue(
        "disclosures",
        gettext_lazy("explanations to check"),
        gettext_lazy("An enterprise handed in its sealed explanation; its form is checked before it is published."),
        "web:office-disclosures",
        _waiting,
        roles=frozenset(ROLES),
    )
)
