"""An enterprise with records that somebody may explain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from qingce.domain.disclosure.actions import Saving, answer_commitment, save_texts
from qingce.domain.disclosure.enums import CommitmentKind, Texts
from qingce.domain.disclosure.models import Explanation
from qingce.domain.disclosure.queries import commitment_text
from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.models import Record
from qingce.domain.records.queries import record_version
from qingce.shared.parties.enums import Actor
from tests.domain.documents.keeping import CODES, Kept, kept, release_types
from tests.factories import AT, penalty, take_in
from tests.worlds import remembered

NAME = "绍兴样甲印染有限公司"
SAID = Texts(
    "2024年3月2日总排口化学需氧量超标。", "二号曝气机停机检修，未减少进水。", "3月5日启用备用曝气机，复测达标。"
)


@remembered
def held(count: int = 1, *, name: str = NAME, email: str = "b@example.org", uscc: str = CODES[0], **more: str) -> Kept:
    """An enterprise that an organisation speaks for, with some penalties on the public list."""
    release_types()
    own = kept(name, email=email, uscc=uscc)
    Enterprise.objects.filter(pk=own.enterprise).update(uscc=uscc)
    listed(own, count, name=name, uscc=uscc, **more)
    return own


def listed(
    own: Kept, count: int = 1, *, name: str = NAME, uscc: str = CODES[0], start: int = 1, **more: str
) -> list[int]:
    """Further records of it."""
    rows = [
        penalty(enterprise_name=name, uscc=uscc, doc_no=f"样环罚〔2024〕{number}号{more.get('type', '')}", **more)
        for number in range(start, start + count)
    ]
    take_in(*rows)
    return records_of(own)


def records_of(own: Kept) -> list[int]:
    """Its records, the first one first."""
    return list(Record.objects.filter(enterprise=own.enterprise).order_by("pk").values_list("pk", flat=True))


def accept(
    own: Kept,
    kind: CommitmentKind = CommitmentKind.TRUTHFULNESS,
    *,
    is_accepted: bool = True,
    actor: Actor | None = None,
    version: str = "",
    at: datetime = AT,
) -> None:
    """Answers a commitment."""
    read = version or commitment_text(kind).version
    by = actor or own.actor
    answer_commitment(by, own.enterprise, kind, version=read, language="zh", is_accepted=is_accepted, at=at)


def write(
    own: Kept,
    record: int,
    texts: Texts = SAID,
    *,
    actor: Actor | None = None,
    revision: int | None = None,
    tab: str = "",
    at: datetime = AT,
) -> int:
    """Saves texts on top of what is there, unless told otherwise."""
    if revision is None:
        row = Explanation.objects.filter(organisation=own.organisation, record=record).first()
        revision = row.revision if row else 0
    return save_texts(actor or own.actor, record, texts, Saving(revision, tab, record_version(record)), at=at)


def write_all(own: Kept, records: Sequence[int] = ()) -> None:
    """Explains every record."""
    for number in records or records_of(own):
        write(own, number, Texts(f"{number}：{SAID.violation}", f"{number}：{SAID.reason}", SAID.corrective_action))
