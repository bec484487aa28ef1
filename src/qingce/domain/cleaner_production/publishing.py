"""Publishing what an audit asks for: by the enterprise on its page here, or noted by staff with where it was found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.cleaner_production.acts import PUBLISHED
from qingce.domain.cleaner_production.duties import kinds_of, writable_fields
from qingce.domain.cleaner_production.enums import (
    COPY_MB,
    COPY_TYPES,
    OWN_KINDS,
    PUBLICATION,
    PUBLICATION_COPY,
    PublicationKind,
)
from qingce.domain.cleaner_production.errors import AuditNotSpokenFor, PublicationWrong
from qingce.domain.cleaner_production.judging import BOOK
from qingce.domain.cleaner_production.links import is_web
from qingce.domain.cleaner_production.models import Publication
from qingce.domain.cleaner_production.roster_reading import AuditLine, audit_line
from qingce.domain.enterprises.queries import holders_of
from qingce.pure.kernel.canonical import canonical_json
from qingce.pure.kernel.text import clean
from qingce.pure.rules.book import Book
from qingce.shared.changes.actions import note_change
from qingce.shared.files.actions import attach_files, discard_files, keep_upload
from qingce.shared.ledger.actions import enter_act, journal
from qingce.shared.ledger.enums import Signatory, SignatoryRole
from qingce.shared.parties.enums import Actor, Duty, MemberRole, Seat
from qingce.shared.parties.queries import check_duty, organisations_by_ids, seat_for, signatory_of
from qingce.shared.rulebooks.queries import book_at

LONGEST_TEXT, LONGEST_PLACE, LONGEST_LINK = 5000, 200, 500
FIRST_DAY = date(2003, 1, 1)  # the law came into force


@dataclass(frozen=True)
class PublicationText:
    """What was published of an audit.

    Args: texts: field of the rulebook → what was published of it. is_all: the other fields were looked for and not
        found; without any text, a search that found nothing. published_on: or the day of such a search.
    """

    kind: PublicationKind
    published_on: date | None
    texts: Mapping[str, str] = field(default_factory=dict)
    is_all: bool = False
    place: str = ""
    link: str = ""


def publish_fields(actor: Actor, record: int, kind: PublicationKind, texts: Mapping[str, str], *, at: datetime) -> int:
    """Publishes fields of an audit on the enterprise's page here, which counts as publication; in its name.

    Returns: the number of the publication.
    Raises: RecordNotFound; AuditNotSpokenFor; RoleTooSmall; PublicationWrong; NoReleaseInForce.
    """
    line = audit_line(record)
    seat = speaking_seat(actor, line.row.enterprise_id, MemberRole.EDITOR)
    if kind not in OWN_KINDS:
        raise PublicationWrong("This cannot be published here.", field="form", cause="kind")
    said = PublicationText(kind, localdate(at), texts, is_all=True)
    values = checked_values(line, said, book_at(BOOK, on=localdate(at)), today=localdate(at))
    if not values["texts"]:
        raise PublicationWrong("Write at least one field.", field="form", cause="empty")
    known = organisations_by_ids([seat.organisation_id])[seat.organisation_id]
    by = Signatory(SignatoryRole.ORGANISATION, actor.signature, known.number)
    with transaction.atomic():
        return write_publication(line, values, actor, by, organisation=seat.organisation_id, at=at)


def note_publication(
    actor: Actor,
    record: int,
    said: PublicationText,
    *,
    at: datetime,
    copy: tuple[str, Iterable[bytes]] | None = None,
) -> int:
    """Notes what was published elsewhere, or that a search found nothing; by the staff of the enterprise's area.

    Args: copy: name and content of a saved copy, PDF or picture; public.
    Raises: RecordNotFound; DutyMissing; OutOfArea; PublicationWrong; NoReleaseInForce; the errors of files.
    """
    line = audit_line(record)
    check_duty(actor, Duty.CLEANER_PRODUCTION, line.row.division)
    values = checked_values(line, said, book_at(BOOK, on=localdate(at)), today=localdate(at))
    check_told(values)
    kept: list[int] = []
    if copy:
        name, chunks = copy
        file = keep_upload(
            chunks, name=name, accepts=COPY_TYPES, purpose=PUBLICATION_COPY, at=at, largest_mb=COPY_MB
        )  # fmt: skip
        kept = [file.id]
    try:
        with transaction.atomic():
            number = write_publication(
                line, values | {"copy_id": kept[0] if kept else None}, actor, signatory_of(actor.signature), at=at
            )
            attach_files(kept, purpose=PUBLICATION_COPY, at=at)
    except Exception:
        discard_files(kept, at=at)
        raise
    return number


def speaking_seat(actor: Actor, enterprise: int, needed: MemberRole = MemberRole.READER) -> Seat:
    """The membership by which somebody speaks for an audited enterprise; two queries at most.

    Raises: AuditNotSpokenFor; RoleTooSmall.
    """
    own = [each.organisation_id for each in holders_of(enterprise) if actor.seat_in(each.organisation_id)]
    if not own:
        raise AuditNotSpokenFor("Only members of the organisation that speaks for this enterprise publish for it.")
    return seat_for(actor, own[0], needed)


def write_publication(
    line: AuditLine,
    values: Mapping[str, object],
    actor: Actor,
    by: Signatory,
    *,
    at: datetime,
    organisation: int | None = None,
) -> int:
    """Writes one publication, in the transaction of its act, with its changes, journal and ledger entry.

    Args: values: as `checked_values` gives them.
    Returns: its number.
    """
    row = Publication.objects.create(
        **values,
        record_id=line.row.id,
        enterprise_id=line.row.enterprise_id,
        organisation_id=organisation,
        entered_by=actor.signature,
        entered_at=at,
    )
    note_change(PUBLICATION, row.pk, at=at)
    note_change("enterprise", line.row.enterprise_id, at=at)
    journal(
        PUBLISHED, by=actor.person_id or None, organisation=organisation, subject=(PUBLICATION, row.pk),
        detail={"record": line.row.id, "kind": str(row.kind)}, at=at,
    )  # fmt: skip
    facts = {
        "enterprise": line.row.enterprise_id,
        "record": line.row.id,
        "kind": str(row.kind),
        "fields": sorted(row.texts),
        "content": hashlib.sha256(canonical_json(row.texts)).hexdigest(),
    }
    enter_act(PUBLISHED, at=at, by=by, subject=(PUBLICATION, row.pk), facts=facts)
    return row.pk


def checked_values(line: AuditLine, said: PublicationText, book: Book, *, today: date) -> dict[str, object]:
    """What is said of a publication, as its row holds it.

    Raises: PublicationWrong: names the field.
    """
    if said.kind not in kinds_of(line):
        raise PublicationWrong("This audit does not ask for that.", field="form", cause="kind")
    asked = {each.id for each in writable_fields(said.kind, line, book)}
    texts = {name: text for name, raw in said.texts.items() if name in asked and (text := clean(raw).strip())}
    place, link = clean(said.place).strip(), clean(said.link).strip()
    for name, text, longest in (
        *((name, text, LONGEST_TEXT) for name, text in texts.items()),
        ("place", place, LONGEST_PLACE),
        ("link", link, LONGEST_LINK),
    ):
        if len(text) > longest:
            told = f"This takes at most {longest} characters."
            raise PublicationWrong(told, field=name, cause="long", longest=longest)
    if said.published_on is None or not FIRST_DAY <= said.published_on <= today:
        raise PublicationWrong("Give the day of publication; it cannot lie ahead.", field="published_on", cause="day")
    if link and not is_web(link):
        raise PublicationWrong("Give a whole address that begins with https:// or http://.", field="link", cause="link")
    return {
        "kind": said.kind,
        "texts": texts,
        "is_all": said.is_all,
        "published_on": said.published_on,
        "place": place,
        "link": link,
    }


def check_told(values: Mapping[str, object]) -> None:
    """What staff note says where it was found, and says something."""
    if not values["place"]:
        raise PublicationWrong("Say where it was published, or where you searched.", field="place", cause="place")
    if not values["texts"] and not values["is_all"]:
        raise PublicationWrong("Write at least one field, or say that nothing was found.", field="form", cause="empty")
