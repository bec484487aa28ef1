"""What the pages of an audit have in common: sending a form, and showing the parts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qingce.domain.removal.enums import AuditParty
from qingce.domain.removal.queries import AuditDetail
from qingce.doors.web.acting import faults_of
from qingce.doors.web.alliance import part as observing
from qingce.doors.web.audits import agreeing, checklist, choosing, ending, follow_up, on_site, reports
from qingce.doors.web.audits.parts import AuditForm, AuditPage, act_of, parts_of
from qingce.doors.web.audits.shown import audit_standing, duties_now
from qingce.doors.web.ledger.shown import shown
from qingce.doors.web.suppliers import part as supplying
from qingce.shared.ledger.queries import public_history
from qingce.shared.parties.enums import NOBODY, Actor
from qingce.shared.parties.queries import names_of

__all__ = ["PARTS", "act_on_audit", "audit_context"]
PARTS = (checklist, choosing, observing, agreeing, on_site, reports, follow_up, supplying, ending)


def act_on_audit(request: HttpRequest, actor: Actor, pk: int, party: AuditParty) -> list[tuple[str, str]]:
    """Does what a form asks for. Returns: what is wrong with it, by the part of the page; none: it was done."""
    does = act_of(request.POST.get("act", ""))
    if does is None:
        return []
    form = AuditForm(request.POST, actor, pk, party, timezone.now())

    def done() -> None:
        does(form)

    return faults_of(request, done, told=_("Done."))


def audit_context(
    request: HttpRequest, found: AuditDetail, actor: Actor = NOBODY, faults: list[tuple[str, str]] | None = None
) -> dict[str, Any]:
    """What the templates of a page of an audit need."""
    on = timezone.localdate()
    people = [each.taken_by for each in found.steps] + [each.tick.done_by for each in found.duties if each.tick]
    return {
        "found": found,
        "row": found.row,
        "standing": audit_standing(found, on=on),
        "mine": duties_now(found),
        "is_late": found.row.is_late(on),
        "parts": parts_of(AuditPage(request, found, actor, on)),
        "names": names_of([each for each in people if each]) if found.party else {},
        "entries": shown(public_history("audit", found.row.id)),
        "said": request.POST,
        "faults": faults or [],
        "told": {name: [text] for name, text in faults or []},
    }
