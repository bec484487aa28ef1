"""Writing the three texts about a record; nothing that another person or page saved is overwritten unseen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from qingce.domain.disclosure.acts import WRITTEN
from qingce.domain.disclosure.committing import check_truthfulness
from qingce.domain.disclosure.enums import OPEN_DISCLOSURES, Part, Texts
from qingce.domain.disclosure.errors import NotExplainable, RecordInReview, TextsChanged, TextTooLong
from qingce.domain.disclosure.models import DisclosureLine, Explanation, ExplanationVersion
from qingce.domain.disclosure.panels import check_panel
from qingce.domain.disclosure.permissions import speaker_for
from qingce.domain.disclosure.terms import disclosure_terms
from qingce.domain.records.queries import RecordRow, rows_by_ids
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import NOBODY, Actor, MemberRole

TAB_LONGEST = 40


@dataclass(frozen=True)
class Saving:
    """What a page sends besides the texts.

    Args: revision: that it was filled with; 0: none. tab: names the open page, so that it never stands in its own way
        when an answer was lost; empty: it does not say. record_version: of the record as it showed it.
    """

    revision: int
    tab: str = ""
    record_version: str = ""


def save_texts(actor: Actor, record_id: int, texts: Texts, saving: Saving, *, at: datetime) -> int:
    """Saves what was written about a record, unfinished or not, by an editor of the enterprise's organisation.

    Returns: the revision, to be sent with the next saving.
    Raises: NotExplainable; PanelUnknown; EnterpriseNotSpokenFor; RoleTooSmall; CommitmentMissing; TextTooLong;
        TextsChanged: other texts were saved since that revision; RecordInReview.
    """
    record = explainable(record_id)
    seat = speaker_for(actor, record.enterprise_id, MemberRole.EDITOR)
    check_panel(record.type, on=localdate(at))
    check_truthfulness(record.enterprise_id, seat.organisation_id)
    check_not_sent(record_id, seat.organisation_id)
    said = checked(texts)
    try:
        with transaction.atomic():
            return _save(actor, seat.organisation_id, record_id, said, saving, at=at)
    except IntegrityError as error:  # somebody else began at the same moment
        raise _changed() from error


def explainable(record_id: int) -> RecordRow:
    """A record on the public list.

    Raises: NotExplainable.
    """
    found = rows_by_ids([record_id], actor=NOBODY)
    if not found:
        raise NotExplainable(
            f"Record {record_id} is no longer on the public list; nothing needs to be explained. "
            "What you wrote is kept.",
            number=record_id,
        )
    return found[0]


def check_not_sent(record_id: int, organisation_id: int) -> None:
    """That what is written about a record does not wait for seal or check; one query.

    Raises: RecordInReview.
    """
    sent = DisclosureLine.objects.filter(
        record=record_id, disclosure__organisation=organisation_id, disclosure__state__in=OPEN_DISCLOSURES
    )
    number = sent.values_list("disclosure", flat=True).first()
    if number is not None:
        raise RecordInReview(
            f"This was sent as disclosure {number}. To write something else, take that one back first.", number=number
        )


def checked(texts: Texts) -> Texts:
    """The texts as they are kept.

    Raises: TextTooLong.
    """
    longest = disclosure_terms().text_longest
    found = Texts(**{name: clean(text) for name, text in asdict(texts).items()})
    for part in Part:
        if len(found.of(part)) > longest:
            raise TextTooLong(f"This takes at most {longest} characters.", longest=longest, field=part.value)
    return found


def texts_of(row: Explanation | ExplanationVersion) -> Texts:
    """The texts of a row."""
    return Texts(row.violation, row.reason, row.corrective_action)


def _save(actor: Actor, organisation: int, record: int, said: Texts, saving: Saving, *, at: datetime) -> int:
    tab = saving.tab[:TAB_LONGEST]
    row = Explanation.objects.select_for_update().filter(organisation=organisation, record=record).first()
    if row is None:
        row = Explanation(organisation_id=organisation, record_id=record, revision=0, version=0)
    elif texts_of(row) == said and row.record_version == saving.record_version:
        return row.revision
    elif row.revision != saving.revision and not (tab and tab == row.tab) and texts_of(row) != said:
        raise _changed()
    version = _version(row, actor, said, at=at)
    for name, text in asdict(said).items():
        setattr(row, name, text)
    row.tab, row.record_version = tab, saving.record_version[:TAB_LONGEST]
    row.revision, row.saved_by, row.saved_at = row.revision + 1, actor.signature, at
    is_new = version.pk is None
    row.version = version.number_of
    row.save()
    version.explanation = row
    version.save()
    note_change("explanation", row.pk, at=at)
    if is_new:
        journal(
            WRITTEN,
            by=actor.person_id or None,
            organisation=organisation,
            subject=("explanation", row.pk),
            detail={"record": record, "version": row.version},
            at=at,
        )
    return row.revision


def _version(row: Explanation, actor: Actor, said: Texts, *, at: datetime) -> ExplanationVersion:
    """The version that the texts belong to: the sitting goes on, or the next one begins."""
    sitting = timedelta(minutes=disclosure_terms().sitting_minutes)
    last = row.pk and ExplanationVersion.objects.filter(explanation=row, number_of=row.version).first()
    if not last or last.saved_by != actor.signature or at - last.begun_at > sitting:
        last = ExplanationVersion(number_of=row.version + 1, saved_by=actor.signature, begun_at=at)
    for name, text in asdict(said).items():
        setattr(last, name, text)
    last.saved_at = at
    return last


def _changed() -> TextsChanged:
    return TextsChanged(
        "Somebody else, or another page of yours, saved other texts meanwhile. Both are shown: put them together, then "
        "save."
    )
