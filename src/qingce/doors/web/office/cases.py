"""Cases in the office: the queue by deadline, and every step of a case that is the staff's."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.removal.actions import (
    approve_report,
    ask_for_more,
    assign_case,
    decide_excuse,
    decline_case,
    determine_case,
    finish_report,
    judge_claims,
    judge_paper,
    return_papers,
    save_report,
    say_as_staff,
    send_report_back,
    take_up_case,
)
from qingce.domain.removal.enums import (
    CaseParty,
    CaseState,
    Judgement,
    ReportText,
    Result,
)
from qingce.domain.removal.queries import (
    CaseDetail,
    audits_of_case,
    away_on,
    case_checks,
    cases_for_office,
    count_cases_for_office,
    desks_of,
    open_records,
    report_sections,
    staff_case_detail,
    staff_case_file,
    waiting_cases,
    workloads,
)
from qingce.doors.web.acting import faults_of
from qingce.doors.web.cases.shown import (
    declarations_shown,
    declared_in,
    fragment_of,
    rule_words,
    shown_case,
)
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.queues import Queue, Waiting, register_queue
from qingce.doors.web.office.restoring import limits as evidence_limits
from qingce.doors.web.office.restoring import nonce_of
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.doors.web.rules.words import said as in_language
from qingce.doors.web.templatetags.qingce_web import has_duty, is_chinese
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import names_of, roles_of, staff_with
from qingce.shared.rulebooks.queries import book_of

WRONG = 422
ROLES = tuple(dict.fromkeys((*roles_of(Duty.REVIEW_CASES), *roles_of(Duty.DECIDE_REMOVALS))))
MINE = "mine"
FULLEST = 10  # desks beside the queue
SHOWN_STATES = (
    CaseState.APPLIED, CaseState.SUBMITTED, CaseState.REVIEWING, CaseState.REPORTED,
    CaseState.HANDING_IN, CaseState.ON_SITE, CaseState.PASSED,
)  # fmt: skip


@serves("REM-3")
@require_safe
@staff_only(*ROLES)
def list_cases(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Cases in the actor's areas, what is due first first; who works on how many."""
    asked, whose = request.GET.get("state", ""), request.GET.get("of", "")
    state = asked if asked in [each.value for each in SHOWN_STATES] else ""
    on = timezone.localdate()
    desks = desks_of(actor.person_id, on=on) if whose == MINE else []
    total = count_cases_for_office(actor, state=state, desks=desks)
    paging = paging_of(request, total, state=state, of=whose)
    rows = cases_for_office(actor, state=state, desks=desks, total=total, start=paging.start, count=PER_PAGE)
    loads = workloads(actor, on=on, count=FULLEST)
    away = {each.person: each for each in away_on(on).values()}
    shown = [row.reviewer for row in rows] + [each.signature for each in loads]
    context = {
        "rows": [(each, away.get(each.reviewer), each.is_late(on)) for each in rows],
        "total": total,
        "chosen": state,
        "whose": whose if whose == MINE else "",
        "choices": [(each.value, each.label) for each in SHOWN_STATES],
        "loads": [(each, away.get(each.signature)) for each in loads],
        "names": names_of([*shown, *(away[each].stand_in for each in shown if each in away)]),
        "paging": paging,
    }
    return show(request, _page(_("Cases: removal of records")), Shown("office/cases.html", context))


