"""An enterprise's own cases: applying, handing in, what is owed until when, the conversation with the staff."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.documents.queries import Placed, shelf_of
from qingce.domain.records.queries import listed_numbers, rows_by_ids
from qingce.domain.removal.actions import (
    apply_for_removal,
    declare_unlisted,
    discard_case,
    excuse_line,
    hand_in_paper,
    open_audit,
    prepare_case,
    say_as_enterprise,
    submit_papers,
    take_back_unlisted,
    take_out_paper,
    withdraw_case,
)
from qingce.domain.removal.enums import CaseParty, CaseState, UnlistedText
from qingce.domain.removal.queries import (
    CaseDetail,
    audits_of_case,
    case_file,
    case_terms,
    cases_of,
    draft_book,
    drafts_of,
    duties_of,
    get_case,
    promised,
    removable_types,
)
from qingce.doors.web.access import signed_in
from qingce.doors.web.acting import faults_of
from qingce.doors.web.cases.shown import (
    declarations_shown,
    declared_in,
    fragment_of,
    outcome_words,
    shown_case,
    standing_words,
)
from qingce.doors.web.green_choice.owed import Asked, Owed, register_owed
from qingce.doors.web.green_choice.shown import enterprise_crumb, own, own_page
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.paging import page_of
from qingce.doors.web.rules.words import clause_words
from qingce.doors.web.rules.words import said as in_language
from qingce.pure.kernel.dates import parse_date
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import NOBODY, Actor
from qingce.shared.parties.queries import names_of

WRONG = 422


@serves("REM-1")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_cases(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The cases of an enterprise, and the records for which it can apply."""
    found, faults = own(actor, pk), []
    if request.method == "POST":
        try:
            numbers = [number_in(each) or 0 for each in request.POST.getlist("records")]
            return redirect("web:my-case", prepare_case(actor, found.id, numbers, at=timezone.now()))
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            faults = [("records", sentence(error))]
    on = timezone.localdate()
    types = set(removable_types(draft_book(on=on)))
    listed = [number for number, kind in listed_numbers(found.id, actor=NOBODY) if kind in types]
    paging, shown = page_of(listed, request)
    context = {
        "enterprise": found.row,
        "may_write": found.may_write,
        "cases": [(each, standing_words(each, on=on)) for each in cases_of(found.id, found.seat.organisation_id)],
        "records": rows_by_ids(shown, actor=NOBODY),
        "paging": paging,
        "most": case_terms().records_most,
        "faults": faults,
        "told": {"records": [text for _name, text in faults]},
    }
    page = own_page(_("Removal of records"), enterprise_crumb(found))
    return show(request, page, Shown("cases/mine.html", context), status=WRONG if faults else 200)


@serves("REM-1", "REM-2", "REM-3", "REM-10")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_case(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One case: what it comes to, what is owed until when, its papers, its steps; every step of the enterprise."""
    get_case(pk, actor=actor)
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        faults = faults_of(request, lambda: _act(request.POST, actor, pk))
        if not faults:
            return redirect(_after(request.POST, actor, pk))
    return _shown(request, actor, pk, faults)


@serves("REM-2")
@require_safe
@signed_in
def my_case_file(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A file handed in for the case."""
    return file_response(case_file(pk, file, actor=actor), request.GET)


def _act(said: QueryDict, actor: Actor, pk: int) -> str:
    """Does what was asked for. Returns: what to tell; empty: nothing."""
    at, act = timezone.now(), said.get("act", "")
    record, line = number_in(said.get("record", "")) or 0, said.get("line", "")
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "apply": (
            lambda: apply_for_removal(actor, pk, declared_in(said), at=at),
            _("Applied. The staff determine how the records can be removed; the case is public."),
        ),
        "discard": (lambda: discard_case(actor, pk, at=at), _("Discarded.")),
        "unlisted": (lambda: declare_unlisted(actor, pk, _unlisted(said), at=at), _("Declared.")),
        "take-back-unlisted": (
            lambda: take_back_unlisted(actor, pk, number_in(said.get("unlisted", "")) or 0, at=at),
            "",
        ),
        "hand-in": (
            lambda: hand_in_paper(actor, pk, record, line, number_in(said.get("document", "")) or 0, at=at),
            _("Added."),
        ),
        "take-out": (lambda: take_out_paper(actor, pk, number_in(said.get("paper", "")) or 0, at=at), _("Taken out.")),
        "excuse": (lambda: excuse_line(actor, pk, record, line, reason=said.get("reason", ""), at=at), _("Saved.")),
        "submit": (
            lambda: submit_papers(actor, pk, at=at),
            _("Handed in. The staff check whether it is complete; you get a mail."),
        ),
        "withdraw": (
            lambda: withdraw_case(actor, pk, reason=said.get("reason", ""), at=at),
            _("The application was withdrawn."),
        ),
        "accept-audit": (
            lambda: open_audit(actor, pk, said.getlist("accepted"), at=at),
            _("Accepted. The page of the audit says what each party has to do next."),
        ),
        "say": (lambda: say_as_enterprise(actor, pk, said.get("text", ""), at=at), ""),
    }
    if act not in acts:
        return ""
    does, done = acts[act]
    does()
    return done


