"""The questions about one record of an application in preparation: one at a time, always the one that decides most."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.domain.removal.actions import answer_question
from qingce.domain.removal.enums import TABLE, CaseState
from qingce.domain.removal.queries import DraftRecord, DraftViolation, draft_book, drafts_of, get_case
from qingce.doors.web.access import signed_in
from qingce.doors.web.cases.shown import fact_words, outcome_words
from qingce.doors.web.green_choice.shown import enterprise_crumb, own, own_page
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.rules.answers import Answers, read_answers
from qingce.doors.web.rules.fields import Field, field
from qingce.doors.web.rules.words import said
from qingce.pure.kernel.errors import NotFound
from qingce.pure.kernel.requirements import serves
from qingce.pure.rules.book import Book
from qingce.pure.rules.compiling import compile_table
from qingce.shared.parties.enums import Actor

WRONG = 422
NOTHING = Answers({}, {}, frozenset(), {})


@dataclass(frozen=True)
class ShownDraft:
    """A violation on the page.

    Args: answered: fact, its title, what was said. field: of the next question, if any. hints: what the words of the
        record suggest as its answer.
    """

    violation: DraftViolation
    answered: tuple[tuple[str, str, str], ...]
    field: Field | None
    hints: tuple[str, ...]


@serves("REM-1")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_case_record(request: HttpRequest, actor: Actor, pk: int, record: int) -> HttpResponse:
    """What is known of a record, and the next question; an answer leads to the next one, the last one back."""
    detail, on = get_case(pk, actor=actor), timezone.localdate()
    if detail.row.state != CaseState.DRAFT:
        return redirect("web:my-case", pk)
    book, found = draft_book(on=on), _record(pk, record, actor)
    answers, asked = NOTHING, 0
    if request.method == "POST":
        asked = number_in(request.POST.get("violation", "")) or 0
        name = request.POST.get("fact", "")
        answers = read_answers(book, [name], request.POST)
        if not answers.faults:
            _answer(actor, pk, record, asked, name, answers)
            after = _record(pk, record, actor)
            return redirect("web:my-case-record", pk, record) if after.is_asked else redirect("web:my-case", pk)
    mine = own(actor, detail.row.enterprise_id)
    context = {
        "row": detail.row,
        "draft": found,
        "enterprise": mine.row,
        "may_write": mine.may_write,
        "violations": [_shown(book, each, answers if each.number == asked else NOTHING) for each in found.violations],
        "outcome": outcome_words(book, found.outcome),
        "lists": [said(book.requirements[name].title) for name in found.lists],
        "faults": [(name, told) for name, told in answers.faults.items()],
    }
    crumbs = (
        enterprise_crumb(mine),
        Crumb(_("Removal of records"), reverse("web:my-cases", args=[mine.id])),
        Crumb(_("Case %(number)s") % {"number": pk}, reverse("web:my-case", args=[pk])),
    )
    page = own_page(_("Questions about record %(number)s") % {"number": record}, *crumbs)
    return show(request, page, Shown("cases/my_record.html", context), status=WRONG if answers.faults else 200)


def _record(pk: int, record: int, actor: Actor) -> DraftRecord:
    drafts = drafts_of(pk, actor=actor, on=timezone.localdate())
    found = next((each for each in drafts if each.record_id == record), None)
    if found is None:
        raise NotFound("This record is not, or no longer, one of the application's.")
    return found


def _answer(actor: Actor, pk: int, record: int, violation: int, name: str, answers: Answers) -> None:
    """An answer, that nobody knows, or, where nothing was sent, that an answer is taken back."""
    unknown = name if name in answers.unknown else ""
    answer_question(
        actor, pk, record, violation, {name: answers.facts.get(name, "")}, unknown=unknown, at=timezone.now()
    )


def _shown(book: Book, violation: DraftViolation, answers: Answers) -> ShownDraft:
    table = compile_table(book, TABLE, on=timezone.localdate())
    known = fact_words(book, [violation.facts], [()])
    names = [name for name in violation.facts if name in book.facts]
    answered = [(name, title, value) for name, (title, value) in zip(names, known, strict=True)]
    answered += [(name, said(book.facts[name].title), _("don't know")) for name in violation.unknown]
    if not violation.question:
        return ShownDraft(violation, tuple(answered), None, ())
    titles = {each.id: said(each.title) for each in book.facts[violation.question].choice}
    hints = tuple(titles.get(each, each) for each in violation.hints)
    return ShownDraft(violation, tuple(answered), field(table, violation.question, answers), hints)
