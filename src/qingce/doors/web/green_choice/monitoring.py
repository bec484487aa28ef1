"""Explaining automated monitoring data: the list of what is written, one outlet and time each, and sending it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.domain.disclosure.actions import (
    Consent,
    answer_commitment,
    begin_note,
    drop_note,
    save_note,
    send_monitoring,
)
from qingce.domain.disclosure.enums import CommitmentKind
from qingce.domain.disclosure.errors import TextsChanged
from qingce.domain.disclosure.queries import (
    MonitoringFinding,
    MonitoringText,
    NotePage,
    commitment_text,
    disclosure_terms,
    is_truthfulness_accepted,
    monitoring_bundle,
    monitoring_note,
    monitoring_notes,
)
from qingce.doors.web.access import signed_in
from qingce.doors.web.green_choice.owed import Asked, Owed, register_owed
from qingce.doors.web.green_choice.shown import Own, enterprise_crumb, own, own_page
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import names_of

WRONG, CONFLICT = 422, 409
DAYS = ("covers_from", "covers_until")
FIELDS = ("outlet", *DAYS, "text")
Faults = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Found:
    """A note with what was found in it, in words."""

    number: int
    outlet: str
    said: Sequence[str]


@serves("DIS-5")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def monitoring(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What is written, and the button that begins the next; before the first the commitment is answered here."""
    found, at = own(actor, pk), timezone.now()
    answer = request.POST.get("answer", "")
    try:
        if answer in ("accept", "decline"):
            answer_commitment(
                actor, found.id, CommitmentKind.TRUTHFULNESS, version=request.POST.get("version", ""),
                language=_language(), is_accepted=answer == "accept", at=at,
            )  # fmt: skip
            return redirect("web:monitoring", found.id)
        if request.POST.get("act") == "begin":
            return redirect("web:monitoring-note", begin_note(actor, found.id, at=at))
    except (NotAllowed, NotFound):
        raise
    except QingceError as error:
        return _list(request, found, [("form", sentence(error))])
    return _list(request, found, [])


