"""Filing what an enterprise sent by mail; it counts from the moment at which the enterprise confirms it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from qingce.domain.disclosure.acts import MAIL_FILED
from qingce.domain.disclosure.enums import FILED, FilingAct, FilingParty
from qingce.domain.disclosure.errors import (
    DisclosureReasonMissing,
    FilingWrong,
    PaperMissing,
    StakeholderUnknown,
    TextTooLong,
    TooManyPapers,
)
from qingce.domain.disclosure.handing_in import read_kept, submit_disclosure, take_papers
from qingce.domain.disclosure.liaison.permissions import (
    files_of,
    filings_reached,
    not_found,
    own_filings,
    root_of,
    suppliers_reached,
)
from qingce.domain.disclosure.liaison.transitions import FILINGS
from qingce.domain.disclosure.models import FiledFile, Filing, Stakeholder
from qingce.domain.disclosure.permissions import speaker_for
from qingce.domain.disclosure.reading_disclosures import locked_own
from qingce.domain.disclosure.reading_disclosures import not_found as no_disclosure
from qingce.domain.disclosure.terms import disclosure_terms
from qingce.domain.enterprises.queries import family_of, get_enterprise, holders_of
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.files.actions import attach_files, discard_files, keep_upload
from qingce.shared.files.enums import FileType
from qingce.shared.files.queries import files_by_ids
from qingce.shared.ledger.actions import Writes, apply_transition, check_step, journal
from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.registry import MailKind
from qingce.shared.parties.enums import NOBODY, Actor, MemberRole
from qingce.shared.parties.queries import members_of, taker_of

LETTER = MailKind("mail-filed", ("enterprise", "filing"), (), _("Mail of an enterprise was filed for it"))


@dataclass(frozen=True)
class MailedText:
    """What a liaison says of the mail. Args: brand: for which the enterprise is reached. note: what came."""

    brand: int
    received_on: date
    note: str


def file_mail(
    actor: Actor, enterprise_id: int, said: MailedText, files: Sequence[tuple[str, Iterable[bytes]]], *, at: datetime
) -> int:
    """Files what an enterprise sent, by the liaison of a brand that it names; its members get a mail.

    Args: files: names and contents, PDF.
    Returns: number of the filing, which waits for the enterprise.
    Raises: EnterpriseNotFound; StakeholderUnknown; FilingWrong; TextTooLong; PaperMissing; TooManyPapers; the errors
        of files. Nothing is kept then.
    """
    row = get_enterprise(enterprise_id, actor=actor).row
    root = row.canonical_id or row.id
    _check_reached(actor, root, said.brand)
    note = _checked(said, len(files), today=localdate(at))
    kept: list[int] = []
    try:
        for name, chunks in files:
            kept.append(_keep(name, chunks, at=at))
        with transaction.atomic():
            _check_reached(actor, root, said.brand)
            filing = Filing.objects.create(
                enterprise_id=root,
                brand_id=said.brand,
                received_on=said.received_on,
                note=note,
                filed_by=actor.signature,
                filed_at=at,
            )
            attach_files(kept, purpose=FILED, at=at)
            FiledFile.objects.bulk_create(FiledFile(filing=filing, file_id=each) for each in kept)
            _note(filing, actor, at=at, files=len(kept))
    except Exception:
        discard_files(kept, at=at)
        raise
    return filing.pk


def confirm_filing(actor: Actor, pk: int, disclosure: int, *, at: datetime) -> None:
    """Makes what was filed part of a disclosure that waits for its seal, and hands that in: by an editor.

    One transaction: of a confirmation that a kill cuts off nothing stays.

    Raises: FilingNotFound; RoleTooSmall; FilingDecided; DisclosureNotFound; DisclosureElsewhere; HolderUnsettled;
        TooManyPapers; PaperOfAnother; the errors of `submit_disclosure`.
    """
    _of_own(actor, pk)
    read = [read_kept(each) for each in files_by_ids(files_of(pk))]
    with transaction.atomic():
        row = _of_own(actor, pk)
        check_step(FILINGS, row, FilingAct.CONFIRM, party=FilingParty.ENTERPRISE)
        target = locked_own(disclosure, actor)
        if not family_of([root_of(row)]).filter(pk=target.enterprise_id).exists():
            raise no_disclosure(disclosure)
        FiledFile.objects.filter(filing=row).delete()
        take_papers(target, actor, read, at=at)
        submit_disclosure(actor, disclosure, at=at)
        _step(row, actor, FilingAct.CONFIRM, FilingParty.ENTERPRISE, at=at, disclosure_id=disclosure)


def refuse_filing(actor: Actor, pk: int, *, reason: str, at: datetime) -> None:
    """Refuses what was filed, by an editor; its files are dropped.

    Raises: FilingNotFound; RoleTooSmall; FilingDecided; DisclosureReasonMissing; TextTooLong.
    """
    text = _reason(reason)
    with transaction.atomic():
        row = _of_own(actor, pk)
        _step(row, actor, FilingAct.REFUSE, FilingParty.ENTERPRISE, at=at, reason=text)
        _drop_files(row, at=at)


def take_filing_back(actor: Actor, pk: int, *, reason: str, at: datetime) -> None:
    """Takes a filing back, by the liaison of the brand; its files are dropped.

    Raises: FilingNotFound; FilingDecided; DisclosureReasonMissing; TextTooLong.
    """
    text = _reason(reason)
    with transaction.atomic():
        row = Filing.objects.select_for_update(of=("self",)).filter(filings_reached(actor), pk=pk).first()
        if row is None:
            raise not_found(pk)
        _step(row, actor, FilingAct.TAKE_BACK, FilingParty.LIAISON, at=at, reason=text)
        _drop_files(row, at=at)


def _check_reached(actor: Actor, root: int, brand: int) -> None:
    family = family_of([root]).values("pk")
    if not Stakeholder.objects.filter(suppliers_reached(actor), enterprise__in=family, brand=brand).exists():
        raise StakeholderUnknown(
            "Mail is filed for enterprises that name a brand whose liaison you are.", field="brand"
        )


def _checked(said: MailedText, files: int, *, today: date) -> str:
    terms, note = disclosure_terms(), clean(said.note)
    if said.received_on > today:
        raise FilingWrong("The mail cannot have come later than today.", field="received_on", cause="day")
    if not note:
        raise FilingWrong("Say what the enterprise sent: it reads that before it confirms.", field="note")
    if len(note) > terms.words_longest:
        raise TextTooLong(
            f"This takes at most {terms.words_longest} characters.", longest=terms.words_longest, field="note"
        )
    if not files:
        raise PaperMissing("Add the files that the enterprise sent, as PDF.", field="files")
    if files > terms.papers_most:
        raise TooManyPapers(f"At most {terms.papers_most} files make one disclosure.", most=terms.papers_most)
    return note


def _keep(name: str, chunks: Iterable[bytes], *, at: datetime) -> int:
    largest = disclosure_terms().paper_mb
    return keep_upload(chunks, name=name, accepts=(FileType.PDF,), purpose=FILED, at=at, largest_mb=largest).id


def _of_own(actor: Actor, pk: int) -> Filing:
    """A filing for an enterprise that somebody speaks for as an editor, held where a transaction is open."""
    rows = Filing.objects.filter(own_filings(actor), pk=pk)
    if transaction.get_connection().in_atomic_block:
        rows = rows.select_for_update(of=("self",))
    row = rows.first()
    if row is None:
        raise not_found(pk)
    speaker_for(actor, root_of(row), MemberRole.EDITOR)
    return row


def _step(row: Filing, actor: Actor, act: FilingAct, party: FilingParty, *, at: datetime, **columns: str | int) -> None:
    said = {"decided_by": actor.signature, "decided_at": at, **columns}
    apply_transition(FILINGS, row, act, by=taker_of(actor, party), at=at, writes=Writes(columns=said))


def _drop_files(row: Filing, *, at: datetime) -> None:
    gone = files_of(row.pk)
    FiledFile.objects.filter(filing=row).delete()
    discard_files(gone, at=at)


def _note(filing: Filing, actor: Actor, *, at: datetime, files: int) -> None:
    note_change("filing", filing.pk, at=at)
    detail = {"enterprise": filing.enterprise_id, "brand": filing.brand_id, "files": files}
    journal(MAIL_FILED, by=actor.person_id or None, subject=("filing", filing.pk), detail=detail, at=at)
    enterprise = get_enterprise(filing.enterprise_id, actor=NOBODY).row
    said: dict[str, str | int] = {"enterprise": enterprise.name, "filing": filing.pk}
    holders = [each.organisation_id for each in holders_of(filing.enterprise_id)]
    members = {each.email: each.language for holder in holders for each in members_of(holder)}
    for email, language in members.items():
        send_mail(LETTER.name, to=email, language=language, params=said, at=at)


def _reason(text: str) -> str:
    found, longest = clean(text), disclosure_terms().words_longest
    if not found:
        raise DisclosureReasonMissing("Say why; the other side reads it.", field="reason")
    if len(found) > longest:
        raise TextTooLong(f"This takes at most {longest} characters.", longest=longest, field="reason")
    return found
