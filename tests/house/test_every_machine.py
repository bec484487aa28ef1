"""The whole table of every machine: state × step × party; what it does not say is refused, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet

from qingce.domain.disclosure.models import Disclosure
from qingce.domain.disclosure.queries import review_checks
from qingce.domain.records.models import CorrectionRequest
from qingce.pure.workflow.errors import StepNotOpen, StepOfAnother
from qingce.shared.changes.models import Change
from qingce.shared.intake.models import Batch
from qingce.shared.ledger.actions import Taker, apply_transition, check_step
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.ledger.models import JournalEntry, LedgerEntry
from qingce.shared.ledger.registry import Stateful, machines
from qingce.shared.notices.models import Objection
from qingce.shared.parties.actions import invite
from qingce.shared.parties.enums import MemberRole
from qingce.shared.parties.models import Invitation, Proposal
from tests.domain.disclosure.disclosing import accept, held
from tests.domain.disclosure.filing import filed, supplied
from tests.domain.disclosure.sealing import submitted
from tests.domain.removal.accreditation.accrediting import checked
from tests.domain.removal.alliance.observing import asked
from tests.domain.removal.audits.auditing import accepted
from tests.domain.removal.cases.applying import applied
from tests.factories import AT, acting, ask, claim, claimant, enterprise, organisation, penalty, register, somebody
from tests.shared.draws.making import frozen
from tests.shared.notices.making import an_objection, published

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-10", "ACC-2")]
Rows = QuerySet[Any]


def a_claim() -> int:
    admin = somebody()
    return claim(admin, enterprise(), claimant(admin))


def an_invitation() -> int:
    admin = somebody()
    number = organisation(admin)
    invite(acting(admin), number, "new@example.org", role=MemberRole.READER, at=AT)
    return Invitation.objects.get().pk


def a_proposal() -> int:
    by = somebody()
    row = Proposal.objects.create(act="withdraw-record", subject_id=1, reason="x", proposed_by=by, proposed_at=AT)
    Proposal.objects.filter(pk=row.pk).update(decided_by=somebody("second@example.org"))
    return row.pk


def a_request() -> int:
    ask(register(penalty())[0])
    request = CorrectionRequest.objects.get()
    CorrectionRequest.objects.filter(pk=request.pk).update(answer="原文如此")
    return request.pk


def an_objection_answered() -> int:
    pk = an_objection()
    Objection.objects.filter(pk=pk).update(answer="已核对")
    return pk


def a_filing() -> int:
    own = held()
    return filed(own, *supplied(own))


def a_disclosure() -> int:
    own = held()
    accept(own)
    pk = submitted(own)
    Disclosure.objects.filter(pk=pk).update(checks=[each.id for each in review_checks()])
    return pk


MADE: dict[str, Callable[[], int]] = {
    "accreditation": lambda: checked().pk,
    "batch": lambda: Batch.objects.create(sha256="0" * 64, size_bytes=1, file_name="a.csv").pk,
    "claim": a_claim,
    "correction-request": a_request,
    "disclosure": a_disclosure,
    "filing": a_filing,
    "draw": frozen,
    "invitation": an_invitation,
    "notice": published,
    "observation": asked,
    "on-site-audit": lambda: accepted().audit,
    "objection": an_objection_answered,
    "organisation": lambda: organisation(somebody()),
    "proposal": a_proposal,
    "removal-case": lambda: applied().case,
    "record": lambda: register(penalty())[0].pk,
}
CASES = [(each.machine.name, state) for each in machines() for state in sorted(each.machine.states)]


def stateful_named(name: str) -> Stateful[Any]:
    return next(each for each in machines() if each.machine.name == name)


def left(stateful: Stateful[Any], pk: int) -> tuple[object, ...]:
    """Everything that a step could have written."""
    row = QuerySet(stateful.model).filter(pk=pk).values().get()
    return row, Change.objects.count(), JournalEntry.objects.count(), LedgerEntry.objects.count()


def test_every_machine_is_walked() -> None:
    assert [each.machine.name for each in machines()] == sorted(MADE)


@pytest.mark.parametrize(("name", "state"), CASES)
def test_only_what_the_table_says_is_open(name: str, state: str) -> None:
    stateful = stateful_named(name)
    pk = MADE[name]()
    QuerySet(stateful.model).filter(pk=pk).update(**{stateful.column: state})
    before = left(stateful, pk)
    for action in stateful.machine.actions:
        rows = [each for each in stateful.machine.transitions if (each.source, each.action) == (state, action)]
        for party in (*stateful.machine.parties, "stranger"):
            taker = Taker(party, signatory=PLATFORM)
            if rows and party in rows[0].parties:
                row = QuerySet(stateful.model).get(pk=pk)
                assert check_step(stateful, row, action, party=party) == rows[0]
            else:
                with pytest.raises(StepOfAnother if rows else StepNotOpen):
                    apply_transition(stateful, pk, action, by=taker, at=AT)
    assert left(stateful, pk) == before
