"""The form of an on-site audit, online and without a script: each item a page, each step a plain form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.removal.actions import confirm_findings
from qingce.domain.removal.enums import AuditParty, AuditState
from qingce.domain.removal.queries import is_form_shown
from qingce.doors.web.access import signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.audits.parts import AuditForm, AuditPage, AuditPart, register_part
from qingce.doors.web.checklists.said import edit_in, evidence_in
from qingce.doors.web.checklists.shown import (
    clock_words,
    counted,
    doubt_words,
    evidence_words,
    grade_words,
    groups_of,
    law_groups,
)
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import with_factor
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.uploads import Bounded, UploadLimits, behind_token
from qingce.pure.kernel.errors import NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.checklists.actions import add_evidence, remark_on, save_answer, withdraw_evidence
from qingce.shared.checklists.enums import EvidenceRow, ItemRow, Place, SheetDetail, Upload, VersionRow, VersionState
from qingce.shared.checklists.errors import ChecklistItemUnknown
from qingce.shared.checklists.queries import (
    checklist_terms,
    evidence_file,
    form_subject,
    history_of,
    laws_at_hand,
    sheet_of,
)
from qingce.shared.files.errors import UploadTooLarge
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import names_of
from qingce.shared.rulebooks.queries import book_of

if TYPE_CHECKING:
    from qingce.pure.rules.schema import RuleList

FORM, AIMS = "audit", "audit-aims"
WRONG = 422


@dataclass(frozen=True)
class ShownVersion:
    """A version of an answer as the page shows it. Args: clock: how wrong the device's clock was; empty: it was not."""

    row: VersionRow
    grade: str
    name: str
    clock: str


@dataclass(frozen=True)
class ShownEvidence:
    """A piece of evidence as the page shows it."""

    row: EvidenceRow
    kind: str
    name: str
    doubts: tuple[str, ...]


@dataclass
class _Told:
    """What was wrong with what was sent, and where; what was typed is shown again."""

    place: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)


def evidence_limits() -> UploadLimits:
    """What a piece of evidence may be."""
    return UploadLimits(purpose="checklist-evidence", files_most=1, file_mb=checklist_terms().file_mb)


