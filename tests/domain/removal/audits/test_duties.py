"""The checklist of duties: every cell of the table, who ticks it, until when."""

from __future__ import annotations

import pytest

from qingce.domain.removal.actions import take_duty_back, tick_duty
from qingce.domain.removal.audits.duties import tickable
from qingce.domain.removal.audits.enums import STAGES, AuditParty, AuditState
from qingce.domain.removal.audits.errors import AuditElsewhere, AuditTextWrong, DutyOfAnother, NotYourAudit
from qingce.domain.removal.audits.terms import duties_of, ways_of_duties
from qingce.domain.removal.enums import BOOK
from qingce.domain.removal.models import DutyTick
from qingce.domain.removal.queries import get_audit
from qingce.pure.kernel.errors import QingceError
from qingce.shared.ledger.models import JournalEntry
from qingce.shared.rulebooks.queries import book_at
from tests.domain.removal.audits.auditing import accepted, at_stage, reader_of
from tests.factories import AT, release_rules

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-4", "REM-5", "REC-10")]
OPENED = {"accept-audit", "provide-staff", "be-truthful", "promise-openness", "bear-cost"}


def test_every_cell_of_the_table_is_told_how_to_do() -> None:
    release_rules()
    book = book_at(BOOK, on=AT.date())
    items = book.lists["duties"].item
    assert sorted(ways_of_duties()) == sorted(each.id for each in items)
    assert len(duties_of(book.digest)) == len(items) == 49
    cells: dict[tuple[str, str], int] = {}
    for each in items:
        cell = each.at["stage"], each.at["party"]
        cells[cell] = cells.get(cell, 0) + 1
    assert cells == {
        ("always", "enterprise"): 5, ("always", "agency"): 5, ("always", "platform"): 3,
        ("confirmation", "enterprise"): 4, ("confirmation", "platform"): 2, ("confirmation", "agency"): 3,
        ("audit", "enterprise"): 2, ("audit", "platform"): 5, ("audit", "agency"): 4,
        ("preliminary-report", "enterprise"): 2, ("preliminary-report", "platform"): 1,
        ("preliminary-report", "agency"): 2,
        ("follow-up", "enterprise"): 2, ("follow-up", "platform"): 3, ("follow-up", "agency"): 4,
        ("conclusion", "platform"): 2,
    }  # fmt: skip


def test_each_duty_holds_until_a_stage_that_there_is() -> None:
    release_rules()
    duties = duties_of(book_at(BOOK, on=AT.date()).digest)
    assert {each.until for each in duties} == set(STAGES.values())
    assert [each.id for each in duties if each.by_observer and each.party != AuditParty.PLATFORM] == []


def test_accepting_ticks_what_was_promised_and_nothing_else() -> None:
    accepted()
    assert set(DutyTick.objects.values_list("duty", flat=True)) == OPENED


def test_who_owes_a_duty_ticks_it_and_nobody_else() -> None:
    """The whole table duty × stage × party."""
    row = accepted().row
    stages = list(STAGES.values())
    for state in AuditState:
        row.state = state
        for duty in duties_of(row.rules):
            now = stages.index(STAGES[state]) if state in STAGES else len(stages)
            last = stages.index(duty.until)
            is_open = now <= last if duty.stage == "always" else now == last
            for party in AuditParty:
                owns = party == duty.party or (party == AuditParty.OBSERVER and duty.by_observer)
                if owns and not duty.by and is_open:
                    assert tickable(row, duty.id, party) == duty
                else:
                    with pytest.raises(AuditElsewhere if owns and not duty.by else DutyOfAnother):
                        tickable(row, duty.id, party)


def test_wrong_person_ticks_nothing() -> None:
    found = accepted()
    wrong = [
        (found.agency, AuditParty.ENTERPRISE), (found.own.actor, AuditParty.AGENCY),
        (found.observer, AuditParty.AGENCY), (found.own.actor, AuditParty.PLATFORM),
        (found.agency, AuditParty.OBSERVER), (found.staff, AuditParty.ENTERPRISE),
        (reader_of(found, AuditParty.AGENCY), AuditParty.AGENCY),
        (reader_of(found, AuditParty.ENTERPRISE), AuditParty.ENTERPRISE),
    ]  # fmt: skip
    for actor, party in wrong:
        duty = {AuditParty.ENTERPRISE: "pay", AuditParty.AGENCY: "be-the-channel"}.get(
            party, "platform-keep-confidential"
        )
        with pytest.raises(QingceError):
            tick_duty(actor, found.audit, duty, party, at=AT)
    assert set(DutyTick.objects.values_list("duty", flat=True)) == OPENED


def test_reader_is_told_that_the_role_only_reads() -> None:
    found = accepted()
    with pytest.raises(NotYourAudit):
        tick_duty(reader_of(found, AuditParty.AGENCY), found.audit, "be-the-channel", AuditParty.AGENCY, at=AT)


def test_tick_is_taken_back_with_a_reason_and_stays_in_the_books() -> None:
    found = accepted()
    enterprise = found.own.actor
    tick_duty(enterprise, found.audit, "pay", AuditParty.ENTERPRISE, note="2026-11-20 转账", at=AT)
    with pytest.raises(AuditElsewhere):
        tick_duty(enterprise, found.audit, "pay", AuditParty.ENTERPRISE, at=AT)
    with pytest.raises(AuditTextWrong):
        take_duty_back(enterprise, found.audit, "pay", AuditParty.ENTERPRISE, reason=" ", at=AT)
    take_duty_back(enterprise, found.audit, "pay", AuditParty.ENTERPRISE, reason="退回", at=AT)
    kept = DutyTick.objects.get(duty="pay")
    assert (kept.note, kept.back_reason, kept.back_by) == ("2026-11-20 转账", "退回", enterprise.signature)
    standing = next(each for each in get_audit(found.audit, actor=enterprise).duties if each.duty.id == "pay")
    assert (standing.tick, standing.backs) == (None, 1)
    tick_duty(enterprise, found.audit, "pay", AuditParty.ENTERPRISE, at=AT)
    acts = JournalEntry.objects.filter(subject_kind="audit").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["audit-opened", "audit-duty-done", "audit-duty-taken-back", "audit-duty-done"]


def test_what_an_act_did_is_not_taken_back_by_hand() -> None:
    found = accepted()
    with pytest.raises(DutyOfAnother):
        take_duty_back(found.own.actor, found.audit, "accept-audit", AuditParty.ENTERPRISE, reason="改", at=AT)


def test_over_is_over() -> None:
    found = accepted()
    at_stage(found, AuditState.STOPPED)
    with pytest.raises(AuditElsewhere):
        tick_duty(found.own.actor, found.audit, "pay", AuditParty.ENTERPRISE, at=AT)
