"""One entry of the ledger: what it says, why it is in the log, and the proof to take along."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.doors.web.ledger.asked import LedgerAskedWrong, is_id, is_number
from qingce.doors.web.ledger.overview import entry_value
from qingce.doors.web.ledger.shown import ShownEntry, shown
from qingce.doors.web.ledger.subjects import Subject, statement_now, subject_kinds
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.pure.kernel.errors import NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.ledger.queries import LogEntry, entries_of, log_entry, log_entry_by_id, proof_of_entry, row_proof


class NotAmongRows(NotFound):
    """A bulk act is not about this."""

    code = "not-among-rows"


@serves("LED-1", "LED-2")
@require_safe
def entry(request: HttpRequest, named: str) -> HttpResponse:
    """The page of an entry, by its number or its id."""
    found = _found(named)
    if found.number is not None and is_id(named):
        return redirect("web:ledger-entry", found.number)
    each = shown([found])[0]
    context: dict[str, Any] = {
        "each": each,
        "row": found,
        "proof": reverse("web:ledger-proof", args=[found.number]) if found.number is not None else "",
    }
    if found.count is not None:
        context |= _row_asked(request, found)
    title = (
        _("Entry %(number)s") % {"number": found.number} if found.number is not None else _("Entry without a number")
    )
    page = Page(
        title=_("%(title)s of the ledger: %(act)s") % {"title": title, "act": each.title},
        description=_("What this entry of the public ledger says, and how to check it."),
        crumbs=(home_crumb(), ledger_crumb(), Crumb(title)),
        section="ledger",
    )
    return show(request, page, Shown("ledger/entry.html", context))


def ledger_crumb() -> Crumb:
    """The step to the ledger."""
    return Crumb(_("Public ledger"), reverse("web:ledger"))


@serves("LED-2")
@require_safe
def proof(request: HttpRequest, number: int) -> HttpResponse:
    """The proof file of an entry."""
    del request
    each = shown([log_entry(number)])[0]
    return proof_file(closed(proof_of_entry(number), each), f"qingce-entry-{number}-proof.json")


@serves("LED-2")
@require_safe
def row(request: HttpRequest, number: int, subject: int) -> HttpResponse:
    """The proof file of a row of a bulk act.

    Raises: NotAmongRows; RowClosed.
    """
    del request
    kind = log_entry(number).kind
    found = next(
        (each for each in entries_of(kind, subject) if each.entry.number == number and each.place is not None), None
    )
    if found is None or not _is_public(kind, subject):
        raise NotAmongRows(f"This act is not about {kind} {subject}.", number=subject)
    each = shown([log_entry(number)])[0]
    file = row_proof(found, kind, subject, statement_now(kind, subject))
    return proof_file(closed(file, each), f"qingce-entry-{number}-{kind}-{subject}-proof.json")


@serves("LED-1")
@require_safe
def entry_json(request: HttpRequest, number: int) -> HttpResponse:
    """An entry for programs."""
    del request
    each = shown([log_entry(number)])[0]
    return JsonResponse(entry_value(each), json_dumps_params={"ensure_ascii": False})


def closed(file: dict[str, Any], each: ShownEntry) -> dict[str, Any]:
    """A proof file without the words that the public may not read now."""
    if not each.has_public_words:
        file["opened"].pop("words", None)
    return file


def proof_file(value: dict[str, Any], name: str) -> HttpResponse:
    """A file of the ledger to take along."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Robots-Tag": "noindex"}
    return JsonResponse(value, headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _found(named: str) -> LogEntry:
    if is_id(named):
        return log_entry_by_id(named)
    if not is_number(named):
        raise LedgerAskedWrong(named)
    return log_entry(int(named))


def _row_asked(request: HttpRequest, found: LogEntry) -> dict[str, Any]:
    """What was asked about one row of a bulk act, and whether it is there."""
    text = request.GET.get("about", "").strip()
    asked = number_in(text)
    if not text:
        return {}
    among = (
        next((each for each in entries_of(found.kind, asked) if each.entry.number == found.number), None)
        if asked
        else None
    )
    if asked is None or among is None or among.place is None or not _is_public(found.kind, asked):
        return {"asked": text, "is_missing": True}
    return {
        "asked": text,
        "place": among.place + 1,
        "subject": _page(found.kind, asked),
        "row_proof": _row_proof(found, asked),
    }


def _row_proof(found: LogEntry, asked: int) -> str:
    """The address of the proof of a row; empty: there is none now."""
    if found.number is None:
        return ""
    among = next(each for each in entries_of(found.kind, asked) if each.entry.number == found.number)
    try:
        row_proof(among, found.kind, asked, statement_now(found.kind, asked))
    except QingceError:
        return ""
    return reverse("web:ledger-row", args=[found.number, asked])


def _is_public(kind: str, number: int) -> bool:
    known = {each.name for each in subject_kinds()}
    return kind not in known or _page(kind, number) is not None


def _page(kind: str, number: int) -> Subject | None:
    pages = {each.name: each.pages for each in subject_kinds()}
    return pages[kind]([number]).get(number) if kind in pages else None
