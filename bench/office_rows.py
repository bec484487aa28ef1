"""Rows for the office's bench: invented ones, put straight into the tables, as many as asked for.

Not the way of a real file, which `bench.ingest` measures: here only the pages that read them are looked at. Of what
staff work through, one in twenty waits.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from django.db import connection, models, transaction

from qingce.domain.enterprises.describing import Description
from qingce.domain.enterprises.enums import AskReason, ClaimState, QuestionState
from qingce.domain.enterprises.models import Claim, Enterprise, EnterpriseName, MatchQuestion
from qingce.domain.enterprises.questions import kept
from qingce.domain.records.enums import Outcome, RecordType, RequestKind, ViolationCategory
from qingce.domain.records.models import CorrectionRequest, Provenance, Record, Source, Violation
from qingce.domain.removal.models import Confirmation
from qingce.domain.removal.queueing import build_queue
from qingce.pure.kernel.divisions import children_of, provinces
from qingce.shared.bulk.actions import insert_rows
from qingce.shared.intake.enums import BatchState
from qingce.shared.intake.models import Batch
from qingce.shared.ledger.entering import compose
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.ledger.models import Checkpoint, JournalEntry, LedgerEntry, LogState
from qingce.shared.ledger.schemas import newest_schema
from qingce.shared.mail.enums import LetterState
from qingce.shared.mail.models import Letter
from qingce.shared.parties.enums import OrganisationKind, OrganisationState, ProposalState
from qingce.shared.parties.models import Organisation, Person, Proposal

AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
PIECE = 5_000
PER_ENTERPRISE = 5
BATCHES = 2_000
ONE_IN = 20  # waits
REMOVABLE = (RecordType.SUPERVISION, RecordType.RECTIFICATION)
TRADES = ("印染", "化工", "造纸", "电镀", "水泥", "纺织", "食品", "制药", "钢铁", "建材")
PAPERS = ("key-entity", "inspection", "eia")


def fill(records: int) -> None:
    """Everything that the office reads, in proportion to a number of records."""
    enterprises = max(records // PER_ENTERPRISE, 1)
    _people(max(records // 10, 100))
    _batches(min(BATCHES, max(records // 100, 20)))
    _enterprises(enterprises)
    _records(records, enterprises)
    _waiting(records, enterprises)
    _ledger(max(records // 5, 100))
    build_queue()
    if connection.vendor == "postgresql":  # which does so by itself; SQLite does not
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def put(model: type[models.Model], count: int, **makers: Any) -> None:
    """Inserts rows numbered from 1 on, in transactions of 5,000.

    Args: makers: attribute → its value, or what makes it of the row's number; left out: the column's default.
    """
    known = {field.attname: field for field in model._meta.concrete_fields if not field.primary_key}
    given = {name: makers.get(name, _default(field)) for name, field in known.items()}
    for first in range(1, count + 1, PIECE):
        numbers = range(first, min(first + PIECE, count + 1))
        columns = {
            name: [value(number) for number in numbers] if callable(value) else [value] * len(numbers)
            for name, value in given.items()
        }
        with transaction.atomic():
            insert_rows(model, {"id": list(numbers), **columns})
    if connection.vendor == "postgresql":
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), %s)", [count])


def _default(field: models.Field[Any, Any]) -> Any:
    return field.get_default() if not field.null else None


def digest(kind: str, number: int, size: int = 16) -> bytes:
    """Bytes that no other number of the kind has."""
    return hashlib.blake2b(f"{kind} {number}".encode(), digest_size=size).digest()


@cache
def places() -> tuple[str, ...]:
    """Codes of counties; more of the coast than of elsewhere."""
    codes = [
        county.code for province in provinces() for prefecture in children_of(province.code)
        for county in children_of(prefecture.code)
    ]  # fmt: skip
    coast = [code for code in codes if code[:2] in {"31", "32", "33", "37", "44"}]
    return (*codes, *coast, *coast)


def place(number: int) -> str:
    """The county of an enterprise; of one in fifty it is not known."""
    return "" if number % 50 == 0 else places()[number * 7919 % len(places())]


def _moment(number: int) -> datetime:
    return AT - timedelta(minutes=number % 500_000)


def _people(count: int) -> None:
    put(
        Person, count, name=lambda n: f"合成{n}", email=lambda n: f"p{n}@example.org", number=lambda n: f"P{n:09}",
        created_at=AT, password="!",  # noqa: S106  # nobody logs in by it
    )  # fmt: skip
    put(
        Organisation, count // 2, kind=lambda n: OrganisationKind.values[n % 8],
        name=lambda n: f"合成环境服务{n}有限公司",
        state=lambda n: OrganisationState.WAITING if n % ONE_IN == 0 else OrganisationState.ACTIVE,
        number=lambda n: f"G{n:09}", area=place, registered_by="#P000000001", registered_at=_moment,
    )  # fmt: skip
    put(
        Proposal, count // 10, act="withdraw-record", subject_id=lambda n: n, area=place, reason="决定被撤销",
        state=lambda n: ProposalState.OPEN if n % ONE_IN == 0 else ProposalState.REFUSED,
        proposed_by_id=2, proposed_at=_moment,
    )  # fmt: skip
    put(
        JournalEntry, count, at=_moment, act="role-given", person_id=lambda n: n % 50 + 1,
        concerned_id=lambda n: n % count + 1, subject_kind="person", subject_id=lambda n: n,
    )  # fmt: skip
    put(
        Letter, count, to=lambda n: f"p{n}@example.org", kind="proposal-waits", language="zh", token=lambda n: f"t{n}",
        state=lambda n: LetterState.FAILED if n % ONE_IN == 0 else LetterState.SENT, message_id=lambda n: f"m{n}",
        created_at=_moment, queued_at=_moment, sent_at=_moment, failed_at=_moment,
    )  # fmt: skip


def _batches(count: int) -> None:
    def state(number: int) -> str:
        return BatchState.MAPPING if number > 1 and number % ONE_IN == 0 else BatchState.DONE

    put(
        Batch, count, file_name=lambda n: f"合成{n}.csv", sha256=lambda n: digest("file", n, 32).hex(),
        size_bytes=10**8,
        state=state, brought_by="#P000000001", received_at=_moment, finished_at=_moment, rows_read=10**6,
        rows_new=9 * 10**5, rows_rejected=10**5, area=lambda n: "" if n % 3 else place(n),
    )  # fmt: skip


def _enterprises(count: int) -> None:
    def name(number: int) -> str:
        return f"合成{TRADES[number % len(TRADES)]}有限公司{number}"

    put(Enterprise, count, name=name, name_key=name, division=place, created_at=AT, is_synthetic=True)
    put(EnterpriseName, count, enterprise_id=lambda n: n, name=name, name_key=name, kind="current", created_at=AT)


def _records(count: int, enterprises: int) -> None:
    def owner(number: int) -> int:
        return number % enterprises + 1

    def kind(number: int) -> str:
        return REMOVABLE[number % 2] if number % 3 else PAPERS[number % len(PAPERS)]

    put(Source, 1, title="合成来源", key=digest("source", 1))
    put(
        Record, count, enterprise_id=owner, type=kind, title="行政处罚决定", doc_no=lambda n: f"合成〔2024〕{n}号",
        issuer="合成生态环境局", published_on=lambda n: date(2012 + n % 14, n % 12 + 1, n % 28 + 1),
        year=lambda n: 2012 + n % 14, division=lambda n: place(owner(n)) if n % 40 else "",
        description="废水总排放口化学需氧量浓度超过排放标准限值。" * 4, measure="罚款十二万五千元", is_synthetic=True,
        identity_key=lambda n: digest("record", n), content_key=lambda n: digest("content", n),
        salt=lambda n: digest("salt", n), statement_hash=lambda n: digest("said", n, 32), batch_id=1, created_at=AT,
    )  # fmt: skip
    put(Violation, count, record_id=lambda n: n, category=ViolationCategory.WATER, text="废水超标")
    put(
        Provenance, count, record_id=lambda n: n, source_id=1, batch_id=1, row=lambda n: n + 1, received_at=AT,
    )  # fmt: skip
    confirmed = [n for n in range(1, count + 1) if kind(n) in REMOVABLE and n % ONE_IN]
    put(
        Confirmation, len(confirmed), record_id=lambda n: confirmed[n - 1], place=1, on=AT.date(),
        violations=[{"text": "", "facts": {}}],
        digest="0" * 64, outcome="audit", confirmed_by="#P000000001", confirmed_at=AT, entry="0" * 32,
    )  # fmt: skip


def _waiting(records: int, enterprises: int) -> None:
    """Questions, requests and claims: as many as one record in ten; half of them wait."""
    count = max(records // 10, 40)
    ranked = [{"enterprise": 1, "score": "0.950", "reasons": ["name-equal"]}]
    put(
        MatchQuestion, count, batch_id=1, key=lambda n: digest("question", n),
        description=kept(Description("合成有限公司", "合成")),
        division=place, why=AskReason.NEAR, ranked=ranked, best_score=lambda n: n % 1000 / 1000, rows=3,
        state=lambda n: QuestionState.OPEN if n % 2 else QuestionState.SAME, asked_at=_moment,
    )  # fmt: skip
    put(
        CorrectionRequest, count, record_id=lambda n: n, reference=lambda n: f"R{n:09}", kind=RequestKind.WRONG,
        link_sha256=lambda n: digest("link", n, 32), statement="合成：金额有误", received_at=_moment, term_workdays=10,
        outcome=lambda n: "" if n % 2 else Outcome.DECLINED, answer=lambda n: "" if n % 2 else "核对无误",
    )  # fmt: skip
    put(
        Claim, min(count, enterprises), enterprise_id=lambda n: n,
        organisation_id=lambda n: n % (records // 20 or 1) + 1,
        state=lambda n: ClaimState.SUBMITTED if n % 2 else ClaimState.GRANTED, uscc="91000000MA0000001R",
        submitted_by="#P000000001", submitted_at=_moment,
    )  # fmt: skip


def _ledger(count: int) -> None:
    mark = 2**40
    body = compose(
        newest_schema("record-withdrawn"), at=AT, by=PLATFORM, subject={"kind": "record", "number": mark}, facts={},
        words={"reason": "合成"},
    ).body  # fmt: skip
    put(
        LedgerEntry, count, key=lambda n: digest("entry", n), number=lambda n: n - 1, act="record-withdrawn",
        at=lambda n: AT - timedelta(seconds=count - n), subject_kind="record", subject_id=lambda n: n,
        body=lambda n: bytes(body).replace(b"%d" % mark, b"%d" % n), leaf=lambda n: digest("leaf", n, 32),
    )  # fmt: skip
    put(
        Checkpoint, count // 10, size=lambda n: n * 10, root=lambda n: digest("root", n, 32), note="", made_at=AT,
    )  # fmt: skip
    LogState.objects.update_or_create(pk=1, defaults={"size": count})
