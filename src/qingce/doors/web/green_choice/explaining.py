"""Explaining records: the commitment that comes first, the records of a panel, the three texts of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.domain.disclosure.actions import Saving, answer_commitment, save_texts
from qingce.domain.disclosure.enums import CommitmentKind, Part, Texts
from qingce.domain.disclosure.errors import TextsChanged
from qingce.domain.disclosure.queries import (
    Example,
    Page,
    commitment_text,
    commitments_of,
    disclosure_terms,
    examples,
    explanation_page,
    is_truthfulness_accepted,
    lines_of,
)
from qingce.doors.web.access import signed_in
from qingce.doors.web.green_choice.shown import Own, enterprise_crumb, own, own_page
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import names_of

WRONG, CONFLICT = 422, 409
LEFT = "left"  # of the records of a panel those that lack a text


@dataclass(frozen=True)
class Field:
    """One of the three texts in the form. Args: theirs: what somebody else saved meanwhile; empty: nothing else."""

    part: Part
    text: str
    examples: tuple[Example, ...]
    theirs: str
    faults: tuple[str, ...]


@serves("DIS-1", "DIS-2")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def explain(request: HttpRequest, actor: Actor, pk: int, kind: str) -> HttpResponse:
    """The records of one type; before the first of them the commitment, which is accepted or declined here."""
    found, faults = own(actor, pk), []
    if request.method == "POST":
        try:
            _answer(request, actor, found)
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            faults = [("commitment", sentence(error))]
        else:
            return redirect("web:explain", found.id, kind)
    elif found.id != pk:
        return redirect("web:explain", found.id, kind)
    return _panel(request, found, kind, faults)


@serves("DIS-1")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def explain_record(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The three texts about one record; a script saves them at each pause, the button does without."""
    if request.method != "POST":
        return _record(request, actor, pk)
    typed = Texts(**{part.value: request.POST.get(part.value, "") for part in Part})
    saving = Saving(
        number_in(request.POST.get("revision", "")) or 0,
        request.POST.get("tab", ""),
        request.POST.get("record_version", ""),
    )
    at = timezone.now()
    try:
        revision = save_texts(actor, pk, typed, saving, at=at)
    except TextsChanged as error:
        return _record(request, actor, pk, typed=typed, told=sentence(error), status=CONFLICT)
    except (NotAllowed, NotFound):
        raise
    except QingceError as error:
        field = str(error.params.get("field", "form"))
        return _record(request, actor, pk, typed=typed, faults=[(field, sentence(error))], status=WRONG)
    if request.htmx:  # type: ignore[attr-defined]  # set by the middleware
        return _saved(request, actor, typed, replace(saving, revision=revision), at=at)
    messages.success(request, _("Saved."))
    return redirect("web:explain-record", pk)


def _saved(request: HttpRequest, actor: Actor, typed: Texts, saving: Saving, *, at: datetime) -> HttpResponse:
    """What a page needs that goes on being typed in; nothing is read again for it, because this comes at each pause."""
    context = {
        "saving": saving,
        "texts": typed.all,
        "at": at,
        "by": actor.signature,
        "names": names_of([actor.signature]),
    }
    return render(request, "web/green_choice/_saved.html", context)


def _answer(request: HttpRequest, actor: Actor, found: Own) -> None:
    answer = request.POST.get("answer", "")
    if answer not in ("accept", "decline"):
        return
    answer_commitment(
        actor,
        found.id,
        CommitmentKind.TRUTHFULNESS,
        version=request.POST.get("version", ""),
        language="zh" if is_chinese() else "en",
        is_accepted=answer == "accept",
        at=timezone.now(),
    )


def _panel(request: HttpRequest, found: Own, kind: str, faults: list[tuple[str, str]]) -> HttpResponse:
    organisation, left = found.seat.organisation_id, LEFT if request.GET.get("show") == LEFT else ""
    start = ((number_in(request.GET.get("page", "")) or 1) - 1) * PER_PAGE
    panel, lines = lines_of(
        found.id, organisation, kind, on=timezone.localdate(), start=start, count=PER_PAGE, is_left=bool(left)
    )
    paging = paging_of(request, panel.left if left else panel.total, show=left)
    answers = commitments_of(found.id, organisation)
    text = commitment_text(CommitmentKind.TRUTHFULNESS)
    context = {
        "enterprise": found.row,
        "may_write": found.may_write,
        "panel": panel,
        "lines": lines,
        "paging": paging,
        "is_left": bool(left),
        "is_accepted": is_truthfulness_accepted(found.id, organisation),
        "is_declined": bool(answers) and not answers[0].is_accepted and answers[0].kind == text.kind,
        "commitment": text,
        "said": text.said("zh" if is_chinese() else "en"),
        "names": names_of(each.mark.saved_by for each in lines if each.mark),
        "faults": faults,
    }
    page = own_page(str(panel.type.label), enterprise_crumb(found))
    return show(request, page, Shown("green_choice/explain.html", context), status=WRONG if faults else 200)


def _record(
    request: HttpRequest,
    actor: Actor,
    pk: int,
    *,
    typed: Texts | None = None,
    told: str = "",
    faults: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    on = timezone.localdate()
    shown = explanation_page(pk, actor=actor, on=on)
    found = own(actor, shown.record.enterprise_id)
    wrong = dict(faults or [])
    context: dict[str, Any] = {
        "enterprise": found.row,
        "record": shown.record,
        "shown": shown,
        "fields": _fields(shown, typed, is_conflict=bool(told), wrong=wrong),
        "is_accepted": is_truthfulness_accepted(found.id, found.seat.organisation_id),
        "told": told,
        "faults": faults or [],
        "terms": disclosure_terms(),
        "parts": list(Part),
        "names": names_of([shown.saved_by, *(each.saved_by for each in shown.versions)]),
        "panel": reverse("web:explain", args=[found.id, shown.record.type.value]),
    }
    crumb = Crumb(str(shown.record.type.label), context["panel"])
    page = own_page(_("Explain record %(number)s") % {"number": pk}, enterprise_crumb(found), crumb)
    return show(request, page, Shown("green_choice/record.html", context, part="texts"), status=status)


def _fields(shown: Page, typed: Texts | None, *, is_conflict: bool, wrong: dict[str, str]) -> list[Field]:
    said, language = typed or shown.texts, "zh" if is_chinese() else "en"
    return [
        Field(
            part=part,
            text=said.of(part),
            examples=examples(part, language),
            theirs=shown.texts.of(part) if is_conflict and shown.texts.of(part) != said.of(part) else "",
            faults=(wrong[part.value],) if part.value in wrong else (),
        )
        for part in Part
    ]
