"""Sending the explanations of a panel: all records explained, both commitments accepted, the document mailed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from qingce.domain.disclosure.acts import SENT
from qingce.domain.disclosure.bundling import Bundle, bundle_of
from qingce.domain.disclosure.committing import answer_commitment, check_truthfulness
from qingce.domain.disclosure.enums import CommitmentKind, DisclosureAct, DisclosureParty
from qingce.domain.disclosure.errors import (
    DisclosureOpen,
    FindingsUnseen,
    HolderUnsettled,
    NothingToSend,
    TextsUnfit,
)
from qingce.domain.disclosure.issuing import issue_explanation
from qingce.domain.disclosure.models import Disclosure, DisclosureLine
from qingce.domain.disclosure.noting import note_act
from qingce.domain.disclosure.panels import check_panel
from qingce.domain.disclosure.permissions import speaker_for
from qingce.domain.disclosure.reading_disclosures import locked_own
from qingce.domain.disclosure.transitions import DISCLOSURES
from qingce.domain.enterprises.queries import get_enterprise, holder_of
from qingce.domain.records.enums import RecordType
from qingce.domain.records.queries import RecordRow
from qingce.pure.kernel.errors import QingceError
from qingce.shared.ledger.actions import Writes, apply_transition
from qingce.shared.parties.enums import Actor, MemberRole
from qingce.shared.parties.queries import taker_of


@dataclass(frozen=True)
class Consent:
    """With what somebody sends. Args: version: of the second commitment's text. has_seen: the hints were looked at."""

    version: str
    language: str
    has_seen: bool = False


@dataclass(frozen=True)
class Sendable:
    """What would be sent. Args: refused: how many of it cannot be sent yet. write: puts the lines into a disclosure."""

    count: int
    refused: int
    has_hints: bool
    open_disclosure: int | None
    write: Callable[[Disclosure], None]


def send_explanations(actor: Actor, enterprise_id: int, record_type: str, consent: Consent, *, at: datetime) -> int:
    """Sends what is written about the records of a panel, by an editor of the enterprise's organisation.

    Returns: number of the disclosure, whose document is on its way to the registered addresses.
    Raises: EnterpriseNotFound; EnterpriseNotSpokenFor; RoleTooSmall; PanelUnknown; HolderUnsettled; CommitmentMissing;
        CommitmentChanged; DisclosureOpen; NothingToSend; TextsUnfit; FindingsUnseen.
    """
    row = get_enterprise(enterprise_id, actor=actor).row
    root = row.canonical_id or row.id
    seat = speaker_for(actor, root, MemberRole.EDITOR)
    kind = check_panel(record_type, on=localdate(at))

    def bundle() -> Sendable:
        found = bundle_of(root, seat.organisation_id, kind, on=localdate(at))
        return Sendable(
            count=len(found.records),
            refused=len({each.record_id for each in found.refusals}),
            has_hints=bool(found.hints),
            open_disclosure=found.open_disclosure,
            write=lambda disclosure: _write_lines(disclosure, found),
        )

    return send_disclosure(actor, root, seat.organisation_id, kind, consent, bundle, at=at)


def send_disclosure(
    actor: Actor,
    root: int,
    organisation_id: int,
    kind: RecordType,
    consent: Consent,
    bundle: Callable[[], Sendable],
    *,
    at: datetime,
) -> int:
    """Sends what is bundled, whatever it is about, in the name of an organisation that speaks for an enterprise.

    Args: bundle: looked at within the transaction.
    Returns: number of the disclosure, whose document is on its way to the registered addresses.
    Raises: HolderUnsettled; CommitmentMissing; CommitmentChanged; DisclosureOpen; NothingToSend; TextsUnfit;
        FindingsUnseen.
    """
    check_holder(root)
    truthfulness = check_truthfulness(root, organisation_id)
    try:
        with transaction.atomic():
            sendable = bundle()
            _check(sendable, consent)
            promise = answer_commitment(
                actor, root, CommitmentKind.PROMISE, version=consent.version, language=consent.language,
                is_accepted=True, at=at,
            )  # fmt: skip
            disclosure = Disclosure.objects.create(
                enterprise_id=root,
                organisation_id=organisation_id,
                type=kind,
                language=consent.language,
                truthfulness_id=truthfulness,
                promise_id=promise,
                sent_by=actor.signature,
                sent_at=at,
            )
            sendable.write(disclosure)
            note_act(disclosure, actor, SENT, at=at, records=sendable.count)
    except IntegrityError as error:  # a colleague sent at the same moment
        raise _open() from error
    with suppress(QingceError):  # it was sent: what stops its document now is met, and told, by the sweep again
        issue_explanation(disclosure.pk, at=at)
    return disclosure.pk


def take_back(actor: Actor, pk: int, *, at: datetime) -> None:
    """Takes back what was sent and is not published, by an editor: its texts can be changed again.

    Raises: DisclosureNotFound; EnterpriseNotSpokenFor; RoleTooSmall; DisclosureElsewhere.
    """
    with transaction.atomic():
        row = locked_own(pk, actor)
        by = taker_of(actor, DisclosureParty.ENTERPRISE)
        apply_transition(
            DISCLOSURES, row, DisclosureAct.TAKE_BACK, by=by, at=at, writes=Writes(columns={"ended_at": at})
        )


def check_holder(root: int) -> None:
    """That one organisation alone speaks for an enterprise; two queries.

    Raises: HolderUnsettled.
    """
    if holder_of(root) is None:
        raise HolderUnsettled(
            "A merge brought two organisations together that speak for this enterprise. Nothing is sent until the "
            "staff have settled which it is; what you write is kept."
        )


def _check(sendable: Sendable, consent: Consent) -> None:
    if sendable.open_disclosure is not None:
        raise _open()
    if not sendable.count:
        raise NothingToSend("Everything here is explained in public as it is written.")
    if sendable.refused:
        count = sendable.refused
        raise TextsUnfit(f"{count} texts cannot be sent yet; each is named below.", count=count)
    if sendable.has_hints and not consent.has_seen:
        raise FindingsUnseen("Look at the hints below, then confirm that the texts are meant so.")


def _open() -> DisclosureOpen:
    return DisclosureOpen("Explanations of these records were sent already. Finish that disclosure, or take it back.")


def _write_lines(disclosure: Disclosure, bundle: Bundle) -> None:
    DisclosureLine.objects.bulk_create(
        DisclosureLine(
            disclosure=disclosure,
            record_id=record.id,
            place=place,
            revision=bundle.revisions[record.id],
            title=record.title,
            source=source_of(record),
            violation=bundle.texts[record.id].violation,
            reason=bundle.texts[record.id].reason,
            corrective_action=bundle.texts[record.id].corrective_action,
        )
        for place, record in enumerate(bundle.records, 1)
    )


def source_of(record: RecordRow) -> str:
    """Where a record comes from, in one line."""
    dated = record.dated.isoformat() if record.dated else ""
    return " · ".join(each for each in (record.issuer, record.doc_no, dated) if each)[:400]
