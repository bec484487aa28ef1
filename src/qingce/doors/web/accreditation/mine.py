"""An agency's own page: its application, its people, what binds them, its accreditation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.removal.actions import (
    add_auditor,
    apply_for_accreditation,
    begin_accreditation,
    declare_tie,
    discard_accreditation,
    end_auditor,
    end_tie,
    give_up_accreditation,
    save_competence,
    set_named,
)
from qingce.domain.removal.enums import (
    APPLYING,
    IN_FORCE,
    AccreditationState,
    AgencyText,
    AuditorText,
    TieKind,
    TieText,
)
from qingce.domain.removal.queries import auditors_and_ties, own_agency
from qingce.doors.web.access import signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.accreditation.shown import choices, declarations, language, shown_agency
from qingce.doors.web.acting import faults_of
from qingce.doors.web.cases.shown import declared_in, fragment_of
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.pure.kernel.dates import parse_date
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, MemberRole, OrganisationKind, Seat
from qingce.shared.parties.queries import get_organisation, seat_for

WRONG = 422
LATEST = date(2100, 12, 31)  # of a qualification: beyond it somebody mistyped


@serves("REM-6")
@require_safe
@signed_in
def my_agencies(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The agencies that one belongs to; one alone is shown at once."""
    own = [seat for seat in actor.seats if seat.kind == OrganisationKind.AGENCY]
    if len(own) == 1:
        return redirect("web:my-accreditation", own[0].organisation_id)
    page = account_page(_("Accreditation as an audit agency"))
    return show(request, page, Shown("accreditation/mine_several.html", {"seats": own}))


@serves("REM-6")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_accreditation(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The accreditation of an agency, for its members; its editors apply, enter auditors and declare ties."""
    seat = seat_for(actor, pk, MemberRole.READER)
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        faults = faults_of(request, lambda: _act(request.POST, actor, pk), told=_("Saved."))
        if not faults:
            return redirect(reverse("web:my-accreditation", args=[pk]) + fragment_of(request.POST))
    return _shown(request, actor, seat, faults)


def agency_crumb(name: str, pk: int) -> Crumb:
    """The way back to the agency's own page."""
    return Crumb(name, reverse("web:my-accreditation", args=[pk]), is_data=True)


def _act(said: QueryDict, actor: Actor, pk: int) -> str:
    """Does what was asked for. Returns: what to tell; empty: that it is saved."""
    at, act = timezone.now(), said.get("act", "")
    number = number_in(said.get("number", "")) or 0
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "begin": (lambda: begin_accreditation(actor, pk, at=at), _("Begun. Nobody but your agency sees it yet.")),
        "competence": (lambda: save_competence(actor, number, _competence(said), at=at), ""),
        "apply": (
            lambda: apply_for_accreditation(actor, number, declared_in(said), at=at),
            _("Handed in. The staff check it; you get a mail."),
        ),
        "discard": (lambda: discard_accreditation(actor, number, at=at), _("Taken back.")),
        "give-up": (
            lambda: give_up_accreditation(actor, number, reason=said.get("reason", ""), at=at),
            _("Given up; that is public."),
        ),
        "auditor": (
            lambda: add_auditor(actor, pk, _auditor(said), at=at),
            _("Entered. Add the qualification as a file."),
        ),
        "end-auditor": (lambda: end_auditor(actor, number, at=at), ""),
        "tie": (
            lambda: declare_tie(actor, pk, _tie(said), at=at),
            _("Declared. It keeps out of that enterprise's audit."),
        ),
        "end-tie": (lambda: end_tie(actor, pk, number, until=_day(said, "until") or LATEST, at=at), ""),
        "name-me": (lambda: set_named(actor, number, is_named=True, at=at), _("You are named in public.")),
        "number-only": (
            lambda: set_named(actor, number, is_named=False, at=at),
            _("You stand there by your public number."),
        ),
    }
    if act not in acts:
        return ""
    does, done = acts[act]
    does()
    return done


def _competence(said: QueryDict) -> AgencyText:
    return AgencyText(
        tuple(said.getlist("fields")), tuple(said.getlist("methods")), said.get("past_work", "")
    )  # fmt: skip


def _day(said: QueryDict, name: str) -> date | None:
    text = said.get(name, "").strip()
    return parse_date(text, latest=LATEST) if text else None


def _auditor(said: QueryDict) -> AuditorText:
    return AuditorText(
        member=number_in(said.get("member", "")) or 0,
        is_lead=said.get("is_lead", "") == "yes",
        qualification=said.get("qualification", ""),
        certificate=said.get("certificate", ""),
        qualified_on=_day(said, "qualified_on"),
        valid_until=_day(said, "valid_until"),
    )


def _tie(said: QueryDict) -> TieText:
    kind, auditor = said.get("kind", ""), number_in(said.get("auditor", ""))
    return TieText(
        kind=TieKind(kind) if kind in TieKind else TieKind.WORKED,
        enterprise_name=said.get("enterprise_name", ""),
        uscc=said.get("uscc", ""),
        auditor=auditor or None,
        since=_day(said, "since"),
        until=_day(said, "until"),
    )


def _shown(request: HttpRequest, actor: Actor, seat: Seat, faults: list[tuple[str, str]]) -> HttpResponse:
    pk = seat.organisation_id
    details = own_agency(pk, actor=actor)
    open_one = next((each for each in details if each.row.state in APPLYING), None)
    in_force = next((each for each in details if each.row.state in IN_FORCE), None)
    auditors, ties = auditors_and_ties(pk, actor=actor)
    entered = {each.person for each in auditors}
    shown_one = open_one or in_force
    context = {
        "seat": seat,
        "may_write": seat.reaches(MemberRole.EDITOR) and seat.kind == OrganisationKind.AGENCY,
        "is_agency": seat.kind == OrganisationKind.AGENCY,
        "open": shown_agency(open_one) if open_one else None,
        "may_change": bool(open_one and open_one.row.state in (AccreditationState.DRAFT, AccreditationState.ASKED)),
        "in_force": shown_agency(in_force) if in_force else None,
        "newest": details[0] if details else None,
        "shown": shown_agency(shown_one) if shown_one else None,
        "auditors": auditors,
        "ties": ties,
        "me": next((each for each in auditors if each.person == actor.person_id), None),
        "members": [each for each in get_organisation(pk, actor=actor).members if each.person_id not in entered],
        "kinds": TieKind.choices,
        "declarations": declarations(),
        "offered": choices(),
        "language": language(),
        "said": request.POST,
        "faults": faults,
        "told": {name: [text] for name, text in faults},
        "today": timezone.localdate(),
    }
    page = account_page(_("Accreditation as an audit agency"), Crumb(seat.name, is_data=True))
    return show(request, page, Shown("accreditation/mine.html", context), status=WRONG if faults else 200)
