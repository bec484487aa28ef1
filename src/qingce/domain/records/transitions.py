"""The machines of a record's publication and of a request that it be corrected."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from qingce.domain.records.enums import Outcome, PublicationState
from qingce.domain.records.errors import AlreadyAnswered, WrongState
from qingce.domain.records.models import CorrectionRequest, Record
from qingce.pure.workflow.machine import TIME, Machine, Transition
from qingce.shared.ledger.enums import SignatoryRole
from qingce.shared.ledger.registry import Stateful, Touched
from qingce.shared.parties.queries import name_behind


class RecordStep(StrEnum):
    """What becomes of a record's place on the public list; the value is the act's name in journal and ledger."""

    WITHDRAW = "record-withdrawn"
    REPUBLISH = "record-republished"
    REMOVE = "record-removed"
    RESTORE = "record-restored"


# An operator's command asks for the names of two people.
_TWO = (SignatoryRole.TWO_STAFF.value, SignatoryRole.OPERATOR.value)
_OF_A_CASE = (SignatoryRole.TWO_STAFF.value,)  # no command stands in for the review of a case
_OF_A_CASE_OR_ITS_NOTICE = (*_OF_A_CASE, TIME)  # after an audit on site, when its notice is over
STAFF = "staff"
OPEN = ""  # the outcome of a request that waits for its answer

RECORDS = Stateful(
    machine=Machine(
        "record",
        PublicationState.PUBLISHED,
        (
            Transition(
                PublicationState.PUBLISHED,
                RecordStep.WITHDRAW,
                PublicationState.WITHDRAWN,
                _TWO,
                public_act="record-withdrawn",
            ),
            Transition(
                PublicationState.WITHDRAWN,
                RecordStep.REPUBLISH,
                PublicationState.PUBLISHED,
                _TWO,
                public_act="record-republished",
            ),
            # A removed record can neither be withdrawn nor republished: only its case decides whether it comes back.
            Transition(
                PublicationState.PUBLISHED,
                RecordStep.REMOVE,
                PublicationState.REMOVED,
                _OF_A_CASE_OR_ITS_NOTICE,
                clause="IPE-2017 §2.1; §2.2",
                public_act="record-removed",
            ),
            Transition(
                PublicationState.REMOVED,
                RecordStep.RESTORE,
                PublicationState.PUBLISHED,
                _OF_A_CASE,
                clause="IPE-2017 §2.2.5 注",
                public_act="record-restored",
            ),
        ),
    ),
    model=Record,
    kind="record",
    title=_("Publication of a record"),
    states=dict(PublicationState.choices),
    parties={role: SignatoryRole(role).label for role in _TWO},
    touches=lambda record: Touched((("record", record.pk), ("enterprise", record.enterprise_id))),
    not_open=lambda record: WrongState(
        f"Record {record.pk} is {record.state} already.", cause=str(record.state), number=record.pk
    ),
)


def _answered(request: CorrectionRequest) -> AlreadyAnswered:
    by = name_behind(request.answered_by)
    return AlreadyAnswered(f"{by} has answered this request meanwhile.", by=by)


REQUESTS = Stateful(
    machine=Machine(
        "correction-request",
        OPEN,
        tuple(Transition(OPEN, outcome, outcome, (STAFF,)) for outcome in Outcome),
        frozenset(Outcome),
    ),
    model=CorrectionRequest,
    kind="correction-request",
    title=_("Request that a record be corrected"),
    states={OPEN: _("Waits for its answer")} | dict(Outcome.choices),
    parties={STAFF: _("Staff")},
    acts=dict.fromkeys(Outcome.values, "request-answered"),
    labels=dict(Outcome.choices),
    not_open=_answered,
    column="outcome",
)
MACHINES = (RECORDS, REQUESTS)
