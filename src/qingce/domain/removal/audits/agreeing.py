"""Confirming the audit: its conditions, the plan that three agree to, the form on the enterprise, the meetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.removal.audits.acts import CONDITIONS, FORM_SAVED, FORM_SENT, MEETING, PLAN, PLAN_AGREED
from qingce.domain.removal.audits.duties import tick_by_act, untick_act
from qingce.domain.removal.audits.enums import AuditParty, AuditState, MeetingKind, MeetingText, PlanText
from qingce.domain.removal.audits.errors import AuditIncomplete
from qingce.domain.removal.audits.holding import audit_for, audit_text, note_audit
from qingce.domain.removal.audits.lines import document_lines
from qingce.domain.removal.audits.terms import audit_terms
from qingce.domain.removal.models import Audit, AuditFormField, AuditMeeting, AuditPlan, PlanAgreement
from qingce.shared.parties.enums import Actor

AGREEING = (AuditParty.ENTERPRISE, AuditParty.AGENCY, AuditParty.PLATFORM)
_STATES = {
    MeetingKind.BEFORE: AuditState.CONFIRMING,
    MeetingKind.OPENING: AuditState.AUDITING,
    MeetingKind.CLOSING: AuditState.AUDITING,
}


@transaction.atomic
def confirm_conditions(actor: Actor, pk: int, *, note: str, at: datetime) -> None:
    """Confirms, by the staff, that the case meets the conditions of an audit, and by what (IPE-2017 §2.2.2).

    Raises: AuditNotFound; NotYourAudit; DutyMissing; AuditElsewhere; AuditTextWrong.
    """
    audit = audit_for(actor, pk, AuditParty.PLATFORM, AuditState.CONFIRMING)
    text = audit_text(note, "Say by what the conditions are met.")
    tick_by_act(audit, "conditions", AuditParty.PLATFORM, signature=actor.signature, note=text, at=at)
    note_audit(audit, actor, CONDITIONS, at=at)


@transaction.atomic
def write_plan(actor: Actor, pk: int, plan: PlanText, *, at: datetime) -> int:
    """Writes the plan, or changes it: a new version, to which all three agree anew; its author agrees by writing it.

    Returns: number of the version.
    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; AuditIncomplete: days are missing or wrong; AuditTextWrong.
    """
    audit = audit_for(actor, pk, AuditParty.AGENCY, AuditState.CONFIRMING)
    first, last = _days(plan, on=localdate(at))
    text = audit_text(plan.text, "Write what is looked at, by whom, in which order.")
    number = AuditPlan.objects.filter(audit=audit).count() + 1
    reason = audit_text(plan.reason, "Say why the plan is changed." if number > 1 else "")
    row = AuditPlan.objects.create(
        audit=audit, number=number, from_on=first, until_on=last, text=text, reason=reason,
        written_by=actor.signature, written_at=at,
    )  # fmt: skip
    PlanAgreement.objects.create(plan=row, party=AuditParty.AGENCY, agreed_by=actor.signature, agreed_at=at)
    untick_act(audit, "plan", reason=reason, signature=actor.signature, at=at)
    note_audit(audit, actor, PLAN, at=at, number=number)
    return number


@transaction.atomic
def agree_to_plan(actor: Actor, pk: int, party: AuditParty, number: int, *, at: datetime) -> None:
    """Agrees to the newest version of the plan; once all three do, it holds.

    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; AuditIncomplete: there is a newer version, or none.
    """
    audit = audit_for(actor, pk, party, AuditState.CONFIRMING)
    row = newest_plan(audit)
    if row is None or row.number != number or party not in AGREEING:
        raise AuditIncomplete("There is another version of the plan by now; read it first.", cause="plan")
    PlanAgreement.objects.get_or_create(plan=row, party=party, defaults={"agreed_by": actor.signature, "agreed_at": at})
    if row.agreements.count() == len(AGREEING):
        tick_by_act(audit, "plan", AuditParty.AGENCY, signature=row.written_by, at=at)
    note_audit(audit, actor, PLAN_AGREED, at=at, number=number)


def newest_plan(audit: Audit) -> AuditPlan | None:
    """The plan that counts, agreed to or not; one query."""
    return AuditPlan.objects.filter(audit=audit).order_by("-number").first()


@transaction.atomic
def save_enterprise_form(actor: Actor, pk: int, texts: Mapping[str, str], *, sends: bool, at: datetime) -> None:
    """Writes the form on the enterprise, by the agency, and sends it to the platform once every field is filled in.

    Args: texts: by field of annex 2; one that is not there stays as it is. sends: it is whole and goes out.
    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; AuditTextWrong; AuditIncomplete: a field is empty.
    """
    audit = audit_for(actor, pk, AuditParty.AGENCY, AuditState.CONFIRMING)
    lines = document_lines(audit.rules)
    for line in lines:
        text = audit_text(texts.get(line.id, ""))
        if text:
            AuditFormField.objects.update_or_create(
                audit=audit, field=line.id, defaults={"text": text, "written_by": actor.signature, "written_at": at}
            )
    if sends:
        there = set(AuditFormField.objects.filter(audit=audit).values_list("field", flat=True))
        for line in lines:
            if line.is_needed and line.id not in there:
                raise AuditIncomplete(
                    f"“{line.title.en}” is not filled in yet.", cause="field", zh=line.title.zh, en=line.title.en
                )
        tick_by_act(audit, "form", AuditParty.AGENCY, signature=actor.signature, at=at)
    note_audit(audit, actor, FORM_SENT if sends else FORM_SAVED, at=at)


@transaction.atomic
def write_meeting(actor: Actor, pk: int, meeting: MeetingText, *, at: datetime) -> None:
    """Writes a meeting down, by the agency that called it: when, who, what was said.

    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; AuditIncomplete: its day is missing or to come; AuditTextWrong.
    """
    audit = audit_for(actor, pk, AuditParty.AGENCY, _STATES[meeting.kind])
    if meeting.held_on is None or meeting.held_on > localdate(at) or meeting.held_on < localdate(audit.opened_at):
        raise AuditIncomplete(
            "Give the day of the meeting: not before the audit was accepted, not to come.", cause="day"
        )
    AuditMeeting.objects.create(
        audit=audit,
        kind=meeting.kind,
        held_on=meeting.held_on,
        who=audit_text(meeting.who, "Say who took part, for each party."),
        minutes=audit_text(meeting.minutes, "Write down what was said."),
        written_by=actor.signature,
        written_at=at,
    )
    tick_by_act(audit, meeting.kind, AuditParty.AGENCY, signature=actor.signature, at=at)
    note_audit(audit, actor, MEETING, at=at, kind=meeting.kind.value)


def _days(plan: PlanText, *, on: date) -> tuple[date, date]:
    first, last = plan.from_on, plan.until_on
    if first is None or last is None or last < first or first < on:
        raise AuditIncomplete("Give the first and the last day of the audit on site, both to come.", cause="days")
    if last > on + timedelta(days=audit_terms().plan_days):
        raise AuditIncomplete("The last day lies too far ahead.", cause="far", days=audit_terms().plan_days)
    return first, last
