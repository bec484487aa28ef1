"""Reading correction requests: what everybody may see, what the asker may, and what staff need."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, overload

from django.db.models import Count, Max, Q, QuerySet
from django.utils.timezone import localdate

from qingce.domain.records.enums import Due, Outcome, RequestKind
from qingce.domain.records.models import (
    Correction,
    CorrectionRequest,
    RequestAddition,
    RequestContact,
    RequestEvidence,
    StateChange,
)
from qingce.domain.records.permissions import requests_answered_by, requests_visible_to
from qingce.domain.records.queries.reading import RecordDetail, get_record
from qingce.domain.records.terms import AnswerText, RequestTerms, answer_texts, due, request_terms
from qingce.pure.kernel.errors import NotFound
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.queries import files_by_ids
from qingce.shared.parties.enums import Actor


class RequestNotFound(NotFound):
    """No correction request has this number or this link."""

    code = "request-not-found"


@dataclass(frozen=True)
class PublicRequest:
    """What the record's page shows of a request; `outcome` None: open."""

    reference: str
    kind: RequestKind
    received_at: datetime
    due: Due
    statement: str
    outcome: Outcome | None
    answer: str
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True)
class Addition:
    """What the asker said later, with the files that came with it."""

    text: str
    added_at: datetime
    files: tuple[KeptFile, ...]


@dataclass(frozen=True)
class OwnRequest:
    """What its asker sees of a request through the secret link; who asked is not shown there either."""

    public: PublicRequest
    record_id: int
    record_title: str
    field: str
    proposed: str
    statement: str
    files: tuple[KeptFile, ...]
    additions: tuple[Addition, ...]


@dataclass(frozen=True)
class OpenRequest:
    """A line of the queue, oldest due first."""

    id: int
    reference: str
    kind: RequestKind
    is_enterprise: bool
    record_id: int
    record_title: str
    enterprise_name: str
    received_at: datetime
    due: Due
    files: int
    additions: int


@dataclass(frozen=True)
class StaffRequest:
    """All that staff need to decide; `version` changes with the request and with its record."""

    id: int
    own: OwnRequest
    record: RecordDetail
    is_enterprise: bool
    contact_name: str
    contact_email: str
    released_by: str
    version: str


def answer_terms() -> RequestTerms:
    """Terms and limits of requests."""
    return request_terms()


def reusable_answers() -> tuple[AnswerText, ...]:
    """Reasons that are used again and again."""
    return answer_texts()


def requests_about(record_id: int, *, today: date) -> list[PublicRequest]:
    """The requests about a record as anybody may see them, newest first; one query."""
    rows = CorrectionRequest.objects.filter(record_id=record_id).order_by("-received_at", "-pk")
    return [_public(row, today) for row in rows]


@overload
def request_by_link(secret: str, *, is_needed: Literal[True]) -> CorrectionRequest: ...
@overload
def request_by_link(secret: str) -> CorrectionRequest | None: ...
def request_by_link(secret: str, *, is_needed: bool = False) -> CorrectionRequest | None:
    """The request that a secret link leads to.

    Raises: RequestNotFound: none, and one is needed.
    """
    digest = hashlib.sha256(secret.encode()).digest()
    found = CorrectionRequest.objects.select_related("record").filter(link_sha256=digest).first()
    if found is None and is_needed:
        raise RequestNotFound("This link leads to no request; copy it whole, or ask again.", cause="link")
    return found


def own_request(secret: str, *, today: date) -> OwnRequest:
    """A request for the one who holds its link; a fixed number of queries.

    Raises: RequestNotFound.
    """
    return _own(request_by_link(secret, is_needed=True), today)


def count_open_requests(*, actor: Actor) -> int:
    """How many requests that the actor reads wait for an answer."""
    return CorrectionRequest.objects.filter(requests_visible_to(actor), outcome="").count()


def open_requests(*, actor: Actor, today: date, offset: int = 0, limit: int = 100) -> list[OpenRequest]:
    """Requests that the actor reads and that wait for an answer, oldest due first; three queries."""
    rows = list(_queue(actor).select_related("record__enterprise")[offset : offset + limit])
    # Counted for those shown only: counted beside them, all that wait would be counted first.
    files, additions = (_count_by_request(each, rows) for each in (RequestEvidence, RequestAddition))
    return [
        OpenRequest(
            id=row.pk,
            reference=row.reference,
            kind=RequestKind(row.kind),
            is_enterprise=row.is_enterprise,
            record_id=row.record_id,
            record_title=row.record.title,
            enterprise_name=row.record.enterprise.name,
            received_at=row.received_at,
            due=_due(row, today),
            files=files.get(row.pk, 0),
            additions=additions.get(row.pk, 0),
        )
        for row in rows
    ]


def _count_by_request(
    model: type[RequestEvidence | RequestAddition], among: Sequence[CorrectionRequest]
) -> dict[int, int]:
    rows = model._default_manager.filter(request__in=among).values_list("request_id")
    return dict(rows.annotate(count=Count("pk")).order_by())


def _queue(actor: Actor) -> QuerySet[CorrectionRequest]:
    # All have the same term, so the order of receipt is that of the days due, with or without a calendar.
    return CorrectionRequest.objects.filter(requests_visible_to(actor), outcome="").order_by("received_at", "pk")


