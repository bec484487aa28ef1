"""A disclosure of one's own: its document, the sealed files that come back, what does not fit, and handing it in."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.disclosure.actions import (
    add_kept_paper,
    issue_explanation,
    remove_paper,
    submit_disclosure,
    take_back,
)
from qingce.domain.disclosure.enums import SEALED, TAKES_PAPERS, DisclosureState
from qingce.domain.disclosure.queries import DisclosureDetail, disclosure_terms, get_disclosure
from qingce.doors.web.access import signed_in
from qingce.doors.web.green_choice.shown import enterprise_crumb, own, own_page
from qingce.doors.web.green_choice.shown_supports import own_file, shown_supports
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Shown, show
from qingce.doors.web.paging import page_of
from qingce.doors.web.uploads import Bounded, UploadLimits, behind_token, files_sent
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.enums import FileType
from qingce.shared.files.errors import FileNotFound
from qingce.shared.issuing.queries import pdf_of
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import names_of

WRONG = 422
ENDS = (DisclosureState.TAKEN_BACK, DisclosureState.WITHDRAWN, DisclosureState.PUBLISHED, DisclosureState.REPLACED)


@serves("DIS-3", "DIS-6")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_disclosure(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """How it stands and what comes next; files are added and removed here, and it is handed in."""
    get_disclosure(pk, actor=actor)
    if request.method != "POST":
        return _shown(request, actor, pk, [])

    def sent(request: HttpRequest, bounded: Bounded) -> HttpResponse:
        faults = _act(request, actor, pk, bounded)
        return _shown(request, actor, pk, faults) if faults else redirect("web:my-disclosure", pk)

    return behind_token(request, limits(), sent)


@serves("DIS-3")
@require_safe
@signed_in
def my_document(request: HttpRequest, actor: Actor, pk: int) -> FileResponse:
    """The document to be sealed."""
    get_disclosure(pk, actor=actor)
    return file_response(pdf_of(issue_explanation(pk, at=timezone.now())), request.GET)


@serves("DIS-3")
@require_safe
@signed_in
def my_paper(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A file that came back, for the organisation that sent it."""
    kept = next((each.file for each in get_disclosure(pk, actor=actor).papers if each.file.id == file), None)
    if kept is None:
        raise FileNotFound(f"There is no file number {file} here.", cause="gone")
    return file_response(kept, request.GET)


def limits() -> UploadLimits:
    """What the form takes."""
    terms = disclosure_terms()
    return UploadLimits(SEALED, files_most=terms.papers_most, file_mb=terms.paper_mb, accepts=(FileType.PDF,))


def _act(request: HttpRequest, actor: Actor, pk: int, bounded: Bounded) -> list[tuple[str, str]]:
    """Does what was asked for. Returns: what is wrong."""
    at, act = timezone.now(), request.POST.get("act", "")
    if act == "add":
        return _add(request, actor, pk, bounded)
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "remove": (
            lambda: remove_paper(actor, pk, number_in(request.POST.get("paper", "")) or 0, at=at),
            _("The file was removed."),
        ),
        "submit": (
            lambda: submit_disclosure(actor, pk, at=at),
            _("Handed in. The staff check its form; you get a mail."),
        ),
        "take-back": (lambda: take_back(actor, pk, at=at), _("Taken back. The texts can be changed again.")),
    }
    if act not in acts:
        return []
    does, done = acts[act]
    try:
        does()
    except (NotAllowed, NotFound):
        raise
    except QingceError as error:
        return [("files" if error.code == "disclosure-paper-missing" else "form", sentence(error))]
    messages.success(request, done)
    return []


def _add(request: HttpRequest, actor: Actor, pk: int, bounded: Bounded) -> list[tuple[str, str]]:
    """Takes each file by itself: what is wrong with one does not keep the others out."""
    at = timezone.now()
    files = files_sent(request, bounded, limits(), nonce=_nonce(actor, pk), at=at)
    wrong = [*files.faults, *files.left_over(limits())]
    if not files.kept and not wrong:
        return [("files", _("Choose the scanned PDF, or several."))]
    for file in files.kept:
        try:
            add_kept_paper(actor, pk, file, at=at)
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            wrong.append(_told(file.name, error))
    if not wrong:
        messages.success(request, _("Received, and compared with what was issued."))
    return [("files", text) for text in wrong]


def _nonce(actor: Actor, pk: int) -> str:
    """Names the form of one person for one disclosure."""
    return f"disclosure-paper/{pk}/{actor.number}"


def _told(name: str, error: QingceError) -> str:
    return f"{name[:60]}: {sentence(error)}"


def _shown(request: HttpRequest, actor: Actor, pk: int, faults: list[tuple[str, str]]) -> HttpResponse:
    found = get_disclosure(pk, actor=actor)
    mine = own(actor, found.row.enterprise_id)
    paging, said = page_of(found.lines, request)
    context = {
        "found": found,
        "row": found.row,
        "said": said,
        "paging": paging,
        "enterprise": mine.row,
        "may_write": mine.may_write and mine.seat.organisation_id == found.row.organisation_id,
        "takes_papers": found.row.state in TAKES_PAPERS,
        "is_over": found.row.state in ENDS,
        "terms": limits(),
        "ticket": limits().ticket(_nonce(actor, pk)),
        "names": names_of([found.sent_by]),
        "faults": faults,
        "supports": shown_supports(
            found.row.supports, own_file, on=timezone.localdate(), is_open=found.row.state in TAKES_PAPERS
        ),
        "told": {"files": [text for name, text in faults if name == "files"]},
        **compared_context(found),
    }
    page = own_page(_("Disclosure %(number)s") % {"number": pk}, enterprise_crumb(mine))
    return show(request, page, Shown("green_choice/disclosure.html", context), status=WRONG if faults else 200)


def compared_context(found: DisclosureDetail) -> dict[str, object]:
    """What the comparison shows, by the names of its template."""
    return {"compared": found.compared, "issued": found.issued}
