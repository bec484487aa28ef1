"""The enterprise chooses who audits, by quotes that are known to all sides; the staff confirm that the agency may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from qingce.domain.removal.accreditation.finding import check_accredited, check_independent
from qingce.domain.removal.audits.acts import AGENCY_CONFIRMED, ASKED_QUOTE, CHOSEN, QUOTED
from qingce.domain.removal.audits.duties import tick_by_act
from qingce.domain.removal.audits.enums import AuditParty, AuditState
from qingce.domain.removal.audits.errors import AuditIncomplete, QuoteWrong
from qingce.domain.removal.audits.holding import audit_for, audit_not_found, audit_text, note_audit
from qingce.domain.removal.audits.stepping import note_step, public_part, taker_for
from qingce.domain.removal.audits.telling import tell_organisation, tell_staff
from qingce.domain.removal.audits.terms import audit_terms
from qingce.domain.removal.cases.stepping import Stepped
from qingce.domain.removal.models import AgencyQuote, Audit
from qingce.shared.ledger.actions import enter_act
from qingce.shared.parties.enums import Actor, MemberRole

DAY_DIGITS = 3  # nobody audits a thousand days
_CLAUSE = "IPE-2017 §2.2.4 确认现场审核"


@dataclass(frozen=True)
class QuoteText:
    """What an agency quotes. Args: amount_cny, days: as typed. is_independent: it declares that nothing binds it."""

    amount_cny: str
    includes: str
    days: str
    is_independent: bool


@transaction.atomic
def ask_for_quote(actor: Actor, pk: int, agency: int, *, at: datetime) -> None:
    """Asks an accredited agency that nothing binds to the enterprise what the audit would cost.

    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; AgencyNotAccredited; AuditorUnfit; QuoteWrong.
    """
    audit = _choosing(actor, pk)
    check_accredited(agency, localdate(at))
    check_independent(agency, audit.case.enterprise_id, localdate(at))
    if AgencyQuote.objects.filter(audit=audit).count() >= audit_terms().quotes_most:
        most = audit_terms().quotes_most
        raise QuoteWrong(f"At most {most} agencies are asked.", cause="many", most=most)
    try:
        with transaction.atomic():
            AgencyQuote.objects.create(audit=audit, agency_id=agency, asked_by=actor.signature, asked_at=at)
    except IntegrityError as error:
        raise QuoteWrong("This agency was asked already.", cause="twice") from error
    note_audit(audit, actor, ASKED_QUOTE, at=at, agency=agency)
    tell_organisation(audit, agency, ASKED_QUOTE, at=at)


@transaction.atomic
def quote_for_audit(actor: Actor, pk: int, quote: QuoteText, *, at: datetime) -> None:
    """Quotes, by an editor of an agency that was asked: amount, what it includes, days; until an agency is chosen.

    Raises: AuditNotFound; AuditElsewhere; AgencyNotAccredited; AuditorUnfit; QuoteWrong; AuditTextWrong.
    """
    audit, row = _asked(actor, pk)
    check_accredited(row.agency_id, localdate(at))
    check_independent(row.agency_id, audit.case.enterprise_id, localdate(at))
    if not quote.is_independent:
        raise QuoteWrong("Declare that nothing binds the agency to this enterprise.", cause="independent")
    row.amount_cny, row.days = _amount(quote.amount_cny), _days(quote.days)
    row.includes = audit_text(quote.includes, "Say what the amount includes.")
    row.is_independent, row.declined_at = True, None
    row.quoted_by, row.quoted_at = actor.signature, at
    row.save()
    note_audit(audit, actor, QUOTED, at=at, agency=row.agency_id)
    tell_organisation(audit, audit.case.organisation_id, QUOTED, at=at)


@transaction.atomic
def decline_quote(actor: Actor, pk: int, *, at: datetime) -> None:
    """Says that an agency that was asked does not quote.

    Raises: AuditNotFound; AuditElsewhere.
    """
    audit, row = _asked(actor, pk)
    row.declined_at, row.amount_cny, row.days, row.includes = at, None, None, ""
    row.quoted_by, row.quoted_at = actor.signature, None
    row.save()
    note_audit(audit, actor, QUOTED, at=at, agency=row.agency_id)
    tell_organisation(audit, audit.case.organisation_id, QUOTED, at=at)


@transaction.atomic
def choose_agency(actor: Actor, pk: int, agency: int, *, at: datetime) -> None:
    """Chooses one of the agencies that quoted; from now on it is a party, and who it is is public.

    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; AgencyNotAccredited; AuditorUnfit; QuoteWrong: it has not
        quoted.
    """
    audit = _choosing(actor, pk)
    row = AgencyQuote.objects.select_for_update().filter(audit=audit, agency=agency).exclude(quoted_at=None).first()
    if row is None:
        raise QuoteWrong("Choose an agency that has quoted.", cause="none")
    check_accredited(agency, localdate(at))
    check_independent(agency, audit.case.enterprise_id, localdate(at))
    row.chosen_at = at
    row.save(update_fields=["chosen_at"])
    audit.agency_id = agency
    audit.save(update_fields=["agency"])
    tick_by_act(audit, "choose", AuditParty.ENTERPRISE, signature=actor.signature, at=at)
    note_audit(audit, actor, CHOSEN, at=at, agency=agency)
    by = taker_for(audit, actor, AuditParty.ENTERPRISE)
    said = Stepped(clause=_CLAUSE)
    if by.signatory is not None:
        facts, words = public_part(audit, CHOSEN, said)
        enter_act(CHOSEN, at=at, by=by.signatory, subject=("audit", pk), facts=facts, words=words)
    note_step(audit, CHOSEN, audit.state, AuditParty.ENTERPRISE, actor=actor, at=at, said=said)
    tell_staff(audit, "agency", at=at)
    for number in AgencyQuote.objects.filter(audit=audit).values_list("agency", flat=True):
        tell_organisation(audit, number, CHOSEN, at=at)


@transaction.atomic
def confirm_agency(actor: Actor, pk: int, *, note: str = "", at: datetime) -> None:
    """Confirms, by the staff, that the agency is qualified: its accreditation holds today, and nothing binds it.

    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; AuditIncomplete: none is chosen; AgencyNotAccredited;
        AuditorUnfit.
    """
    audit = audit_for(actor, pk, AuditParty.PLATFORM, AuditState.CONFIRMING)
    if audit.agency_id is None:
        raise AuditIncomplete("The enterprise has to choose an agency first.", cause="agency")
    check_accredited(audit.agency_id, localdate(at))
    check_independent(audit.agency_id, audit.case.enterprise_id, localdate(at))
    text = audit_text(note)
    tick_by_act(audit, "agency", AuditParty.PLATFORM, signature=actor.signature, note=text, at=at)
    note_audit(audit, actor, AGENCY_CONFIRMED, at=at, agency=audit.agency_id)


def _choosing(actor: Actor, pk: int) -> Audit:
    audit = audit_for(actor, pk, AuditParty.ENTERPRISE, AuditState.CONFIRMING)
    if audit.agency_id is not None:
        raise QuoteWrong("An agency is chosen already.", cause="chosen")
    return audit


def _asked(actor: Actor, pk: int) -> tuple[Audit, AgencyQuote]:
    """An audit for whose quote one of the actor's agencies was asked, both held, as long as none is chosen."""
    own = [seat.organisation_id for seat in actor.seats if seat.reaches(MemberRole.EDITOR)]
    audit = Audit.objects.select_for_update(of=("self",)).select_related("case__enterprise").filter(pk=pk).first()
    row = AgencyQuote.objects.select_for_update().filter(audit=pk, agency__in=own).order_by("pk").first()
    if audit is None or row is None or actor.seat_in(audit.case.organisation_id) is not None:
        raise audit_not_found(pk)
    if audit.agency_id is not None or audit.state != AuditState.CONFIRMING:
        raise QuoteWrong("An agency is chosen already.", cause="chosen")
    return audit, row


def _amount(text: str) -> Decimal:
    try:
        found = Decimal(text.strip().replace(",", ""))
    except InvalidOperation as error:
        raise QuoteWrong("Give the amount in yuan, as a number.", cause="amount") from error
    if not found.is_finite() or not 0 < found < Decimal(10) ** 10:
        raise QuoteWrong("Give the amount in yuan, as a number.", cause="amount")
    return found.quantize(Decimal("0.01"))


def _days(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= DAY_DIGITS and int(text)):
        raise QuoteWrong("Give the number of days on site.", cause="days")
    return int(text)
