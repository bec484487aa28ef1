"""Writing about automated monitoring data, one note per outlet and time; nothing is overwritten unseen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from qingce.domain.disclosure.acts import MONITORING_DROPPED, MONITORING_WRITTEN
from qingce.domain.disclosure.committing import check_truthfulness
from qingce.domain.disclosure.enums import OPEN_DISCLOSURES
from qingce.domain.disclosure.errors import (
    MonitoringNoteNotFound,
    MonitoringNoteSent,
    PanelUnknown,
    RecordInReview,
    TextsChanged,
    TextTooLong,
    TooManyMonitoringNotes,
)
from qingce.domain.disclosure.explaining import TAB_LONGEST
from qingce.domain.disclosure.models import MonitoringLine, MonitoringNote
from qingce.domain.disclosure.panels import is_monitoring_explained
from qingce.domain.disclosure.permissions import speaker_for
from qingce.domain.disclosure.terms import disclosure_terms
from qingce.domain.enterprises.queries import family_of, get_enterprise
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, MemberRole


@dataclass(frozen=True)
class MonitoringText:
    """What is said of monitoring data. Args: outlet: named in words. covers_until: the last day of the time."""

    outlet: str = ""
    covers_from: date | None = None
    covers_until: date | None = None
    text: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left empty."""
        return bool(self.outlet and self.covers_from and self.covers_until and self.text)


def begin_note(actor: Actor, enterprise_id: int, *, at: datetime) -> int:
    """Begins an explanation of monitoring data, by an editor of the enterprise's organisation.

    Returns: its number; that of one which is still wholly empty, if there is such a one.
    Raises: EnterpriseNotFound; EnterpriseNotSpokenFor; RoleTooSmall; PanelUnknown; CommitmentMissing;
        TooManyMonitoringNotes.
    """
    row = get_enterprise(enterprise_id, actor=actor).row
    root = row.canonical_id or row.id
    seat = speaker_for(actor, root, MemberRole.EDITOR)
    check_monitoring(on=localdate(at))
    check_truthfulness(root, seat.organisation_id)
    rows, most = notes_of(root, seat.organisation_id), disclosure_terms().monitoring_most
    blank = rows.filter(outlet="", covers_from=None, covers_until=None, text="").values_list("pk", flat=True).first()
    if blank is not None:
        return blank
    if rows.count() >= most:
        raise TooManyMonitoringNotes(f"At most {most} explanations are kept; put those of one outlet together.",
                                     most=most)  # fmt: skip
    with transaction.atomic():
        made = MonitoringNote.objects.create(
            enterprise_id=root, organisation_id=seat.organisation_id, saved_by=actor.signature, saved_at=at
        )
        _note(made, actor, MONITORING_WRITTEN, at=at)
    return made.pk


def save_note(actor: Actor, pk: int, said: MonitoringText, *, revision: int, tab: str = "", at: datetime) -> int:
    """Saves what was written, unfinished or not, by an editor of the organisation.

    Args: revision: that the page was filled with. tab: names the open page; see `Saving`.
    Returns: the revision, to be sent with the next saving.
    Raises: MonitoringNoteNotFound; EnterpriseNotSpokenFor; RoleTooSmall; CommitmentMissing; TextTooLong; TextsChanged:
        something else was saved since; RecordInReview: it was sent and is not settled.
    """
    text = _checked(said)
    with transaction.atomic():
        row = _locked(actor, pk)
        check_truthfulness(row.enterprise.canonical_id or row.enterprise_id, row.organisation_id)
        _check_not_sent(pk)
        if text_of(row) == text:
            return row.revision
        if row.revision != revision and not (tab and tab == row.tab):
            raise TextsChanged(
                "Somebody else, or another page of yours, saved other texts meanwhile. Both are shown: put them "
                "together, then save."
            )
        row.outlet, row.text = text.outlet, text.text
        row.covers_from, row.covers_until = text.covers_from, text.covers_until
        row.tab, row.revision, row.saved_by, row.saved_at = tab[:TAB_LONGEST], row.revision + 1, actor.signature, at
        row.save()
        note_change("monitoring-note", pk, at=at)
    return row.revision


def drop_note(actor: Actor, pk: int, *, at: datetime) -> None:
    """Drops what was never sent, by an editor of the organisation.

    Raises: MonitoringNoteNotFound; EnterpriseNotSpokenFor; RoleTooSmall; MonitoringNoteSent.
    """
    with transaction.atomic():
        row = _locked(actor, pk)
        if MonitoringLine.objects.filter(note=pk).exists():
            raise MonitoringNoteSent("This was sent once: change it and send it anew; it cannot be dropped.")
        _note(row, actor, MONITORING_DROPPED, at=at)
        row.delete()


def check_monitoring(*, on: date) -> None:
    """That the rules of a day have monitoring data explained on their own; one query.

    Raises: PanelUnknown; NoReleaseInForce.
    """
    if not is_monitoring_explained(on=on):
        raise PanelUnknown("Monitoring data are not explained here: the rules do not say how.")


def notes_of(enterprise_id: int, organisation_id: int) -> QuerySet[MonitoringNote]:
    """What an organisation wrote for an enterprise, as merged now, with `is_waiting`: sent, and not settled."""
    open_lines = MonitoringLine.objects.filter(note=OuterRef("pk"), disclosure__state__in=OPEN_DISCLOSURES)
    rows = MonitoringNote.objects.filter(
        enterprise__in=family_of([enterprise_id]).values("pk"), organisation=organisation_id
    )
    return rows.annotate(is_waiting=Exists(open_lines)).order_by("pk")


def text_of(row: MonitoringNote | MonitoringLine) -> MonitoringText:
    """What a row says."""
    return MonitoringText(row.outlet, row.covers_from, row.covers_until, row.text)


def note_not_found(pk: int) -> MonitoringNoteNotFound:
    """The error for a number that no note has, or none that may be seen."""
    return MonitoringNoteNotFound(f"There is no explanation of monitoring data number {pk}.", number=pk)


def _locked(actor: Actor, pk: int) -> MonitoringNote:
    own = [seat.organisation_id for seat in actor.seats]
    row = MonitoringNote.objects.select_for_update(of=("self",)).filter(pk=pk, organisation__in=own).first()
    if row is None:
        raise note_not_found(pk)
    seat = speaker_for(actor, row.enterprise.canonical_id or row.enterprise_id, MemberRole.EDITOR)
    if seat.organisation_id != row.organisation_id:
        raise note_not_found(pk)
    return row


def _check_not_sent(pk: int) -> None:
    sent = MonitoringLine.objects.filter(note=pk, disclosure__state__in=OPEN_DISCLOSURES)
    number = sent.values_list("disclosure", flat=True).first()
    if number is not None:
        raise RecordInReview(
            f"This was sent as disclosure {number}. To write something else, take that one back first.", number=number
        )


def _checked(said: MonitoringText) -> MonitoringText:
    terms = disclosure_terms()
    found = replace(said, outlet=clean(said.outlet), text=clean(said.text))
    for field, longest in (("outlet", terms.outlet_longest), ("text", terms.text_longest)):
        if len(getattr(found, field)) > longest:
            raise TextTooLong(f"This takes at most {longest} characters.", longest=longest, field=field)
    return found


def _note(row: MonitoringNote, actor: Actor, act: str, *, at: datetime) -> None:
    note_change("monitoring-note", row.pk, at=at)
    journal(
        act,
        by=actor.person_id or None,
        organisation=row.organisation_id,
        subject=("monitoring-note", row.pk),
        detail={"enterprise": row.enterprise_id},
        at=at,
    )