def oldest_open_request(*, actor: Actor, after: int | None = None) -> int | None:
    """Number of the request to answer first; `after` this one, if any follows."""
    waiting = _queue(actor)
    if after is not None:
        last = CorrectionRequest.objects.filter(pk=after).values_list("received_at", flat=True).first()
        if last is not None:
            waiting = waiting.filter(Q(received_at__gt=last) | Q(received_at=last, pk__gt=after))
    return waiting.values_list("pk", flat=True).first()


def staff_request(pk: int, *, actor: Actor, today: date) -> StaffRequest:
    """A request as staff decide on it; a fixed number of queries.

    Raises: RequestNotFound: also for one that the actor does not read.
    """
    row = CorrectionRequest.objects.select_related("record").filter(requests_visible_to(actor), pk=pk).first()
    if row is None:
        raise RequestNotFound(f"There is no correction request number {pk}.", number=pk)
    contact = RequestContact.objects.filter(request__in=_answered(actor), request=row).first()
    return StaffRequest(
        id=row.pk,
        own=_own(row, today),
        record=get_record(row.record_id, actor=actor),
        is_enterprise=row.is_enterprise,
        contact_name=contact.name if contact else "",
        contact_email=contact.email if contact else "",
        released_by=row.released_by,
        version=version_of(row),
    )


def _answered(actor: Actor) -> QuerySet[CorrectionRequest]:
    """Those whose asker one may know: whoever only reads does not."""
    return CorrectionRequest.objects.filter(requests_answered_by(actor))


def request_file(pk: int, file_id: int, *, actor: Actor) -> KeptFile:
    """A file that came with a request.

    Raises: RequestNotFound: the request has no such file, or is not one that the actor reads.
    """
    return evidence_of(pk, file_id, requests_visible_to(actor))


def evidence_of(pk: int, file_id: int, seen: Q) -> KeptFile:
    """A file that came with one of these requests.

    Raises: RequestNotFound.
    """
    requests = CorrectionRequest.objects.filter(seen, pk=pk)
    if RequestEvidence.objects.filter(request__in=requests, file_id=file_id).exists():
        for file in files_by_ids([file_id]):
            return file
    raise RequestNotFound(f"Request {pk} has no such file.", number=pk, cause="file")


def request_files(pk: int, *, actor: Actor) -> list[KeptFile]:
    """All files that came with a request and its additions, in the order in which they came.

    Raises: RequestNotFound: the request has no file, or is not one that the actor reads.
    """
    seen = CorrectionRequest.objects.filter(requests_visible_to(actor), pk=pk)
    files = files_by_ids(RequestEvidence.objects.filter(request__in=seen).values_list("file_id", flat=True))
    if not files:
        raise RequestNotFound(f"Request {pk} has no such file.", number=pk, cause="file")
    return files


def version_of(request: CorrectionRequest) -> str:
    """What changes when the request is added to or answered, or its record is changed: told back with the decision."""
    additions = RequestAddition.objects.filter(request_id=request.pk).count()
    return f"{additions}.{record_version(request.record_id)}.{request.outcome}"


def record_version(pk: int) -> str:
    """What changes when a record is corrected, moved, withdrawn or published again; two queries."""
    corrections = Correction.objects.filter(record_id=pk).count()
    return f"{corrections}.{StateChange.objects.filter(record_id=pk).count()}"


def record_versions(numbers: Collection[int]) -> dict[int, str]:
    """As `record_version`, of many; two queries."""
    counts = [
        dict(rows.order_by().values_list("record_id").annotate(count=Count("pk")))
        for rows in (
            Correction.objects.filter(record_id__in=numbers),
            StateChange.objects.filter(record_id__in=numbers),
        )
    ]
    return {pk: ".".join(str(each.get(pk, 0)) for each in counts) for pk in numbers}


def records_changed_since(numbers: Collection[int]) -> dict[int, datetime]:
    """When each of these records was corrected, moved, withdrawn or published again last, if ever; two queries."""
    found: dict[int, datetime] = {}
    for rows, moment in (
        (Correction.objects.filter(record_id__in=numbers), "corrected_at"),
        (StateChange.objects.filter(record_id__in=numbers), "changed_at"),
    ):
        for pk, last in rows.order_by().values_list("record_id").annotate(last=Max(moment)):
            found[pk] = max(last, found.get(pk, last))
    return found


def _due(row: CorrectionRequest, today: date) -> Due:
    return due(localdate(row.received_at), row.term_workdays, stored=row.due_on, today=today)


def _public(row: CorrectionRequest, today: date) -> PublicRequest:
    return PublicRequest(
        reference=row.reference,
        kind=RequestKind(row.kind),
        received_at=row.received_at,
        due=_due(row, today),
        statement=row.released_statement,
        outcome=Outcome(row.outcome) if row.outcome else None,
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
    )


def _own(row: CorrectionRequest, today: date) -> OwnRequest:
    evidence = list(RequestEvidence.objects.filter(request=row).values_list("addition_id", "file_id"))
    files = {file.id: file for file in files_by_ids([file_id for _, file_id in evidence])}

    def of(addition: int | None) -> tuple[KeptFile, ...]:
        return tuple(files[pk] for owner, pk in evidence if owner == addition and pk in files)

    return OwnRequest(
        public=_public(row, today),
        record_id=row.record_id,
        record_title=row.record.title,
        field=row.field,
        proposed=row.proposed,
        statement=row.statement,
        files=of(None),
        additions=tuple(Addition(each.text, each.added_at, of(each.pk)) for each in row.additions.order_by("pk")),
    )
