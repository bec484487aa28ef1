"""Documents as each audience sees them: the public, members of the enterprise, parties of a case, the staff."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet

from qingce.domain.documents.enums import Audience, Standing
from qingce.domain.documents.errors import DocumentNotFound
from qingce.domain.documents.models import Document, Version, VersionFile
from qingce.domain.documents.permissions import (
    PUBLIC,
    of_enterprises,
    of_parties,
    own_documents,
    public_of,
    staff_documents,
    visible_to,
)
from qingce.domain.documents.registry import Use, uses_of
from qingce.domain.documents.terms import document_terms
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.queries import files_by_ids
from qingce.shared.parties.enums import Actor


@dataclass(frozen=True)
class DocumentRow:
    """A document as lists show it. Of a closed one the staff see neither title, number, issuer nor files.

    Args: is_outline: this is such a one.
    """

    id: int
    enterprise_id: int
    enterprise_name: str
    type: str
    title: str
    issuer: str
    number: str
    issued_on: date | None
    valid_from: date | None
    expires_on: date | None
    covers_from: date | None
    covers_until: date | None
    audience: Audience
    version: int
    added_at: datetime
    withdrawn_at: datetime | None
    files: tuple[KeptFile, ...]
    is_outline: bool = False

    def standing(self, on: date) -> Standing:
        """How it stands on a day; on its last day it holds still."""
        if self.withdrawn_at:
            return Standing.WITHDRAWN
        if self.expires_on is None:
            return Standing.VALID
        left = (self.expires_on - on).days
        if left < 0:
            return Standing.EXPIRED
        return Standing.EXPIRING if left <= document_terms().expiring_days else Standing.VALID

    def days_left(self, on: date) -> int:
        """Days until its last one; below 0: so many days ago. 0 where it does not expire."""
        return (self.expires_on - on).days if self.expires_on else 0


@dataclass(frozen=True)
class VersionRow:
    """A version: what it said, its files, who added it when and why. Args: added_by: a signature."""

    number: int
    said: DocumentRow
    reason: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True)
class DocumentDetail:
    """A document on its own page.

    Args: versions: the newest first; of the public only the newest. is_own, is_staff: as what whoever asks sees it.
    """

    row: DocumentRow
    versions: tuple[VersionRow, ...]
    uses: tuple[Use, ...]
    withdraw_reason: str
    withdrawn_by: str
    is_own: bool
    is_staff: bool

    def file(self, number: int) -> KeptFile | None:
        """A file of what is told of it, older versions and copies included; a copy by the number of its source, too."""
        files = [*self.row.files, *(each for version in self.versions for each in version.said.files)]
        copies = [copy for file in files for copy in file.copies]
        in_place = [each for each in files if each.redacted and each.redacted.source_id == number]
        return next((each for each in [*files, *copies] if each.id == number), in_place[0] if in_place else None)


def not_found(pk: int) -> DocumentNotFound:
    """The error for a number that no document has, or none that may be seen."""
    return DocumentNotFound(f"There is no document number {pk}.", number=pk)


def as_published(file: KeptFile) -> KeptFile:
    """A file as the public gets it: without what was taken out of it and by whom, never as it came."""
    shown = file.copies[-1] if file.copies else file
    redacted = shown.redacted and replace(shown.redacted, by="")
    return replace(shown, original_sha256="", copies=(), redacted=redacted)


def public_documents(enterprise_id: int) -> list[DocumentRow]:
    """What everybody sees of an enterprise, by type and the newest first; three queries."""
    rows = Document.objects.filter(public_of(enterprise_id)).order_by(
        "type", F("issued_on").desc(nulls_last=True), "-pk"
    )
    return [_published(row) for row in rows_of(rows)]


def _of_party(row: DocumentRow) -> DocumentRow:
    return replace(row, files=tuple(replace(each, original_sha256="") for each in row.files))


def _published(row: DocumentRow) -> DocumentRow:
    return replace(row, files=tuple(map(as_published, row.files)))


def published(row: DocumentRow) -> DocumentRow:
    """A document as the public gets it where a room that uses it publishes it."""
    return _published(row)


def versions_of(wanted: Collection[tuple[int, int | None]]) -> dict[tuple[int, int | None], DocumentRow]:
    """Documents as one of their versions says, whole, for a room that uses them and answers for who sees them there.

    Args: wanted: number of the document and of its version; None: the newest.
    Returns: by what was asked for; `version` is the newest in each. Four queries.
    """
    numbers = {pk for pk, _version in wanted}
    documents = {each.pk: each for each in Document.objects.filter(pk__in=numbers).select_related("enterprise")}
    versions = {(each.document_id, each.number_of): each for each in Version.objects.filter(document__in=numbers)}
    files = _files(dict.fromkeys(numbers))
    found = {}
    for pk, asked in wanted:
        at = (pk, asked or documents[pk].version)
        found[pk, asked] = _row(documents[pk], versions[at], files.get(at, ()))
    return found


def public_among(ids: Collection[int]) -> list[int]:
    """Those of these documents that everybody sees; one query."""
    return list(Document.objects.filter(PUBLIC, pk__in=ids).order_by("pk").values_list("pk", flat=True))


def shelf_documents(enterprise_id: int, *, actor: Actor) -> list[DocumentRow]:
    """All of an enterprise's documents that somebody sees as its member or as staff, those that expire first first."""
    seen = Q(own_documents(actor) | staff_documents(actor)) if actor.is_staff else own_documents(actor)
    return rows_of(_ordered(Document.objects.filter(of_enterprises([enterprise_id]), seen)), actor=actor)


