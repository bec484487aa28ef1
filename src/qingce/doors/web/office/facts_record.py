"""The facts of one record: its words with what they suggest, the form, what the rules say of it; and the override."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.domain.records.queries import check_placed, get_record
from qingce.domain.removal.actions import confirm_facts
from qingce.domain.removal.queries import (
    confirmations_of,
    determination_of,
    overrides_of,
    staff_case_detail,
    waiting_records,
)
from qingce.doors.web.cases.shown import shown_case as shown_whole_case
from qingce.doors.web.determination import TABLE, shown_removal
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.facts import WHO, address_after, office_page
from qingce.doors.web.office.facts_form import MOST, FactsForm, decided, field_id, first_form, place_of, said_form
from qingce.doors.web.office.facts_override import (
    OVERRIDES,
    OverrideForm,
    do_override,
    first_override,
    outcomes,
    reusable,
    said_override,
)
from qingce.doors.web.office.facts_shown import shown_fields, shown_words
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.rules.shown import shown_case
from qingce.doors.web.templatetags.qingce_web import has_duty
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, Duty

if TYPE_CHECKING:
    from qingce.domain.records.queries import RecordDetail
    from qingce.domain.removal.enums import RecordDetermination

WRONG = 422


@dataclass
class Said:
    """What the page shows beside the record. `is_meanwhile`: somebody else was faster."""

    form: FactsForm
    override: OverrideForm
    is_checked: bool = False
    is_meanwhile: bool = False

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, by the field where it is put right."""
        return [*self.form.faults, *self.override.faults]


@dataclass(frozen=True)
class FromCase:
    """The case from which somebody came here. Args: answers: by title, what the enterprise says of the record."""

    number: int
    answers: tuple[tuple[str, str], ...]


@serves("POL-2", "POL-4", "REM-1")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*WHO)
def facts_of(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One record, one decision; confirmed, it leads to the next one that waits, or back to the case it is for."""
    check_placed(pk, actor=actor, duty=Duty.CONFIRM_FACTS)
    record, found = get_record(pk, actor=actor), _determined(pk, actor)
    if request.method != "POST":
        return _shown(request, actor, (record, found), Said(first_form(found), first_override(found)))
    said = Said(said_form(found, request.POST), said_override(request.POST), is_checked=True)
    act = request.POST.get("act", "")
    try:
        if act in OVERRIDES and not said.override.faults:
            messages.success(request, do_override(pk, act, said.override, actor=actor, at=timezone.now()))
            return redirect(request.get_full_path())
        if act == "confirm" and not said.form.faults:
            confirm_facts(pk, said.form.stated, seen=said.form.seen, actor=actor, at=timezone.now())
            case = _from_case(request, actor, pk)
            after = reverse("web:office-case", args=[case.number]) if case else address_after(actor, pk, kept=pk)
            return redirect(after)
    except (NotAllowed, NotFound):
        raise
    except QingceError as error:
        found = _determined(pk, actor)
        _tell(said, error, found, is_override=act in OVERRIDES)
    return _shown(request, actor, (record, found), said)


def _from_case(request: HttpRequest, actor: Actor, record: int) -> FromCase | None:
    number = number_in(request.GET.get("case", ""))
    if number is None:
        return None
    try:
        found = shown_whole_case(staff_case_detail(number, actor=actor), on=timezone.localdate())
    except NotFound:
        return None
    answers = next((each.answers for each in found.records if each.row.record_id == record), None)
    return None if answers is None else FromCase(number, answers)


def _determined(pk: int, actor: Actor) -> RecordDetermination:
    return determination_of(pk, actor=actor, on=timezone.localdate())


def _place(error: QingceError) -> str:
    """The field where it is put right; "form": none of them."""
    if error.code == "words-not-in-record":
        return field_id(int(str(error.params["number"])), "text")
    return PLACES.get(error.code, "form")


PLACES = {"unknown-outcome": "outcome", "same-as-rules": "outcome", "override-reason-missing": "reason"}


def _tell(said: Said, error: QingceError, found: RecordDetermination, *, is_override: bool) -> None:
    """Says what went wrong; the next attempt stands on what is shown now."""
    said.is_meanwhile = error.code == "confirmed-meanwhile"
    fault = (_place(error), sentence(error))
    (said.override.faults if is_override else said.form.told).append(fault)
    said.form.seen = place_of(found)
    said.override.seen = first_override(found).seen


def _shown(
    request: HttpRequest, actor: Actor, about: tuple[RecordDetail, RecordDetermination], said: Said
) -> HttpResponse:
    record, found = about
    pk, form = record.row.id, said.form
    facts = [each.facts for each in form.violations]
    context: dict[str, Any] = {
        "record": record.row,
        "found": record,
        "removal": shown_removal(found, confirmations_of(pk), overrides_of(pk)),
        "words": shown_words(found),
        "form": form,
        "violations": shown_fields(found, form),
        "can_add": len(form.violations) < MOST,
        "case": shown_case(found.book, decided(found, form), on=found.on, table=TABLE, violations=facts),
        "said": said,
        "override": said.override,
        "outcomes": outcomes(found.book),
        "reusable": reusable(),
        "can_override": has_duty(actor, Duty.OVERRIDE),
        "older": next(iter(waiting_records(actor, before=pk, count=1)), None),
        "newer": next(iter(waiting_records(actor, after=pk, count=1)), None),
        "from_case": _from_case(request, actor, pk),
        "kept": number_in(request.GET.get("kept", "")),
    }
    crumb = Crumb(_("Facts to confirm"), reverse("web:facts"))
    page = office_page(record.row.title, crumb, is_data=True)
    return show(request, page, Shown("office/facts_record.html", context), status=WRONG if said.faults else 200)
