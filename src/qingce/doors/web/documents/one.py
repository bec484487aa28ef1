"""The page of a document: what it says, its files and versions, where it is used, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.documents.actions import set_audience, withdraw_document
from qingce.domain.documents.enums import Audience
from qingce.domain.documents.queries import (
    DocumentDetail,
    DocumentRow,
    DocumentType,
    document_types,
    get_document,
    seat_for_enterprise,
)
from qingce.domain.enterprises.queries import EnterpriseRow, get_enterprise
from qingce.doors.web.access import actor_in, to_log_in
from qingce.doors.web.documents.form import field_of
from qingce.doors.web.documents.shelf import shelf_crumb
from qingce.doors.web.documents.shown import left_words, type_name
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.ledger.shown import shown
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import with_factor
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.pure.kernel.errors import NotAllowed, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.errors import FileNotFound
from qingce.shared.ledger.queries import public_history
from qingce.shared.parties.enums import Actor, MemberRole

WRONG = 422


@serves("DIS-4", "DIS-6", "REM-11")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A document as whoever asks may see it; members withdraw it, they and the staff say who may see it."""
    actor = with_factor(actor_in(request))
    found = get_document(pk, actor=actor)
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        if actor.is_nobody:
            return to_log_in(request)
        try:
            _act(request, actor, pk)
        except NotAllowed:
            raise
        except QingceError as error:
            faults = [(_field_of(error, request.POST.get("act", "")), sentence(error))]
        else:
            messages.success(request, _("Done."))
            return redirect("web:document", pk)
    return _shown(request, actor, found, faults)


@serves("DIS-4", "REM-11")
@never_cache
@require_safe
def document_file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """A file of a document, for whoever may see the document."""
    kept = get_document(pk, actor=with_factor(actor_in(request))).file(file)
    if kept is None:
        raise FileNotFound(f"There is no file number {file} here.", cause="gone")
    return file_response(kept, request.GET)


def _act(request: HttpRequest, actor: Actor, pk: int) -> None:
    said, at = request.POST, timezone.now()
    reason, asked = said.get("reason", ""), said.get("audience", "")
    acts: dict[str, Callable[[], object]] = {"withdraw": lambda: withdraw_document(actor, pk, reason=reason, at=at)}
    if asked in Audience.values:
        acts["audience"] = lambda: set_audience(actor, pk, Audience(asked), reason=reason, at=at)
    act = said.get("act", "")
    if act in acts:
        acts[act]()


def _field_of(error: QingceError, act: str) -> str:
    """The field that an error is about; each of the two forms has a reason of its own."""
    field = field_of(error)
    return "why" if (field, act) == ("reason", "audience") else field


def _may_write(actor: Actor, row: EnterpriseRow) -> bool:
    try:
        seat_for_enterprise(actor, row.canonical_id or row.id, MemberRole.EDITOR)
    except QingceError:
        return False
    return True


def _shown(request: HttpRequest, actor: Actor, found: DocumentDetail, faults: list[tuple[str, str]]) -> HttpResponse:
    row, on = found.row, timezone.localdate()
    enterprise = get_enterprise(row.enterprise_id, actor=actor).row
    may_write = found.is_own and row.withdrawn_at is None and _may_write(actor, enterprise)
    may_open = row.withdrawn_at is None and (may_write or found.is_staff)
    kind = document_types(on=on).get(row.type)
    title = shown_title(row, kind)
    context = {
        "found": found,
        "row": row,
        "enterprise": enterprise,
        "shown_title": title,
        "type": type_name(kind, row.type),
        "clause": kind.clause if kind else "",
        "is_sealed": kind.is_sealed if kind else False,
        "standing": row.standing(on),
        "left": left_words(row, on=on),
        "older": [each for each in found.versions if each.number != row.version],
        "reason": next((each.reason for each in found.versions if each.number == row.version), ""),
        "audiences": [each for each in Audience.choices if each[0] != row.audience],
        "may_write": may_write,
        "may_open": may_open,
        "may_redact": may_open and not row.is_outline,
        "said": request.POST,
        "faults": faults,
        "told": {name: [text] for name, text in faults},
        "entries": shown(public_history("document", row.id)),
    }
    page = Page(title=title, crumbs=crumbs_of(found, enterprise, title), is_indexed=False)
    return show(request, page, Shown("documents/one.html", context), status=WRONG if faults else 200)


def shown_title(row: DocumentRow, kind: DocumentType | None) -> str:
    """What the page of a document is called; a closed one by its type."""
    return type_name(kind, row.type) if row.is_outline else row.title


def crumbs_of(found: DocumentDetail, enterprise: EnterpriseRow, title: str) -> tuple[Crumb, ...]:
    """The way to a document: for members by the shelf, for the staff by the office."""
    root = enterprise.canonical_id or enterprise.id
    last = Crumb(title, is_data=True)
    place = Crumb(enterprise.name, reverse("web:enterprise", args=[root]), is_data=True)
    if found.is_own:
        return (home_crumb(), place, shelf_crumb(root), last)
    if found.is_staff:
        way = reverse("web:office-shelf", args=[root])
        return (Crumb(_("Office"), reverse("web:office")), Crumb(pgettext("document", "Documents"), way), last)
    return (home_crumb(), place, last)