@serves("REM-7", "REM-11")
@require_safe
@signed_in
def audit_form(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """All items of the form in their groups, and how far it is."""
    sheet = sheet_of(with_factor(actor), FORM, pk)
    context = {"sheet": sheet, "groups": groups_of(sheet), "counted": counted(sheet), "pk": pk, "aims": aims_of(sheet)}
    return show(request, _page(_("The auditor’s form"), pk), Shown("checklists/form.html", context))


@serves("REM-7", "REM-11")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def audit_form_item(request: HttpRequest, actor: Actor, pk: int, item: str) -> HttpResponse:
    """One item: what to look at, what was found, what shows it; every step of who fills it in and who observes."""
    actor, place = with_factor(actor), Place(FORM, pk, item)
    if request.method != "POST":
        return _shown(request, actor, place, _Told())
    form_subject(actor, FORM, pk)
    return behind_token(request, evidence_limits(), lambda request, bounded: _sent(request, actor, place, bounded))


def file_in(request: HttpRequest, bounded: Bounded) -> Upload | None:
    """The file that came with a piece of evidence.

    Raises: UploadTooLarge.
    """
    file = request.FILES.get("file")
    if bounded.too_large:
        most = checklist_terms().file_mb
        raise UploadTooLarge(f"The file is larger than {most} MB. Send fewer pages.", limit_mb=most)
    return Upload(file.name or "", file.chunks()) if file else None


def _sent(request: HttpRequest, actor: Actor, place: Place, bounded: Bounded) -> HttpResponse:
    try:
        done = _act(request, actor, place, bounded)
    except NotFound:
        raise
    except QingceError as error:
        act = request.POST.get("act", "")
        return _shown(request, actor, place, _Told(act, [(_field(act), sentence(error))]))
    messages.success(request, done)
    return redirect("web:audit-form-item", place.subject, place.item)


@serves("REM-7", "REM-11")
@require_safe
@signed_in
def audit_form_file(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A file that shows what was found, for who may see it."""
    return file_response(evidence_file(with_factor(actor), FORM, pk, file), request.GET)


@serves("REM-7")
@require_safe
@signed_in
def audit_form_laws(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The laws and standards of annex 1, in the version that holds today."""
    form_subject(with_factor(actor), FORM, pk)
    laws = laws_at_hand(FORM, timezone.localdate())
    context = {"laws": laws, "groups": law_groups(laws), "pk": pk}
    return show(request, _page(_("Laws and standards"), pk, _form_crumb(pk)), Shown("checklists/laws.html", context))


def _act(request: HttpRequest, actor: Actor, place: Place, bounded: Bounded) -> str:
    """Does what was asked for. Returns: what to tell."""
    said, at = request.POST, timezone.now()
    act = said.get("act", "")
    if act == "answer":
        saved = save_answer(actor, place, edit_in(said.dict(), said.getlist("settles")), at=at)
        return _saved_words(saved.state)
    if act == "evidence":
        add_evidence(actor, place, evidence_in(said.dict()), file_in(request, bounded), at=at)
        return _("Added.")
    if act == "withdraw":
        number = number_in(said.get("evidence", "")) or 0
        withdraw_evidence(actor, place.kind, place.subject, number, reason=said.get("reason", ""), at=at)
        return _("Taken back; it stays to be seen with your reason.")
    revision, is_agreed = number_in(said.get("revision", "")) or 0, act == "confirm"
    remark_on(actor, place, revision=revision, is_agreed=is_agreed, text=said.get("text", ""), at=at)
    return _("Confirmed.") if is_agreed else _("Your objection is noted.")


def _saved_words(state: VersionState) -> str:
    if state == VersionState.CONFLICT:
        return _("Somebody else answered meanwhile. Both answers are kept; look at them and choose, or write one anew.")
    return _("Saved.")


def _field(act: str) -> str:
    return {"answer": "answer", "evidence": "evidence", "withdraw": "evidence"}.get(act, "remark")


def _shown(request: HttpRequest, actor: Actor, place: Place, told: _Told) -> HttpResponse:
    sheet = sheet_of(actor, FORM, place.subject)
    row = next((each for each in sheet.items if each.item.id == place.item), None)
    if row is None:
        raise ChecklistItemUnknown(f"This form has no item “{place.item[:40]}”.", item=place.item[:40])
    history = history_of(actor, FORM, place.subject, place.item)
    names = _names(row, history)
    places = [each.item.id for each in sheet.items]
    number = places.index(place.item)
    context = {
        "sheet": sheet,
        "row": row,
        "pk": place.subject,
        "grade": grade_words(sheet, row.text.grade),
        "conflicts": [_version(sheet, each, names) for each in row.conflicts],
        "history": [_version(sheet, each, names) for each in history],
        "evidence": [
            ShownEvidence(each, evidence_words(sheet, each), names.get(each.by, each.by), doubt_words(each))
            for each in row.evidence
        ],
        "remark_name": names.get(row.remark.by, row.remark.by) if row.remark else "",
        "may_fill": sheet.subject.filling is None,
        "why_not": sentence(sheet.subject.filling) if sheet.subject.filling else "",
        "may_remark": sheet.subject.remarking is None,
        "edit": uuid4(),
        "evidence_edit": uuid4(),
        "typed": _typed(request, told),
        "faults": told.faults,
        "told": {name: [text] for name, text in told.faults},
        "terms": checklist_terms(),
        "before": places[number - 1] if number else "",
        "after": places[number + 1] if number + 1 < len(places) else "",
    }
    page = _page(_("Item %(number)d") % {"number": number + 1}, place.subject, _form_crumb(place.subject))
    return show(request, page, Shown("checklists/item.html", context), status=WRONG if told.faults else 200)


def _typed(request: HttpRequest, told: _Told) -> dict[str, str]:
    """What was typed into the form that was not taken."""
    return request.POST.dict() if told.place == "answer" else {}


def _names(row: ItemRow, history: tuple[VersionRow, ...]) -> dict[str, str]:
    signatures = {each.by for each in history} | {each.by for each in row.evidence}
    signatures |= {row.remark.by} if row.remark else set()
    return dict(names_of(signatures))


def _version(sheet: SheetDetail, row: VersionRow, names: dict[str, str]) -> ShownVersion:
    return ShownVersion(row, grade_words(sheet, row.text.grade), names.get(row.by, row.by), clock_words(row))


def aims_of(sheet: SheetDetail) -> RuleList | None:
    """What the audit is for, by the rules that it goes by; None: a form of another kind."""
    return book_of(sheet.subject.digest).lists[AIMS] if sheet.kind.name == FORM else None


def _page(title: str, pk: int, *crumbs: Crumb) -> Page:
    first = Crumb(_("On-site audit %(number)s") % {"number": pk}, reverse("web:my-audit", args=[pk]))
    return account_page(title, first, *crumbs)


def _form_crumb(pk: int) -> Crumb:
    return Crumb(_("The auditor’s form"), reverse("web:audit-form", args=[pk]))


def _part(page: AuditPage) -> Mapping[str, Any] | None:
    """On the page of an audit: the way to its form, for whom it is shown."""
    staff = page.party == AuditParty.PLATFORM
    is_shown = page.party is not None and is_form_shown(page.row.state, None if staff else page.party)
    if not is_shown:
        return None
    is_done = any(each.duty.id == "confirm-findings" and each.tick for each in page.found.duties)
    return {
        "pk": page.row.id,
        "confirms": page.found.observes and page.row.state == AuditState.AUDITING and not is_done,
    }


def _confirm(form: AuditForm) -> None:
    confirm_findings(form.actor, form.pk, form.party, at=form.at)


register_part(AuditPart("form", "web/checklists/_part.html", _part, {"confirm-findings": _confirm}))
