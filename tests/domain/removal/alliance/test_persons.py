"""Who goes there: only the persons named as observers do what an observer does (REM-4, REM-8)."""

from __future__ import annotations

import pytest

from qingce.domain.removal.actions import (
    accept_observation,
    confirm_findings,
    dismiss_observer,
    end_observation,
    invite_observer,
    name_observer,
    sign_declaration,
    take_duty_back,
    tick_duty,
)
from qingce.domain.removal.alliance.errors import ObservationNotFound, ObservationWrong
from qingce.domain.removal.audits.enums import AuditParty, AuditState
from qingce.domain.removal.audits.errors import AuditElsewhere, AuditTextWrong, NotTheObserver, NotYourAudit
from qingce.domain.removal.audits.holding import audit_for
from qingce.domain.removal.models import AuditObserver, AuditStep, DutyTick, Observation
from qingce.domain.removal.queries import get_audit, persons_to_name, staff_audit, watched
from qingce.pure.kernel.errors import QingceError
from qingce.shared.ledger.models import JournalEntry
from qingce.shared.mail.models import Letter
from qingce.shared.parties.enums import Actor, MemberRole
from qingce.shared.parties.models import Person
from tests.domain.removal.alliance.observing import Ngo, observed, seated, unobserved
from tests.domain.removal.audits.auditing import Audited, at_stage
from tests.domain.removal.cases.applying import reviewing
from tests.factories import AT, acting, member, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-4", "REM-7", "REM-8")]
P = AuditParty


@pytest.fixture
def found() -> Audited:
    return unobserved()


@pytest.fixture
def ngo(found: Audited) -> Ngo:
    del found  # releases the rules
    return seated()


def colleague(ngo: Ngo, role: MemberRole = MemberRole.EDITOR, email: str = "colleague@example.org") -> Actor:
    """Another member of the NGO."""
    person = somebody(email, name=email.split("@", maxsplit=1)[0])
    member(ngo.organisation, person, role)
    return acting(person)


def names(found: Audited, ngo: Ngo, who: Actor, *, is_free: bool = True) -> None:
    name_observer(ngo.admin, found.audit, P.OBSERVER, who.person_id, is_free=is_free, at=AT)


def test_who_accepted_named_a_person_and_only_that_one_ticks(found: Audited, ngo: Ngo) -> None:
    observed(ngo, found)
    other = colleague(ngo)
    at_stage(found, AuditState.AUDITING)
    for actor, party in ((other, P.OBSERVER), (found.staff, P.PLATFORM)):
        with pytest.raises(NotTheObserver):
            tick_duty(actor, found.audit, "observe-on-site", party, at=AT)
        with pytest.raises(NotTheObserver):
            confirm_findings(actor, found.audit, party, at=AT)
    assert not get_audit(found.audit, actor=other).observes
    assert get_audit(found.audit, actor=ngo.admin).observes
    tick_duty(ngo.admin, found.audit, "observe-on-site", P.OBSERVER, at=AT)
    with pytest.raises(NotTheObserver):
        take_duty_back(other, found.audit, "observe-on-site", P.OBSERVER, reason="误", at=AT)
    assert DutyTick.objects.get(duty="observe-on-site").done_by == ngo.admin.signature


def test_reader_who_is_named_observes_and_says_nothing_else(found: Audited, ngo: Ngo) -> None:
    observed(ngo, found)
    reader = colleague(ngo, MemberRole.READER)
    with pytest.raises(NotYourAudit):
        audit_for(reader, found.audit, P.OBSERVER)
    names(found, ngo, reader)
    at_stage(found, AuditState.AUDITING)
    tick_duty(reader, found.audit, "confirm-course", P.OBSERVER, at=AT)
    with pytest.raises(QingceError):
        name_observer(reader, found.audit, P.OBSERVER, ngo.admin.person_id, is_free=True, at=AT)
    with pytest.raises(QingceError):
        end_observation(reader, found.audit, P.OBSERVER, reason="样例", at=AT)


def test_declaration_is_signed_by_a_named_person(found: Audited, ngo: Ngo) -> None:
    observed(ngo, found)
    other = colleague(ngo)
    at_stage(found, AuditState.AUDITING)
    with pytest.raises(NotTheObserver):
        sign_declaration(other, found.audit, P.OBSERVER, name=other.name, is_read=True, at=AT)


