"""Enterprises that promised, records that become public on a day, and explanations that were handed in on one."""

from __future__ import annotations

import csv
import json
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from qingce.domain.disclosure.actions import settle_promises
from qingce.domain.disclosure.enums import CommitmentKind, DisclosureState
from qingce.domain.disclosure.models import Commitment, Disclosure, DisclosureLine, PromisedRecord
from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.actions import ingest
from qingce.domain.records.models import Record
from qingce.shared.parties.queries import operator
from tests.domain.disclosure.disclosing import NAME, accept, records_of
from tests.domain.documents.keeping import CODES, Kept, kept, release_types
from tests.factories import penalty

CHINA = ZoneInfo("Asia/Shanghai")


def noon(day: date | str, hour: int = 12) -> datetime:
    """A moment of a day in China."""
    return datetime.combine(date.fromisoformat(str(day)), time(hour), CHINA)


def promiser(day: date | str, *, name: str = NAME, email: str = "b@example.org", uscc: str = CODES[0]) -> Kept:
    """An enterprise that an organisation speaks for and that promised on a day; it has no record yet."""
    release_types()
    own = kept(name, email=email, uscc=uscc)
    Enterprise.objects.filter(pk=own.enterprise).update(uscc=uscc)
    promise(own, day)
    return own


def promise(own: Kept, day: date | str, *, is_accepted: bool = True) -> None:
    """Gives or declines the promise."""
    accept(own, CommitmentKind.TRUTHFULNESS, at=noon(day))
    accept(own, CommitmentKind.PROMISE, is_accepted=is_accepted, at=noon(day))


def publish(
    own: Kept, day: date | str, count: int = 1, *, name: str = NAME, uscc: str = CODES[0], **more: str
) -> list[int]:
    """Further records that become public on a day; the terms are brought in line."""
    known, start = set(records_of(own)), Record.objects.count()
    rows = [
        penalty(enterprise_name=name, uscc=uscc, doc_no=f"样环罚〔2025〕{start + each}号", **more)
        for each in range(count)
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.jsonl"
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
        report = ingest(path, mapping="", actor=operator("test"), at=noon(day))
    assert report.rows_rejected == 0, report.problems
    settle(day)
    return [pk for pk in records_of(own) if pk not in known]


def settle(day: date | str) -> int:
    """Brings every term in line, as on a day."""
    return settle_promises(Record.objects.values_list("pk", flat=True), at=noon(day))


def hand_in(
    own: Kept,
    records: Sequence[int],
    day: date | str,
    *,
    state: DisclosureState = DisclosureState.PUBLISHED,
) -> Disclosure:
    """An explanation of some records that was handed in on a day, as the acts leave it."""
    at = noon(day)
    answers = {each.kind: each for each in Commitment.objects.filter(organisation=own.organisation).order_by("pk")}
    row = Disclosure.objects.create(
        enterprise_id=own.enterprise,
        organisation_id=own.organisation,
        type="supervision",
        language="zh",
        state=state,
        truthfulness=answers["truthfulness"],
        promise=answers["promise"],
        sent_at=at,
        submitted_at=at,
        first_submitted_at=at,
        decided_at=at if state == DisclosureState.PUBLISHED else None,
    )
    DisclosureLine.objects.bulk_create(
        DisclosureLine(disclosure=row, record_id=pk, place=place, revision=1, title="样例", source="样例")
        for place, pk in enumerate(records, 1)
    )
    settle_promises(records, at=at)
    return row


def term_of(record: int) -> PromisedRecord:
    """The newest term of a record."""
    return PromisedRecord.objects.filter(record=record).latest("pk")


class Oracle:
    """Working days from the published table, as a list of worked days: reckoned otherwise than the program does."""

    def __init__(self, first: int, last: int) -> None:
        text = files("qingce.pure.kernel").joinpath("data/calendar.csv").read_text("utf-8")
        said = {date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(text.splitlines())}
        span = (date(last, 12, 31) - date(first, 1, 1)).days + 1
        days = [date(first, 1, 1) + timedelta(days=each) for each in range(span)]
        self.worked = [day for day in days if said.get(day, "work" if day.isoweekday() <= 5 else "off") == "work"]

    def due(self, start: date, term: int) -> date:
        """The last working day of a term."""
        return self.worked[bisect_right(self.worked, start) + term - 1]

    def between(self, start: date, end: date) -> int:
        """Working days after the start up to the end."""
        return bisect_right(self.worked, end) - bisect_right(self.worked, start)
