"""Who is asked to observe: by nearness, then by turn; what observing may cost (REM-8, REM-10)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from qingce.domain.removal.actions import (
    accept_observation,
    confirm_cost_paid,
    declare_cost,
    declare_nothing_else,
    decline_observation,
    end_observation,
    invite_observer,
    sweep_observations,
    take_cost_back,
)
from qingce.domain.removal.alliance.errors import (
    CostWrong,
    ObservationElsewhere,
    ObservationNotFound,
    ObservationWrong,
)
from qingce.domain.removal.alliance.inviting import candidates_of, nearness
from qingce.domain.removal.audits.enums import AuditParty
from qingce.domain.removal.audits.errors import AuditNotFound, NotYourAudit
from qingce.domain.removal.enums import CostText, Nearness, ObservingState
from qingce.domain.removal.models import Observation, ObservationCost
from qingce.domain.removal.queries import alliance_member, money_text, receipt_file, watched
from qingce.pure.kernel.amounts import NegativeAmount
from qingce.shared.files.errors import FileNotFound
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.mail.models import Letter
from tests.domain.removal.alliance.observing import a_receipt, observed, seated, unobserved
from tests.factories import AT, acting, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-8", "REM-10", "LED-1")]
ON = date(2026, 11, 20)
TICKET = CostText("travel", "553.50", date(2026, 11, 19), "高铁")


@pytest.mark.parametrize(
    ("regions", "expected"),
    [
        (("330603",), Nearness.COUNTY),
        (("330600",), Nearness.PREFECTURE),
        (("330602",), Nearness.PREFECTURE),
        (("330000", "110000"), Nearness.PROVINCE),
        (("320000",), Nearness.COUNTRY),
        ((), Nearness.COUNTRY),
    ],
)
def test_nearness_is_the_smallest_division_that_holds_both(regions: tuple[str, ...], expected: Nearness) -> None:
    assert nearness(regions, "330603") == expected
    assert nearness(regions, "") == Nearness.COUNTRY


def test_nearest_is_asked_first_and_of_those_as_near_who_was_asked_least_recently() -> None:
    found = unobserved()
    far, near, nearer = seated(0), seated(1, regions=("330000",)), seated(2, regions=("330603",))
    assert [each.key for each in candidates_of(found.row, ON)] == [nearer.key, near.key, far.key]
    other = Observation(audit_id=found.audit, key=nearer.key, organisation_id=nearer.organisation, asked_at=AT,
                        nearness=Nearness.COUNTY, state=ObservingState.DECLINED)  # fmt: skip
    other.save()
    assert [each.key for each in candidates_of(found.row, ON)] == [near.key, far.key]
    Observation.objects.update(organisation=far.organisation, key=far.key)
    assert [each.key for each in candidates_of(found.row, ON)] == [nearer.key, near.key]


def test_member_accepts_and_becomes_the_observer() -> None:
    found, ngo = unobserved(), seated()
    row = observed(ngo, found)
    assert (found.row.observer_id, row.state, row.observer_id) == (
        ngo.organisation, ObservingState.ACCEPTED, ngo.admin.person_id,
    )  # fmt: skip
    assert LedgerEntry.objects.filter(subject_kind="audit", act="observation-accepted").count() == 1
    assert Letter.objects.filter(kind="observation").count() == 1
    assert alliance_member(ngo.key, ON).observing == 1
    with pytest.raises(ObservationElsewhere):
        accept_observation(ngo.admin, row.pk, ngo.member, is_free=True, at=AT)
    with pytest.raises(ObservationElsewhere):
        decline_observation(ngo.admin, row.pk, reason="", at=AT)
    with pytest.raises(ObservationWrong) as error:
        invite_observer(found.staff, found.audit, at=AT)
    assert error.value.params["cause"] == "observed"


def test_answer_needs_a_person_and_that_nothing_binds_them() -> None:
    found, ngo = unobserved(), seated()
    pk = invite_observer(found.staff, found.audit, at=AT)
    assert pk
    for member, is_free, cause in ((999_999, True, "person"), (ngo.member, False, "conflict")):
        with pytest.raises(ObservationWrong) as error:
            accept_observation(ngo.admin, pk, member, is_free=is_free, at=AT)
        assert error.value.params["cause"] == cause
    with pytest.raises(ObservationNotFound):
        accept_observation(acting(somebody("stranger@example.org")), pk, ngo.member, is_free=True, at=AT)
    with pytest.raises(ObservationWrong) as again:
        invite_observer(found.staff, found.audit, at=AT)
    assert again.value.params["cause"] == "asked"


def test_next_one_is_asked_and_in_the_end_the_platform_observes() -> None:
    found, first, second = unobserved(), seated(0, regions=("330000",)), seated(1)
    pk = invite_observer(found.staff, found.audit, at=AT)
    assert pk
    decline_observation(first.admin, pk, reason="人手不足", at=AT)
    row = Observation.objects.latest("pk")
    assert (row.organisation_id, row.state, row.due_on) == (second.organisation, "asked", date(2026, 11, 27))
    assert sweep_observations(at=AT + timedelta(days=7)) == 0
    assert sweep_observations(at=AT + timedelta(days=8)) == 1
    assert sweep_observations(at=AT + timedelta(days=8)) == 0
    assert (found.row.observer_id, found.row.is_platform_observing) == (None, True)
    assert LedgerEntry.objects.filter(act="platform-observes").count() == 1


def test_without_any_seated_member_the_platform_observes_at_once() -> None:
    found = unobserved()
    assert invite_observer(found.staff, found.audit, at=AT) is None
    assert found.row.is_platform_observing


def test_observer_is_changed_with_a_public_reason() -> None:
    found, first, second = unobserved(), seated(0, regions=("330000",)), seated(1)
    observed(first, found)
    with pytest.raises(ObservationWrong):
        end_observation(found.staff, found.audit, AuditParty.PLATFORM, reason=" ", at=AT)
    end_observation(found.staff, found.audit, AuditParty.PLATFORM, reason="观察员生病", at=AT)
    assert (found.row.observer_id, Observation.objects.latest("pk").organisation_id) == (None, second.organisation)
    told = watched(found.audit, party=None, on=ON).observations
    assert [(each.organisation, each.reason) for each in told] == [(first.organisation, "观察员生病")]


def test_enterprise_ends_no_observation_and_asks_nobody() -> None:
    found, ngo = unobserved(), seated()
    with pytest.raises((AuditNotFound, NotYourAudit)):
        invite_observer(found.own.actor, found.audit, at=AT)
    observed(ngo, found)
    with pytest.raises(ObservationWrong):
        end_observation(found.own.actor, found.audit, AuditParty.ENTERPRISE, reason="x", at=AT)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (CostText("gift", "10", ON), "kind"),
        (CostText("", "10", ON), "kind"),
        (CostText("board", "0", ON), "amount"),
        (CostText("board", "20000.01", ON), "amount"),
        (CostText("board", "1.005", ON), "amount"),
        (CostText("board", "10", None), "day"),
        (CostText("board", "10", date(2026, 11, 21)), "day"),
    ],
)
def test_cost_that_cannot_be_is_refused(text: CostText, cause: str) -> None:
    found, ngo = unobserved(), seated()
    observed(ngo, found)
    with pytest.raises(CostWrong) as error:
        declare_cost(ngo.admin, found.audit, text, files=[a_receipt()], at=AT)
    assert error.value.params["cause"] == cause


def test_cost_below_nothing_or_without_receipt_is_refused() -> None:
    found, ngo = unobserved(), seated()
    observed(ngo, found)
    with pytest.raises(NegativeAmount):
        declare_cost(ngo.admin, found.audit, CostText("board", "-5", ON), files=[a_receipt()], at=AT)
    with pytest.raises(CostWrong):
        declare_cost(ngo.admin, found.audit, TICKET, files=[], at=AT)
    with pytest.raises(FileNotFound):
        declare_cost(ngo.admin, found.audit, TICKET, files=[999_999], at=AT)
    assert ObservationCost.objects.count() == 0


def test_cost_is_declared_by_the_observer_and_paid_by_the_enterprise_once() -> None:
    found, ngo = unobserved(), seated()
    observed(ngo, found)
    with pytest.raises(NotYourAudit):
        declare_cost(found.own.actor, found.audit, TICKET, files=[a_receipt()], at=AT)
    cost = declare_cost(ngo.admin, found.audit, TICKET, files=[a_receipt()], at=AT)
    with pytest.raises(NotYourAudit):
        confirm_cost_paid(ngo.admin, found.audit, cost, at=AT)
    confirm_cost_paid(found.own.actor, found.audit, cost, at=AT)
    with pytest.raises(CostWrong):
        confirm_cost_paid(found.own.actor, found.audit, cost, at=AT)
    with pytest.raises(CostWrong):
        take_cost_back(ngo.admin, found.audit, cost, at=AT)
    seen = watched(found.audit, party=None, on=ON)
    assert (seen.total_cny, seen.paid_cny, seen.costs) == (Decimal("553.50"), Decimal("553.50"), ())
    file = ObservationCost.objects.get().file_id
    for actor in (ngo.admin, found.own.actor, found.staff):
        assert receipt_file(found.audit, file, actor=actor).id == file
    with pytest.raises(AuditNotFound):
        receipt_file(found.audit, file, actor=acting(somebody("stranger@example.org")))


def test_cost_taken_back_is_counted_no_more() -> None:
    found, ngo = unobserved(), seated()
    observed(ngo, found)
    cost = declare_cost(ngo.admin, found.audit, TICKET, files=[a_receipt()], at=AT)
    take_cost_back(ngo.admin, found.audit, cost, at=AT)
    assert watched(found.audit, party=AuditParty.OBSERVER, on=ON).total_cny == 0


def test_each_party_declares_once_that_nothing_else_was_paid() -> None:
    found, ngo = unobserved(), seated()
    observed(ngo, found)
    version = money_text().version
    for actor, party in ((ngo.admin, AuditParty.OBSERVER), (found.own.actor, AuditParty.ENTERPRISE)):
        declare_nothing_else(actor, found.audit, party, version=version, at=AT)
    with pytest.raises(CostWrong):
        declare_nothing_else(ngo.admin, found.audit, AuditParty.OBSERVER, version=version, at=AT)
    with pytest.raises(CostWrong):
        declare_nothing_else(found.staff, found.audit, AuditParty.PLATFORM, version="1999-01", at=AT)
    with pytest.raises(NotYourAudit):
        declare_nothing_else(ngo.admin, found.audit, AuditParty.AGENCY, version=version, at=AT)
    assert [each.party for each in watched(found.audit, party=None, on=ON).declared] == ["observer", "enterprise"]