@serves("DIS-5")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def monitoring_text(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The outlet, the time and the words about it; a script saves them at each pause, the button does without."""
    page = monitoring_note(pk, actor=actor)
    if request.method != "POST":
        return _note(request, actor, pk)
    if request.POST.get("act") == "drop":
        return _drop(request, actor, pk, page.enterprise_id)
    return _save(request, actor, page)


@serves("DIS-5", "DIS-2")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def monitoring_send(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What is sent, what the checks found, and the commitment that is accepted or declined at sending."""
    found, at, said = own(actor, pk), timezone.now(), request.POST
    if not is_truthfulness_accepted(found.id, found.seat.organisation_id):
        return redirect("web:monitoring", found.id)
    if said.get("answer") not in ("accept", "decline"):
        return _sending(request, found, [])
    version = said.get("version", "")
    try:
        if said.get("answer") == "accept":
            consent = Consent(version, _language(), has_seen=said.get("seen") == "yes")
            number = send_monitoring(actor, found.id, consent, at=at)
            messages.success(request, _("Sent. The document to be sealed is on its way to the registered addresses."))
            return redirect("web:my-disclosure", number)
        answer_commitment(
            actor, found.id, CommitmentKind.PROMISE, version=version, language=_language(), is_accepted=False, at=at
        )  # fmt: skip
    except (NotAllowed, NotFound):
        raise
    except QingceError as error:
        return _sending(request, found, [(_PLACES.get(error.code, "form"), sentence(error))])
    messages.info(request, _("The commitment was declined; nothing was sent. What you wrote is kept."))
    return redirect("web:monitoring", found.id)


_PLACES = {"disclosure-findings": "seen", "disclosure-texts": "findings"}


def _save(request: HttpRequest, actor: Actor, page: NotePage) -> HttpResponse:
    typed = {name: request.POST.get(name, "").strip() for name in FIELDS}
    days, faults = _days(typed)
    if faults:
        return _note(request, actor, page.row.id, typed=typed, faults=faults, status=WRONG)
    said = MonitoringText(typed["outlet"], days["covers_from"], days["covers_until"], typed["text"])
    revision = number_in(request.POST.get("revision", "")) or 0
    try:
        save_note(actor, page.row.id, said, revision=revision, tab=request.POST.get("tab", ""), at=timezone.now())
    except TextsChanged as error:
        return _note(request, actor, page.row.id, typed=typed, told=sentence(error), status=CONFLICT)
    except (NotAllowed, NotFound):
        raise
    except QingceError as error:
        faults = [(str(error.params.get("field", "form")), sentence(error))]
        return _note(request, actor, page.row.id, typed=typed, faults=faults, status=WRONG)
    if request.htmx:  # type: ignore[attr-defined]  # set by the middleware
        return _note(request, actor, page.row.id)
    messages.success(request, _("Saved."))
    return redirect("web:monitoring", page.enterprise_id)


def _drop(request: HttpRequest, actor: Actor, pk: int, enterprise: int) -> HttpResponse:
    try:
        drop_note(actor, pk, at=timezone.now())
    except (NotAllowed, NotFound):
        raise
    except QingceError as error:
        return _note(request, actor, pk, faults=[("form", sentence(error))], status=WRONG)
    messages.success(request, _("Dropped."))
    return redirect("web:monitoring", enterprise)


def _days(typed: Mapping[str, str]) -> tuple[dict[str, date | None], list[tuple[str, str]]]:
    days: dict[str, date | None] = {}
    for name in DAYS:
        try:
            days[name] = parse_date(typed[name])
        except ValueError:
            days[name] = None
    wrong = [(name, _("Enter a day such as 2026-11-20.")) for name in DAYS if typed[name] and days[name] is None]
    return days, wrong


def _list(request: HttpRequest, found: Own, faults: Faults) -> HttpResponse:
    organisation = found.seat.organisation_id
    rows = monitoring_notes(found.id, organisation)
    text = commitment_text(CommitmentKind.TRUTHFULNESS)
    context = {
        "enterprise": found.row,
        "may_write": found.may_write,
        "rows": rows,
        "has_unsent": any(not each.is_public and each.disclosure is None for each in rows),
        "waiting": next((each.disclosure for each in rows if each.disclosure), None),
        "is_accepted": is_truthfulness_accepted(found.id, organisation),
        "commitment": text,
        "said": text.said(_language()),
        "names": names_of(each.saved_by for each in rows),
        "faults": faults,
    }
    page = own_page(_("Automated monitoring data"), enterprise_crumb(found))
    return show(request, page, Shown("green_choice/monitoring.html", context), status=WRONG if faults else 200)


def _note(
    request: HttpRequest,
    actor: Actor,
    pk: int,
    *,
    typed: Mapping[str, str] | None = None,
    told: str = "",
    faults: Faults = (),
    status: int = 200,
) -> HttpResponse:
    page = monitoring_note(pk, actor=actor)
    found = own(actor, page.enterprise_id)
    saved = {name: _text(getattr(page.row.said, name)) for name in FIELDS}
    said = typed or saved
    context = {
        "enterprise": found.row,
        "row": page.row,
        "may_write": page.may_write and page.row.disclosure is None,
        "said": said,
        "theirs": {name: saved[name] for name in FIELDS if told and saved[name] != said[name]},
        "told": told,
        "faults": faults,
        "wrong": {name: [text] for name, text in faults},
        "terms": disclosure_terms(),
        "names": names_of([page.row.saved_by]),
    }
    way = Crumb(_("Automated monitoring data"), reverse("web:monitoring", args=[found.id]))
    head = own_page(_("Outlet and time"), enterprise_crumb(found), way)
    return show(request, head, Shown("green_choice/monitoring_note.html", context, part="texts"), status=status)


def _sending(request: HttpRequest, found: Own, faults: Faults) -> HttpResponse:
    bundle = monitoring_bundle(found.id, found.seat.organisation_id, on=timezone.localdate())
    text = commitment_text(CommitmentKind.PROMISE)
    outlets = {note.pk: note.outlet for note in bundle.notes}
    context = {
        "enterprise": found.row,
        "may_write": found.may_write,
        "notes": bundle.notes,
        "refused": _found(bundle.refusals, outlets),
        "hinted": _found(bundle.hints, outlets),
        "open": bundle.open_disclosure,
        "commitment": text,
        "said": text.said(_language()),
        "seen": request.POST.get("seen", ""),
        "faults": faults,
        "told": {name: [each] for name, each in faults},
    }
    way = Crumb(_("Automated monitoring data"), reverse("web:monitoring", args=[found.id]))
    page = own_page(_("Send"), enterprise_crumb(found), way)
    return show(request, page, Shown("green_choice/monitoring_send.html", context), status=WRONG if faults else 200)


def _found(findings: Sequence[MonitoringFinding], outlets: Mapping[int, str]) -> list[Found]:
    labels = {"outlet": _("Outlet"), "period": _("Time"), "text": _("Explanation")}
    by_note: dict[int, list[str]] = {}
    for each in findings:
        colon = "：" if is_chinese() else ": "
        by_note.setdefault(each.note_id, []).append(f"{labels[each.field]}{colon}{each.said(_language())}")
    return [Found(number, outlets[number], said) for number, said in by_note.items()]


def _owed(asked: Asked) -> list[Owed]:
    """What was begun and not sent is told of, so that it is not forgotten."""
    rows = monitoring_notes(asked.enterprise_id, asked.organisation_id)
    left = [each for each in rows if not each.is_public and each.disclosure is None]
    if not left or any(each.disclosure for each in rows):
        return []
    return [
        Owed(
            _("Finish and send: Automated monitoring data"),
            _("What is written becomes public after it is sealed and checked."),
            reverse("web:monitoring", args=[asked.enterprise_id]),
        )
    ]


def _language() -> str:
    return "zh" if is_chinese() else "en"


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


register_owed("monitoring", _owed)