def same_paper(rows: Iterable[DocumentRow], *, kind: str, number: str, file: KeptFile) -> DocumentRow | None:
    """A document of a shelf that a file seems to be once more: by its bytes, else by type and number."""
    listed = [row for row in rows if row.withdrawn_at is None]
    by_bytes = [row for row in listed if file.sha256 in {each.sha256 for each in row.files}]
    by_number = [row for row in listed if number and (row.type, row.number) == (kind, number)]
    return next(iter([*by_bytes, *by_number]), None)


def expiring_documents(actor: Actor, *, on: date) -> list[DocumentRow]:
    """Of the enterprises that one speaks for, what has expired or expires soon, the most urgent first."""
    until = on + timedelta(days=document_terms().expiring_days)
    rows = Document.objects.filter(own_documents(actor), withdrawn_at=None, expires_on__lte=until)
    return rows_of(_ordered(rows), actor=actor)


def get_document(pk: int, *, actor: Actor) -> DocumentDetail:
    """A document as somebody sees it; a fixed number of queries.

    Files as they came, which may tell who wrote them and are not cleaned, are for the enterprise and the staff only;
    files of which parts were taken out, for these and the parties of a case.

    Raises: DocumentNotFound: also for whoever may not see it.
    """
    document = Document.objects.filter(visible_to(actor), pk=pk).select_related("enterprise").first()
    if document is None:
        raise not_found(pk)
    is_own = Document.objects.filter(own_documents(actor), pk=pk).exists()
    is_staff = actor.is_staff and Document.objects.filter(staff_documents(actor), pk=pk).exists()
    (row,) = rows_of([document], outlines=set() if is_own else _closed([document]))
    if not is_own and not is_staff:
        row = _of_party(row) if Document.objects.filter(of_parties(actor), pk=pk).exists() else _published(row)
    tells = is_own or (is_staff and not row.is_outline)
    return DocumentDetail(
        row=row,
        versions=_versions(document) if tells else (),
        uses=tuple(uses_of([pk]).get(pk, ())) if is_own or is_staff else (),
        withdraw_reason=document.withdraw_reason if tells else "",
        withdrawn_by=document.withdrawn_by if tells else "",
        is_own=is_own,
        is_staff=is_staff,
    )


def document_file(pk: int, file: int, *, actor: Actor) -> KeptFile | None:
    """A file of a document, of an older version too for those who see versions; None: not there, or not to be seen.

    Raises: DocumentNotFound.
    """
    return get_document(pk, actor=actor).file(file)


def rows_of(
    found: QuerySet[Document] | Sequence[Document], *, actor: Actor | None = None, outlines: Iterable[int] | None = None
) -> list[DocumentRow]:
    """Documents as lists show them; at most four queries.

    Args: actor: of whom not every closed document is; None: nobody sees less. outlines: those of which only the
        outline is told, if that is known already.
    """
    documents = list(found.select_related("enterprise") if isinstance(found, QuerySet) else found)
    if outlines is None:
        outlines = _foreign_closed(documents, actor) if actor else ()
    hidden = set(outlines)
    files = _files({each.pk: each.version for each in documents if each.pk not in hidden})
    return [
        _row(each, each, files.get((each.pk, each.version), ()), is_outline=each.pk in hidden) for each in documents
    ]


def _ordered(rows: QuerySet[Document]) -> QuerySet[Document]:
    return rows.order_by(F("withdrawn_at").asc(nulls_first=True), F("expires_on").asc(nulls_last=True), "type", "pk")


def _closed(documents: Sequence[Document]) -> set[int]:
    return {each.pk for each in documents if each.audience == Audience.CLOSED}


def _foreign_closed(documents: Sequence[Document], actor: Actor) -> set[int]:
    closed = _closed(documents)
    if not closed:
        return closed
    return closed - set(Document.objects.filter(own_documents(actor), pk__in=closed).values_list("pk", flat=True))


def _versions(document: Document) -> tuple[VersionRow, ...]:
    rows = list(Version.objects.filter(document=document).order_by("-number_of"))
    files = _files({document.pk: None})
    return tuple(
        VersionRow(
            number=row.number_of,
            said=_row(document, row, files.get((document.pk, row.number_of), ())),
            reason=row.reason,
            added_by=row.added_by,
            added_at=row.added_at,
        )
        for row in rows
    )


def _files(wanted: Mapping[int, int | None]) -> dict[tuple[int, int], tuple[KeptFile, ...]]:
    """The files of versions of documents, by number and version; None: of all versions. Two queries."""
    rows = VersionFile.objects.filter(version__document__in=list(wanted)).order_by("version", "place")
    told = list(rows.values_list("version__document", "version__number_of", "file"))
    kept = [each for each in told if wanted[each[0]] in (None, each[1])]
    by_id = {file.id: file for file in files_by_ids({each[2] for each in kept})} if wanted else {}
    found: dict[tuple[int, int], tuple[KeptFile, ...]] = {}
    for pk, version, file in kept:
        found[pk, version] = (*found.get((pk, version), ()), by_id[file])
    return found


def _row(
    document: Document, said: Document | Version, files: tuple[KeptFile, ...], *, is_outline: bool = False
) -> DocumentRow:
    return DocumentRow(
        id=document.pk,
        enterprise_id=document.enterprise_id,
        enterprise_name=document.enterprise.name,
        type=document.type,
        title="" if is_outline else said.title,
        issuer="" if is_outline else said.issuer,
        number="" if is_outline else said.number,
        issued_on=said.issued_on,
        valid_from=said.valid_from,
        expires_on=said.expires_on,
        covers_from=said.covers_from,
        covers_until=said.covers_until,
        audience=Audience(document.audience),
        version=document.version,
        added_at=document.added_at,
        withdrawn_at=document.withdrawn_at,
        files=files,
        is_outline=is_outline,
    )