@serves("REM-1", "REM-2", "REM-3", "REM-9", "REM-10")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def one_case(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One case: what has to be decided now, with all that it hangs on."""
    staff_case_detail(pk, actor=actor)
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        faults = faults_of(request, lambda: _act(request.POST, actor, pk), told=_("Done."))
        if not faults:
            return redirect(reverse("web:office-case", args=[pk]) + fragment_of(request.POST))
    return _shown(request, actor, pk, faults)


@serves("REM-2")
@require_safe
@staff_only(*ROLES)
def office_case_file(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A file handed in for the case."""
    return file_response(staff_case_file(pk, file, actor=actor), request.GET)


def _act(said: QueryDict, actor: Actor, pk: int) -> None:
    at, act = timezone.now(), said.get("act", "")
    seen = number_in(said.get("seen", "")) or 0
    text, record, line = said.get("text", ""), number_in(said.get("record", "")) or 0, said.get("line", "")
    acts: dict[str, Callable[[], object]] = {
        "assign": lambda: assign_case(actor, pk, _person(said, actor), at=at),
        "determine": lambda: determine_case(actor, pk, seen=seen, lists=_lists(said), at=at),
        "decline": lambda: decline_case(actor, pk, reason=text, seen=seen, at=at),
        "waive": lambda: decide_excuse(actor, pk, record, line, is_waived=True, why=text, at=at),
        "refuse": lambda: decide_excuse(actor, pk, record, line, is_waived=False, why=text, at=at),
        "return": lambda: return_papers(actor, pk, reason=text, seen=seen, at=at),
        "take-up": lambda: take_up_case(actor, pk, declared_in(said), seen=seen, at=at),
        "judge": lambda: judge_paper(actor, pk, number_in(said.get("paper", "")) or 0, _judgement(said), at=at),
        "claims": lambda: judge_claims(actor, pk, record, _claims(said), at=at),
        "ask": lambda: ask_for_more(actor, pk, reason=text, seen=seen, at=at),
        "report": lambda: _save(said, actor, pk),
        "finish": lambda: (_save(said, actor, pk), finish_report(actor, pk, seen=seen, at=at)),
        "approve": lambda: approve_report(actor, pk, declared_in(said), seen=seen, at=at),
        "send-back": lambda: send_report_back(actor, pk, note=text, seen=seen, at=at),
        "say": lambda: say_as_staff(actor, pk, text, at=at),
    }
    if act in acts:
        acts[act]()


def _person(said: QueryDict, actor: Actor) -> int | None:
    """Oneself, a colleague by number, or nobody in particular."""
    to = said.get("to", "")
    return actor.person_id if to == MINE else number_in(to)


def _lists(said: QueryDict) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    for each in said.getlist("lists"):
        record, _slash, name = each.partition("/")
        if (number := number_in(record)) is not None:
            found.setdefault(number, []).append(name)
    return found


def _judgement(said: QueryDict) -> Judgement:
    answers = {each.id: said.get(f"check-{each.id}", "") for each in case_checks()}
    checks = {name: answer == "yes" for name, answer in answers.items() if answer in ("yes", "no")}
    return Judgement(checks, said.get("proves", ""))


def _claims(said: QueryDict) -> dict[tuple[int, str], bool]:
    found = {}
    for name in said:
        start, _dash, rest = name.partition("-")
        place, _dash, fact = rest.partition("-")
        number = number_in(place)
        if start == "claim" and number and said[name] in ("yes", "no"):
            found[number, fact] = said[name] == "yes"
    return found


def _save(said: QueryDict, actor: Actor, pk: int) -> int:
    result = said.get("result", "")
    report = ReportText(
        {each.id: said.get(f"section-{each.id}", "") for each in report_sections()},
        Result(result) if result in Result.values else None,
        said.get("missing", ""),
    )
    return save_report(actor, pk, report, revision=number_in(said.get("revision", "")) or 0, at=timezone.now())


def _shown(request: HttpRequest, actor: Actor, pk: int, faults: list[tuple[str, str]]) -> HttpResponse:
    found, on = staff_case_detail(pk, actor=actor), timezone.localdate()
    language = "zh" if is_chinese() else "en"
    state = found.row.state
    book = book_of(found.rules) if found.rules else None
    people = [found.row.reviewer, *(each.said_by for each in found.messages), *(each.taken_by for each in found.steps)]
    people += [each.written_by for each in found.reports] + [each.approved_by for each in found.reports]
    context = {
        "case": shown_case(found, on=on),
        "row": found.row,
        "found": found,
        "state": state,
        "rules": rule_words(book) if book else {},
        "open_records": open_records(pk) if state == CaseState.APPLIED else (),
        "all_lists": [(name, in_language(each.title)) for name, each in book.requirements.items()] if book else [],
        "checks": [(each.id, each.said(language), each.clause) for each in case_checks()],
        "sections": [
            (each.id, each.said(language), _typed(request, f"section-{each.id}", found, each.id))
            for each in report_sections()
        ],
        "results": Result.choices,
        "result": request.POST.get("result") or (found.report.result if found.report else ""),
        "missing": request.POST.get("missing") or (found.report.missing if found.report else ""),
        "report": found.report,
        "reviewer_declares": declarations_shown(CaseParty.REVIEWER),
        "approver_declares": declarations_shown(CaseParty.APPROVER),
        "may_review": found.is_staff,
        "may_approve": found.is_approver and has_duty(actor, Duty.DECIDE_REMOVALS),
        "colleagues": _colleagues(found, actor) if found.row.is_open else (),
        "is_mine": found.row.reviewer == actor.signature,
        "names": names_of(people),
        "file_url": "web:office-case-file",
        "audits": audits_of_case(pk),
        "evidence_terms": evidence_limits(),
        "evidence_ticket": evidence_limits().ticket(nonce_of(actor, pk)),
        "said": request.POST,
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    crumb = Crumb(_("Cases: removal of records"), reverse("web:office-cases"))
    page = _page(_("Case %(number)s") % {"number": pk}, crumb)
    return show(request, page, Shown("office/case.html", context), status=WRONG if faults else 200)


def _colleagues(found: CaseDetail, actor: Actor) -> list[tuple[int, str]]:
    """To whom a case can be handed: who reviews there and is not away, but for oneself and who works on it."""
    left_out = (actor.signature, found.row.reviewer)
    away, there = away_on(timezone.localdate()), staff_with(Duty.REVIEW_CASES, near=(found.division,))
    return [(each.id, each.name) for each in there if f"#{each.number}" not in left_out and each.id not in away]


def _typed(request: HttpRequest, field: str, found: CaseDetail, section: str) -> str:
    if field in request.POST:
        return request.POST[field]
    return found.report.texts.get(section, "") if found.report else ""


def _page(title: str, *between: Crumb) -> Page:
    crumbs = (Crumb(_("Office"), reverse("web:office")), *between, Crumb(title))
    return Page(title=title, crumbs=crumbs, is_indexed=False, section="office")


def _waiting(actor: Actor) -> Waiting:
    return Waiting(waiting_cases(actor), None)


register_queue(
    Queue(
        "cases",
        gettext_lazy("cases that wait for a step of the staff"),
        gettext_lazy("An enterprise applied for the removal of records; each step has its last day."),
        "web:office-cases",
        _waiting,
        roles=frozenset(ROLES),
    )
)