def _after(said: QueryDict, actor: Actor, pk: int) -> str:
    if said.get("act") == "discard":
        return reverse("web:my-cases", args=[get_case(pk, actor=actor).row.enterprise_id])
    if said.get("act") == "accept-audit":
        return reverse("web:my-audit", args=[audits_of_case(pk)[0].id])
    return reverse("web:my-case", args=[pk]) + fragment_of(said)


def _unlisted(said: QueryDict) -> UnlistedText:
    day = said.get("decided_on", "").strip()
    return UnlistedText(
        title=said.get("title", ""),
        issuer=said.get("issuer", ""),
        doc_no=said.get("doc_no", ""),
        decided_on=parse_date(day, latest=timezone.localdate()) if day else None,
        address=said.get("address", ""),
    )


def _shown(request: HttpRequest, actor: Actor, pk: int, faults: list[tuple[str, str]]) -> HttpResponse:
    found, on = get_case(pk, actor=actor), timezone.localdate()
    mine, audits = own(actor, found.row.enterprise_id), audits_of_case(pk)
    context = {
        "case": shown_case(found, on=on),
        "row": found.row,
        "enterprise": mine.row,
        "may_write": mine.may_write and mine.seat.organisation_id == found.row.organisation_id,
        "drafts": _drafts(found, actor) if found.row.state == CaseState.DRAFT else (),
        "to_declare": declarations_shown(CaseParty.ENTERPRISE),
        "choices": _choices(found, actor) if found.row.state == CaseState.HANDING_IN else {},
        "names": names_of([each.said_by for each in found.messages]),
        "file_url": "web:my-case-file",
        "audits": audits,
        "promises": _promises(found) if not any(each.is_open for each in audits) else (),
        "said": request.POST,
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    page = own_page(
        _("Case %(number)s") % {"number": pk},
        enterprise_crumb(mine),
        Crumb(_("Removal of records"), reverse("web:my-cases", args=[mine.id])),
    )
    return show(request, page, Shown("cases/my_case.html", context), status=WRONG if faults else 200)


def _promises(found: CaseDetail) -> list[tuple[str, str, str]]:
    """What the enterprise of a case that needs an audit takes upon itself by accepting it."""
    if found.row.state != CaseState.ON_SITE:
        return []
    names = promised(found.rules)
    duties = (each for each in duties_of(found.rules) if each.id in names)
    return [(each.id, in_language(each.title), clause_words(each.clause)) for each in duties]


def _drafts(found: CaseDetail, actor: Actor) -> list[tuple[object, str, list[str]]]:
    """Each record with what it would come to, and the lists of papers that would be asked for."""

    on = timezone.localdate()
    book = draft_book(on=on)
    return [
        (each, outcome_words(book, each.outcome), [in_language(book.requirements[name].title) for name in each.lists])
        for each in drafts_of(found.row.id, actor=actor, on=on)
    ]


def _choices(found: CaseDetail, actor: Actor) -> dict[str, list[Placed]]:
    """For each line the documents of the shelf that serve it and are not handed in for it yet."""
    placed = shelf_of(found.row.enterprise_id, actor=actor, on=timezone.localdate()).placed
    chosen: dict[str, list[Placed]] = {}
    for each in found.lines:
        there = {paper.said.id for paper in each.papers}
        chosen[f"{each.record}/{each.line.key}"] = [
            paper
            for paper in placed
            if paper.row.type in each.line.types and paper.row.id not in there and paper.row.withdrawn_at is None
        ]
    return chosen


def _owed(asked: Asked) -> list[Owed]:
    """What an enterprise owes in its cases."""
    found = []
    for row in cases_of(asked.enterprise_id, asked.organisation_id):
        address = reverse("web:my-case", args=[row.id])
        if row.state == CaseState.HANDING_IN:
            found.append(
                Owed(
                    title=_("Hand in documents: case %(number)s") % {"number": row.id},
                    why=row.asked or _("The case lists exactly which documents are needed."),
                    address=address,
                    due=row.due_on,
                    left=standing_words(row, on=asked.on),
                )
            )
        elif row.state == CaseState.DRAFT:
            title = _("Go on with the application: case %(number)s") % {"number": row.id}
            found.append(Owed(title, _("It is being prepared, and nobody sees it yet."), address))
    return found


register_owed("cases", _owed)
