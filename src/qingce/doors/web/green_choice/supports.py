"""The supporting documents of a disclosure: slot by slot, from the shelf with one press, or new ones in one step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from qingce.domain.disclosure.actions import add_support, attach_support, remove_support
from qingce.domain.disclosure.enums import TAKES_PAPERS
from qingce.domain.disclosure.queries import DisclosureDetail, Slot, disclosure_terms, get_disclosure, slots_by_id
from qingce.domain.documents.queries import document_types, shelf_documents
from qingce.doors.web.access import signed_in
from qingce.doors.web.documents.adding import nonce, summary
from qingce.doors.web.documents.form import FIELDS, field_of, read_text, typed_in
from qingce.doors.web.documents.form import limits as paper_limits
from qingce.doors.web.documents.shown import type_name
from qingce.doors.web.green_choice.shown import Own, enterprise_crumb, own, own_page
from qingce.doors.web.green_choice.shown_supports import shown_groups
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.rules.words import clause_words, said
from qingce.doors.web.uploads import Bounded, Sent, UploadLimits, behind_token, files_sent
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.enums import FileType
from qingce.shared.parties.enums import Actor, MemberRole
from qingce.shared.parties.queries import seat_for

WRONG = 422


@dataclass
class Filled:
    """The form of a new paper as it was filled, and what is wrong with it."""

    typed: Mapping[str, str]
    files: Sent = field(default_factory=Sent)
    faults: Mapping[str, list[str]] = field(default_factory=dict)


@serves("DIS-4")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def supports(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Every slot with what stands in it; documents of the shelf are attached and taken out here."""
    get_disclosure(pk, actor=actor)
    if request.method != "POST":
        return _slots(request, actor, pk, [])
    post, at = request.POST, timezone.now()
    slot = post.get("slot", "")
    try:
        if post.get("act") == "attach":
            attach_support(actor, pk, number_in(post.get("document", "")) or 0, slot=slot, at=at)
            messages.success(request, _("Attached."))
        elif post.get("act") == "remove":
            remove_support(actor, pk, number_in(post.get("support", "")) or 0, at=at)
            messages.success(request, _("Taken out; on the shelf it stays."))
    except (NotAllowed, NotFound):
        raise
    except QingceError as error:
        return _slots(request, actor, pk, [(f"slot-{slot}", sentence(error))])
    return redirect(reverse("web:my-disclosure-supports", args=[pk]) + (f"#slot-{slot}" if slot else ""))


@serves("DIS-4")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def support_new(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The form that puts a paper on the shelf and attaches it, in one step."""
    found = get_disclosure(pk, actor=actor)
    mine = own(actor, found.row.enterprise_id)
    seat_for(actor, found.row.organisation_id, MemberRole.EDITOR)
    if found.row.state not in TAKES_PAPERS:
        return redirect("web:my-disclosure", pk)
    slot = slots_by_id(on=timezone.localdate()).get(request.GET.get("slot", ""))
    if slot is None:
        return redirect("web:my-disclosure-supports", pk)
    if request.method != "POST":
        return _form(request, actor, found, mine, slot, Filled(dict.fromkeys(FIELDS, "") | {"type": slot.types[0]}))

    def sent(request: HttpRequest, bounded: Bounded) -> HttpResponse:
        typed = typed_in(request.POST)
        files = files_sent(request, bounded, limits(), nonce=nonce(actor, mine.id), at=timezone.now())
        faults = read_text(typed)[1]
        if wrong := [*files.faults, *files.left_over(limits())]:
            faults["files"] = wrong
        filled = Filled(typed, files, faults)
        if not filled.faults and (done := _add(request, actor, pk, slot, filled)):
            return done
        return _form(request, actor, found, mine, slot, filled)

    return behind_token(request, limits(), sent)


def limits() -> UploadLimits:
    """What the form takes: what the shelf does, as PDF (BMD step 12)."""
    return replace(paper_limits(), accepts=(FileType.PDF,))


def _add(request: HttpRequest, actor: Actor, pk: int, slot: Slot, filled: Filled) -> HttpResponse | None:
    """None: something is wrong, which stands in the form now."""
    text, files = read_text(filled.typed)[0], [each.id for each in filled.files.kept]
    try:
        made = add_support(actor, pk, text, slot=slot.id, files=files, at=timezone.now())
    except (NotAllowed, NotFound):
        raise
    except QingceError as error:
        filled.faults = {_PLACES.get(error.code) or field_of(error): [sentence(error)]}
        return None
    there = _("This file is on the shelf already; that document was attached.")
    messages.success(request, there if made.was_there else _("Added to the shelf and attached."))
    return redirect(reverse("web:my-disclosure-supports", args=[pk]) + f"#slot-{slot.id}")


_PLACES = {
    "disclosure-slot": "type",
    "disclosure-support-expired": "expires_on",
    "disclosure-support-closed": "files",
    "disclosure-support-format": "files",
}


def _slots(request: HttpRequest, actor: Actor, pk: int, faults: list[tuple[str, str]]) -> HttpResponse:
    found = get_disclosure(pk, actor=actor)
    mine = own(actor, found.row.enterprise_id)
    is_open = found.row.state in TAKES_PAPERS
    may_write = mine.may_write and mine.seat.organisation_id == found.row.organisation_id
    shelf = shelf_documents(mine.id, actor=actor) if is_open and may_write else []
    wrong = {name.removeprefix("slot-"): text for name, text in faults}
    context = {
        "row": found.row,
        "enterprise": mine.row,
        "is_open": is_open,
        "may_write": is_open and may_write,
        "groups": shown_groups(found.row, shelf, on=timezone.localdate(), is_open=is_open, faults=wrong),
        "most": disclosure_terms().supports_most,
        "faults": faults,
    }
    page = own_page(_("Supporting documents"), enterprise_crumb(mine), _crumb(found))
    return show(request, page, Shown("green_choice/supports.html", context), status=WRONG if faults else 200)


def _form(
    request: HttpRequest, actor: Actor, found: DisclosureDetail, mine: Own, slot: Slot, filled: Filled
) -> HttpResponse:
    types = document_types(on=timezone.localdate())
    kinds = [types[each] for each in slot.types if each in types]
    context = {
        "row": found.row,
        "enterprise": mine.row,
        "slot": slot,
        "title": said(slot.title),
        "clause": clause_words(slot.clause),
        "types": [(kind.id, type_name(kind), kind.is_sealed) for kind in kinds],
        "dates": {date for kind in kinds for date in kind.dates},
        "is_numbered": any(kind.is_numbered for kind in kinds),
        "said": filled.typed,
        "faults": filled.faults,
        "summary": summary(filled.faults),
        "files": filled.files.tokens(nonce(actor, mine.id)),
        "terms": limits(),
        "ticket": limits().ticket(nonce(actor, mine.id)),
    }
    back = Crumb(_("Supporting documents"), reverse("web:my-disclosure-supports", args=[found.row.id]))
    page = own_page(_("Add: %(what)s") % {"what": said(slot.title)}, enterprise_crumb(mine), _crumb(found), back)
    return show(request, page, Shown("green_choice/support_new.html", context), status=WRONG if filled.faults else 200)


def _crumb(found: DisclosureDetail) -> Crumb:
    number = found.row.id
    return Crumb(_("Disclosure %(number)s") % {"number": number}, reverse("web:my-disclosure", args=[number]))
