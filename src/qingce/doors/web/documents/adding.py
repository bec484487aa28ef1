"""Adding a document to the shelf, and a new version in the place of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from qingce.domain.documents.actions import add_document, replace_document
from qingce.domain.documents.enums import Audience
from qingce.domain.documents.queries import DocumentDetail, document_types, get_document, seat_for_enterprise
from qingce.domain.enterprises.queries import EnterpriseRow, get_enterprise
from qingce.doors.web.access import signed_in
from qingce.doors.web.documents.form import FIELDS, field_of, limits, read_text, typed_in, typed_of
from qingce.doors.web.documents.shelf import shelf_crumb, shelf_page
from qingce.doors.web.documents.shown import type_groups, type_name
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import with_factor
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.uploads import Bounded, Sent, behind_token, files_sent
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, MemberRole

WRONG = 422
Faults = Mapping[str, list[str]]


@dataclass
class Filled:
    """A form as it was filled, and what is wrong with it."""

    typed: Mapping[str, str]
    files: Sent = field(default_factory=Sent)
    faults: Faults = field(default_factory=dict)
    reason: str = ""


@serves("DIS-4")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def document_new(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The form that adds a paper: what it is, its files, its days."""
    row = get_enterprise(pk, actor=actor).row
    if row.canonical_id:
        return redirect("web:document-new", row.canonical_id)
    seat_for_enterprise(actor, pk, MemberRole.EDITOR)
    if request.method != "POST":
        typed = dict.fromkeys(FIELDS, "") | {"type": request.GET.get("type", "")[:80]}
        return _shown(request, actor, row, Filled(typed), None)
    return behind_token(request, limits(), lambda request, bounded: _add(request, actor, row, bounded))


@serves("DIS-4")
@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def document_version(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The form that puts a new version in the place of one, filled as that one is."""
    found = get_document(pk, actor=with_factor(actor))
    row = get_enterprise(found.row.enterprise_id, actor=actor).row
    seat_for_enterprise(actor, row.canonical_id or row.id, MemberRole.EDITOR)
    if request.method != "POST":
        return _shown(request, actor, row, Filled(typed_of(found.row)), found)
    return behind_token(request, limits(), lambda request, bounded: _replace(request, actor, row, found, bounded))


def nonce(actor: Actor, enterprise_id: int) -> str:
    """Files kept by one person for one enterprise belong to no other form."""
    return f"documents of {enterprise_id} by {actor.number}"


def _add(request: HttpRequest, actor: Actor, row: EnterpriseRow, bounded: Bounded) -> HttpResponse:
    filled = _filled(request, actor, row, bounded)
    if not filled.faults:
        said, at = read_text(filled.typed)[0], timezone.now()
        try:
            number = add_document(actor, row.id, said, files=[file.id for file in filled.files.kept], at=at)
        except QingceError as error:
            filled.faults = {field_of(error): [sentence(error)]}
        else:
            messages.success(request, _("Added to the shelf."))
            return redirect("web:document", number)
    return _shown(request, actor, row, filled, None)


def _replace(
    request: HttpRequest, actor: Actor, row: EnterpriseRow, found: DocumentDetail, bounded: Bounded
) -> HttpResponse:
    filled = _filled(request, actor, row, bounded)
    filled.reason = request.POST.get("reason", "")
    if not filled.faults:
        said, at = read_text(filled.typed)[0], timezone.now()
        files = [file.id for file in filled.files.kept]
        seen = number_in(request.POST.get("seen", "")) or 0
        try:
            replace_document(actor, found.row.id, said, files=files, reason=filled.reason, seen=seen, at=at)
        except QingceError as error:
            filled.faults = {field_of(error): [sentence(error)]}
        else:
            messages.success(request, _("The new version is there."))
            return redirect("web:document", found.row.id)
    return _shown(request, actor, row, filled, found)


def _filled(request: HttpRequest, actor: Actor, row: EnterpriseRow, bounded: Bounded) -> Filled:
    typed = typed_in(request.POST)
    files = files_sent(request, bounded, limits(), nonce=nonce(actor, row.id), at=timezone.now())
    faults = read_text(typed)[1]
    if wrong := [*files.faults, *files.left_over(limits())]:
        faults["files"] = wrong
    return Filled(typed, files, faults)


def summary(faults: Faults) -> Sequence[tuple[str, str]]:
    """What is wrong, field by field, for the top of the page."""
    return [(name, text) for name, texts in faults.items() for text in texts]


def _shown(
    request: HttpRequest, actor: Actor, row: EnterpriseRow, filled: Filled, former: DocumentDetail | None
) -> HttpResponse:
    types = document_types(on=timezone.localdate())
    context = {
        "enterprise": row,
        "former": former,
        "type": type_name(types.get(former.row.type), former.row.type) if former else "",
        "groups": type_groups(types),
        "audiences": Audience.choices,
        "said": filled.typed,
        "reason": filled.reason,
        "seen": former.row.version if former else 0,
        "faults": filled.faults,
        "summary": summary(filled.faults),
        "files": filled.files.tokens(nonce(actor, row.id)),
        "terms": limits(),
        "ticket": limits().ticket(nonce(actor, row.id)),
    }
    crumbs = [shelf_crumb(row.canonical_id or row.id)]
    if former:
        crumbs.append(Crumb(former.row.title, reverse("web:document", args=[former.row.id]), is_data=True))
    page = shelf_page(_("New version") if former else _("Add a document"), *crumbs)
    return show(request, page, Shown("documents/form.html", context), status=WRONG if filled.faults else 200)