def test_change_is_recorded_and_told(found: Audited, ngo: Ngo) -> None:
    observed(ngo, found)
    other = colleague(ngo)
    at_stage(found, AuditState.AUDITING)
    [first] = watched(found.audit, party=P.OBSERVER, on=AT.date()).persons
    with pytest.raises(ObservationWrong) as last:
        dismiss_observer(ngo.admin, found.audit, P.OBSERVER, first.id, reason="生病", at=AT)
    assert last.value.params["cause"] == "last"
    names(found, ngo, other)
    with pytest.raises(AuditTextWrong):
        dismiss_observer(ngo.admin, found.audit, P.OBSERVER, first.id, reason=" ", at=AT)
    dismiss_observer(ngo.admin, found.audit, P.OBSERVER, first.id, reason="生病", at=AT)
    with pytest.raises(ObservationNotFound):
        dismiss_observer(ngo.admin, found.audit, P.OBSERVER, first.id, reason="生病", at=AT)
    acts = ["audit-observer-named", "audit-observer-left"]
    assert list(AuditStep.objects.filter(act__in=acts).order_by("pk").values_list("act", flat=True)) == acts
    assert list(JournalEntry.objects.filter(act__in=acts).order_by("pk").values_list("act", flat=True)) == acts
    told = Letter.objects.filter(kind="audit-step", params__act="audit-observer-left")
    assert {each.to for each in told} >= {found.own.person.email, "colleague@example.org"}
    with pytest.raises(NotTheObserver):
        tick_duty(ngo.admin, found.audit, "observe-on-site", P.OBSERVER, at=AT)
    tick_duty(other, found.audit, "observe-on-site", P.OBSERVER, at=AT)


def test_who_cannot_observe_is_not_named(found: Audited, ngo: Ngo) -> None:
    observed(ngo, found)
    other, bound = colleague(ngo), colleague(ngo, email="bound@example.org")
    member(found.own.organisation, Person.objects.get(pk=bound.person_id), MemberRole.READER)
    wrong = [(found.staff, True, "person"), (other, False, "conflict"), (ngo.admin, True, "person"),
             (bound, True, "bound")]  # fmt: skip
    for who, is_free, cause in wrong:
        with pytest.raises(ObservationWrong) as error:
            names(found, ngo, who, is_free=is_free)
        assert error.value.params["cause"] == cause
    for actor, party in ((found.staff, P.PLATFORM), (found.own.actor, P.OBSERVER), (found.agency, P.OBSERVER)):
        with pytest.raises(QingceError):
            name_observer(actor, found.audit, party, other.person_id, is_free=True, at=AT)
    assert AuditObserver.objects.count() == 1


def test_at_most_so_many_observe(found: Audited, ngo: Ngo) -> None:
    observed(ngo, found)
    for n in range(4):
        names(found, ngo, colleague(ngo, email=f"c{n}@example.org"))
    with pytest.raises(ObservationWrong) as error:
        names(found, ngo, colleague(ngo, email="sixth@example.org"))
    assert error.value.params["cause"] == "persons"


def test_platform_that_observes_names_its_own_staff(found: Audited) -> None:
    assert invite_observer(found.staff, found.audit, at=AT) is None
    at_stage(found, AuditState.AUDITING)
    with pytest.raises(NotTheObserver):
        tick_duty(found.staff, found.audit, "observe-on-site", P.PLATFORM, at=AT)
    assert found.staff.person_id in persons_to_name(found.audit, actor=found.staff)
    name_observer(found.staff, found.audit, P.PLATFORM, found.staff.person_id, is_free=True, at=AT)
    with pytest.raises(ObservationWrong):
        name_observer(found.staff, found.audit, P.PLATFORM, found.own.person.pk, is_free=True, at=AT)
    tick_duty(found.staff, found.audit, "observe-on-site", P.PLATFORM, at=AT)
    assert staff_audit(found.audit, actor=found.staff).observes
    other = reviewing("other@example.org")
    with pytest.raises(NotTheObserver):
        tick_duty(other, found.audit, "confirm-course", P.PLATFORM, at=AT)


def test_nobody_observes_yet_and_so_nobody_ticks(found: Audited) -> None:
    at_stage(found, AuditState.AUDITING)
    with pytest.raises(NotTheObserver) as error:
        tick_duty(found.staff, found.audit, "observe-on-site", P.PLATFORM, at=AT)
    assert error.value.params["cause"] == "nobody"


def test_another_member_brings_its_own_persons(found: Audited, ngo: Ngo) -> None:
    second = seated(1)
    observed(ngo, found)
    end_observation(ngo.admin, found.audit, P.OBSERVER, reason="人手不足", at=AT)
    assert not AuditObserver.objects.filter(left_at=None).exists()
    at_stage(found, AuditState.AUDITING)
    accept_observation(second.admin, Observation.objects.latest("pk").pk, second.member, is_free=True, at=AT)
    tick_duty(second.admin, found.audit, "observe-on-site", P.OBSERVER, at=AT)
    at_stage(found, AuditState.PASSED)
    with pytest.raises(AuditElsewhere):
        names(found, second, colleague(second))


def test_public_is_told_no_name(found: Audited, ngo: Ngo) -> None:
    observed(ngo, found)
    assert watched(found.audit, party=None, on=AT.date()).persons == ()
    assert [each.name for each in watched(found.audit, party=P.AGENCY, on=AT.date()).persons] == [ngo.admin.name]
