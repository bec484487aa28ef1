"""The auditor's form of an audit: the items of IPE-2017 §2.2.5, filled in by the agency, confirmed by who observes."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.audits.enums import AuditParty, AuditState
from qingce.domain.removal.audits.errors import AuditIncomplete
from qingce.domain.removal.audits.holding import audit_not_found
from qingce.domain.removal.audits.permissions import is_observing, is_of_team, party_in, seen_by, team_places
from qingce.domain.removal.models import Audit, AuditStep, FurtherVisit
from qingce.pure.kernel.errors import QingceError
from qingce.pure.rules.schema import Text
from qingce.shared.checklists.enums import EvidenceRow, ItemRow, SheetDetail
from qingce.shared.checklists.errors import ChecklistClosed, ChecklistNotYours
from qingce.shared.checklists.queries import read_sheet
from qingce.shared.checklists.registry import ChecklistKind, ChecklistSubject, EvidenceKind, Grade
from qingce.shared.parties.enums import Actor
from qingce.shared.rulebooks.queries import release_at

FORM, ITEMS, LAWS, BOOK = "audit", "audit-items", "laws", "removal"
Days = tuple[tuple[date | None, date | None], ...]
_FILLING = AuditParty.AGENCY
FILLED_IN = (AuditState.AUDITING, AuditState.REPORTING, AuditState.FOLLOW_UP)
# The enterprise is told at the closing meeting what was found (IPE-2017 §2.2.4), not while it is being looked for.
TOLD = (AuditState.REPORTING, AuditState.FOLLOW_UP, AuditState.NOTICE, AuditState.PASSED, AuditState.NOT_PASSED)


@dataclass(frozen=True)
class FindingRow:
    """An item of the form in which something has to be put right. Args: evidence: what the reader may see of it."""

    item: str
    title: Text
    clause: str
    grade: Grade
    finding: str
    action: str
    deadline: date | None
    verification: str
    evidence: tuple[EvidenceRow, ...]
    is_confirmed: bool


def findings_of(audit: Audit) -> tuple[FindingRow, ...]:
    """What has to be put right, in the order of the form, as it stands now; interviews are left out. Ten queries.

    Args: audit: with its case and enterprise.
    """
    return tuple(_finding(each) for each in told_sheet(audit).items if each.is_finding)


def told_sheet(audit: Audit) -> SheetDetail:
    """The form as the enterprise sees it: neither interviews nor doubts. Ten queries.

    Args: audit: with its case and enterprise.
    """
    return read_sheet(FORM, _subject(audit, None))


def is_form_done(audit: Audit) -> bool:
    """Whether each item is judged, nothing stands beside another answer, and each finding is confirmed."""
    sheet = read_sheet(FORM, _subject(audit, None))
    return sheet.is_judged and sheet.are_findings_confirmed


def form_kind() -> ChecklistKind:
    """What the room of forms is told."""
    return ChecklistKind(FORM, _("On-site audit"), _grades(), _evidence_kinds(), subject_for, fillable_audits, _laws)


def subject_for(actor: Actor, pk: int, *, held: bool) -> ChecklistSubject:
    """The audit of a form, as somebody of its parties or of the staff meets it; two queries.

    Raises: AuditNotFound: it may not be seen, or not yet.
    """
    rows = Audit.objects.select_related("case__enterprise")
    rows = rows.select_for_update(of=("self",)) if held else rows
    audit = rows.filter(seen_by(actor), pk=pk).first()
    if audit is None or not is_form_shown(AuditState(audit.state), party_in(actor, audit)):
        raise audit_not_found(pk)
    return _subject(audit, actor)


def fillable_audits(actor: Actor) -> list[ChecklistSubject]:
    """The audits whose form somebody may fill in now; three queries."""
    own = [seat.organisation_id for seat in actor.seats]
    rows = Audit.objects.select_related("case__enterprise").filter(agency__in=own, state__in=FILLED_IN).order_by("pk")
    rows = rows.filter(pk__in=team_places(actor))
    days = days_of_audits([each.pk for each in rows])
    return [_subject(each, actor, days=days[each.pk], fills=True) for each in rows if party_in(actor, each) == _FILLING]


def is_form_shown(state: AuditState, party: AuditParty | None) -> bool:
    """Whether a party sees the form while an audit is in a state. Args: party: None: somebody of the staff."""
    return party != AuditParty.ENTERPRISE or state in TOLD


def check_findings_confirmed(audit: Audit) -> None:
    """That who observes agreed to each finding as it stands, and nothing stands beside another answer.

    Raises: AuditIncomplete.
    """
    sheet = read_sheet(FORM, _subject(audit, None))
    if not sheet.are_findings_confirmed or any(each.conflicts for each in sheet.items):
        raise AuditIncomplete(
            "Not every finding of the auditor's form is confirmed as it stands; confirm them there first, or say what "
            "speaks against them.",
            cause="findings",
        )


def _subject(audit: Audit, actor: Actor | None, *, days: Days | None = None, fills: bool = False) -> ChecklistSubject:
    """Args: actor: None: nobody in particular, who sees what the enterprise sees. days, fills: known already."""
    enterprise = audit.case.enterprise
    party = party_in(actor, audit) if actor else AuditParty.ENTERPRISE
    (since, until), *further = days or days_of_audits([audit.pk])[audit.pk]
    north, east = enterprise.latitude, enterprise.longitude
    organisations = {AuditParty.AGENCY: audit.agency_id, AuditParty.OBSERVER: audit.observer_id}
    return ChecklistSubject(
        id=audit.pk,
        title=f"{enterprise.name} #{audit.pk}",
        name=enterprise.name,
        digest=audit.rules,
        list_name=ITEMS,
        filling=None if fills else _filling(audit, actor, party),
        remarking=_remarking(audit, actor, party),
        sees_close=party != AuditParty.ENTERPRISE,
        sees_doubts=party != AuditParty.ENTERPRISE,
        since=since,
        until=until,
        further=tuple(further),
        place=(float(north), float(east)) if north is not None and east is not None else None,
        organisation=organisations.get(party or AuditParty.PLATFORM),
    )


def _filling(audit: Audit, actor: Actor | None, party: AuditParty | None) -> QingceError | None:
    """Why somebody may not fill it in; None: may."""
    if actor is None or party != AuditParty.AGENCY or not is_of_team(audit, actor):
        return ChecklistNotYours(
            "Only the auditors of the agency fill this form in, and you are not one of them (any more). What you "
            "noted stays on your device; save it as a file and hand it to the lead auditor.",
            cause="team",
        )
    if audit.state not in FILLED_IN:
        return _closed()
    return None


def _remarking(audit: Audit, actor: Actor | None, party: AuditParty | None) -> QingceError | None:
    """Why somebody may not confirm what was found: those may who are named as observers, of the NGO or the platform."""
    observes = party == AuditParty.OBSERVER or (party is None and audit.is_platform_observing)
    if actor is None or not observes or not is_observing(audit, actor):
        return ChecklistNotYours(
            "Only a person who is named as observer of the audit confirms what was found.", cause="observer"
        )
    return None if audit.state in FILLED_IN else _closed()


def _closed() -> ChecklistClosed:
    return ChecklistClosed(
        "The form is not open: the audit on site has not begun, or its report is settled. What you noted stays on your "
        "device; save it as a file and hand it to the lead auditor."
    )


def days_of_audits(audits: Collection[int]) -> dict[int, Days]:
    """The days on site of each: first those from when it began until it ended, then those of further visits.

    None: not begun, or not ended yet; a visit lasts until its result is told. Two queries.
    """
    begun: dict[int, list[date]] = {each: [] for each in audits}
    ended: dict[int, list[date]] = {each: [] for each in audits}
    steps = AuditStep.objects.filter(audit__in=audits).order_by("pk").values_list("audit", "source", "target", "at")
    for audit, source, target, at in steps:
        if target == AuditState.AUDITING:
            begun[audit].append(localdate(at))
        if source == AuditState.AUDITING and target != source:
            ended[audit].append(localdate(at))
    found: dict[int, Days] = {
        each: ((min(begun[each], default=None), max(ended[each], default=None)),) for each in audits
    }
    visits = FurtherVisit.objects.filter(audit__in=audits, ended_at=None).order_by("pk")
    for audit, on, told in visits.values_list("audit", "on", "told_at"):
        found[audit] += ((on, max(on, localdate(told)) if told else None),)
    return found


def _finding(row: ItemRow) -> FindingRow:
    if row.grade is None:
        raise ValueError(row.item.id)  # asked of findings only
    text = row.text
    return FindingRow(
        item=row.item.id,
        title=row.item.title,
        clause=row.item.clause,
        grade=row.grade,
        finding=text.finding,
        action=text.action,
        deadline=text.deadline,
        verification=text.verification,
        evidence=row.evidence,
        is_confirmed=row.is_confirmed,
    )


def _laws(on: date) -> tuple[str, str]:
    return release_at(BOOK, on=on).digest, LAWS


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(files("qingce.domain.removal").joinpath("data/audit_form.toml").read_text("utf-8"))


def grade_titles() -> dict[str, Text]:
    """What an item can come to, by id."""
    return {name: each.title for name, each in _grades().items()}


def evidence_titles() -> dict[str, Text]:
    """Kinds of evidence that the enterprise may see, by id."""
    return {name: each.title for name, each in _evidence_kinds().items() if not each.is_close}


def _grades() -> dict[str, Grade]:
    return {
        each["id"]: Grade(each["id"], Text(zh=each["zh"], en=each["en"]), each["is_finding"], each["needs_words"])
        for each in _read()["grade"]
    }


def _evidence_kinds() -> dict[str, EvidenceKind]:
    return {
        each["id"]: EvidenceKind(each["id"], Text(zh=each["zh"], en=each["en"]), each["needs_file"], each["is_close"])
        for each in _read()["evidence"]
    }
