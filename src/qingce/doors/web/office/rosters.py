"""Published rosters and lists of results, brought in through the office (CPA-1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from qingce.domain.cleaner_production.actions import RosterText, bring_roster, choose_roster_columns
from qingce.domain.cleaner_production.enums import COPY_MB, ROSTER_COPY, ROSTER_MB, ListKind, Obligation, Result
from qingce.domain.cleaner_production.errors import RosterWrong
from qingce.domain.cleaner_production.queries import (
    ROSTER_FIELDS,
    ProposedColumn,
    RostersAsked,
    count_rosters,
    propose,
    roster_of_batch,
    rosters,
    units,
)
from qingce.doors.web.cleaner.shown import unit_name
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.cleaner_pages import cleaner_page, table_sent, told_in
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.doors.web.uploads import Bounded, UploadLimits, behind_token
from qingce.pure.kernel.errors import InvalidValue, NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.intake.enums import BatchStep
from qingce.shared.intake.queries import BatchDetail, batch_detail, is_step_open
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of

WRONG = 422
ROLES = roles_of(Duty.IMPORT)
LIMITS = UploadLimits(ROSTER_COPY, files_most=2, file_mb=ROSTER_MB)
Choice = TypeVar("Choice", bound=TextChoices)


@serves("CPA-1")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def office_rosters(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The lists that are in, and the form that brings another."""
    if request.method != "POST":
        return _form(request, actor, [])

    def sent(request: HttpRequest, bounded: Bounded) -> HttpResponse:
        try:
            batch = _bring(request, actor, bounded)
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            return _form(request, actor, [(str(error.params.get("field", "file")), sentence(error))])
        return redirect("web:office-roster-columns", batch)

    return behind_token(request, LIMITS, sent)


@serves("CPA-1")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def roster_columns(request: HttpRequest, actor: Actor, batch: int) -> HttpResponse:
    """What the columns of a list are, as proposed and as a person says; sent, the file is tried with them."""
    found, detail = roster_of_batch(batch, actor=actor), batch_detail(batch, actor=actor)
    if not is_step_open(detail.row.state, BatchStep.MAP):
        return redirect("web:import", batch)
    columns = _columns(request, detail)
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            choose_roster_columns(batch, _chosen(columns), actor=actor, at=timezone.now())
        except InvalidValue as error:
            faults = [(str(error.params.get("field", "form")), sentence(error))]
        else:
            return redirect("web:import", batch)
    context = {
        "batch": detail.row,
        "row": found,
        "unit": unit_name(found.unit),
        "tables": list(enumerate(detail.inspection["tables"])),
        "sheet": _sheet(request, detail),
        "columns": columns,
        "fields": ROSTER_FIELDS.items(),
        "faults": faults,
        "left_out": detail.inspection["tables"][_sheet(request, detail)].get("left_out", []),
    }
    page = cleaner_page(_("Columns of the list"), Crumb(_("Published rosters"), reverse("web:office-rosters")))
    return show(request, page, Shown("office/roster_columns.html", context), status=WRONG if faults else 200)


def _sheet(request: HttpRequest, detail: BatchDetail) -> int:
    """The table whose columns are said: the one asked for, else the longest."""
    tables = detail.inspection["tables"]
    asked = number_in(request.POST.get("sheet") or request.GET.get("sheet") or "")
    if asked is not None and asked < len(tables):
        return asked
    return max(range(len(tables)), key=lambda place: int(tables[place]["rows"]))


def _columns(request: HttpRequest, detail: BatchDetail) -> list[ProposedColumn]:
    proposed = propose(detail.inspection["tables"][_sheet(request, detail)]["columns"], today=timezone.localdate())
    if request.method != "POST":
        return proposed
    said = [request.POST.get(f"column-{each.number}", "") for each in proposed]
    return [
        ProposedColumn(each.number, each.name, each.samples, field if field in ROSTER_FIELDS else "")
        for each, field in zip(proposed, said, strict=True)
    ]


def _chosen(columns: list[ProposedColumn]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for each in columns:
        if each.field in chosen:
            field = str(ROSTER_FIELDS[each.field])
            raise RosterWrong(
                f"{field} is chosen for two columns; keep one.",
                field=f"column-{each.number}",
                cause="twice",
                what=field,
            )
        if each.field:
            chosen[each.field] = each.name
    return chosen


def _bring(request: HttpRequest, actor: Actor, bounded: Bounded) -> int:
    return bring_roster(
        actor,
        _said(request.POST),
        table_sent(request, bounded, most_mb=ROSTER_MB),
        language=told_in(),
        at=timezone.now(),
        copy=_copy(request),
    )


def _copy(request: HttpRequest) -> tuple[str, Iterable[bytes]] | None:
    found = request.FILES.get("copy")
    return (found.name or "", found.chunks()) if isinstance(found, UploadedFile) else None


def _said(said: QueryDict) -> RosterText:
    first = number_in(said.get("first_year", "")) or 0
    obligation, result = said.get("obligation", ""), said.get("result", "")
    return RosterText(
        unit=said.get("unit", ""),
        list=_choice(ListKind, said.get("list", ""), "list"),
        first_year=first,
        last_year=number_in(said.get("last_year", "")) or first,
        title=said.get("title", ""),
        issuer=said.get("issuer", ""),
        obligation=_choice(Obligation, obligation, "obligation") if obligation else None,
        result=_choice(Result, result, "result") if result else None,
        department=said.get("department", ""),
        batch_name=said.get("batch_name", ""),
        link=said.get("link", ""),
        published_on=_day(said.get("published_on", "")),
    )


def _choice(kind: type[Choice], text: str, field: str) -> Choice:
    try:
        return kind(text)
    except ValueError as error:
        raise RosterWrong("Choose one of the list.", field=field, cause="choice") from error


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise RosterWrong("Give the day on which it was published.", field="published_on", cause="day") from error


def _form(request: HttpRequest, actor: Actor, faults: list[tuple[str, str]]) -> HttpResponse:
    own = [each for each in units() if actor.reaches(each.code, *ROLES)]
    own_lists = RostersAsked([each.code for each in own])
    paging = paging_of(request, count_rosters(own_lists))
    context = {
        "units": [(each.code, unit_name(each.code)) for each in own],
        "kinds": ListKind.choices,
        "obligations": Obligation.choices,
        "results": Result.choices,
        "said": request.POST if faults else {"first_year": timezone.localdate().year},
        "texts": _texts(),
        "rows": [(each, unit_name(each.unit)) for each in rosters(own_lists, start=paging.start, count=PER_PAGE)],
        "paging": paging,
        "faults": faults,
        "told": {name: [text] for name, text in faults},
        "mb": ROSTER_MB,
        "copy_mb": COPY_MB,
    }
    page = cleaner_page(_("Published rosters"))
    return show(request, page, Shown("office/rosters.html", context), status=WRONG if faults else 200)


def _texts() -> list[tuple[str, str, str, str]]:
    """The fields that are a line of text: name, label, type, language."""
    return [
        ("title", _("Title of the document"), "text", "zh-Hans"),
        ("issuer", _("Issuing body"), "text", "zh-Hans"),
        ("department", _("Department in charge"), "text", "zh-Hans"),
        ("batch_name", _("Batch, if the authority counts them"), "text", "zh-Hans"),
        ("link", _("Its address on the web"), "url", ""),
        ("published_on", _("Published on"), "date", ""),
    ]
