"""Publishing a notice: from here on it is to be read by everybody, and in the ledger."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from qingce.pure.kernel.canonical import canonical_json
from qingce.pure.kernel.divisions import UnknownDivision, get_division
from qingce.pure.kernel.text import clean
from qingce.pure.merkle.hashing import leaf_hash
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import THE_CLOCK, Taker, Writes, enter_act, journal
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.notices.acts import PUBLISHED
from qingce.shared.notices.clocks import Counted, last_day, term_on
from qingce.shared.notices.enums import KIND, PLATFORM_PARTY, NoticeStep, NoticeText
from qingce.shared.notices.errors import NoticeTextWrong
from qingce.shared.notices.models import Notice, NoticeSubject
from qingce.shared.notices.registry import NoticeKind, notice_kind
from qingce.shared.notices.terms import notice_terms
from qingce.shared.notices.transitions import note_event, take_step

LONGEST_KEY, SALT_BYTES = 100, 16


def publish_notice(said: NoticeText, *, by: Taker, at: datetime) -> int:
    """Publishes a notice, in the caller's transaction if there is one; a key that was published before adds nothing.

    Returns: its number.
    Raises: NoticeKindUnknown; NoticeTextWrong; CalendarGap: its period runs into a year without a published calendar;
        NoReleaseInForce, NoSuchRulebook, NoValueThen, NoticeTermUnfit: no rulebook fixes its term that day.
    """
    kind, said = notice_kind(said.kind), _checked(said)
    known = Notice.objects.filter(key=said.key).values_list("pk", flat=True).first()
    if known is not None:
        return known
    begins_on = said.begins_on or localdate(at)
    term = term_on(kind.term, on=begins_on, area=said.area) if kind.term else None
    try:
        with transaction.atomic():
            return _write(kind, replace(said, begins_on=begins_on), term, by=by, at=at)
    except IntegrityError:  # somebody was faster with the same key
        return Notice.objects.values_list("pk", flat=True).get(key=said.key)


def _checked(said: NoticeText) -> NoticeText:
    texts = {name: clean(getattr(said, name)) for name in ("title_zh", "title_en", "body_zh", "body_en")}
    said, most = replace(said, **texts), notice_terms()  # type: ignore[arg-type]  # all of these are texts
    if not (said.title_zh or said.title_en):
        raise NoticeTextWrong("A notice has a title in at least one language.", cause="title")
    for name, text in texts.items():
        longest = most.title_longest if name.startswith("title") else most.body_longest
        if len(text) > longest:
            raise NoticeTextWrong(f"{name} takes at most {longest} characters.", cause="long", longest=longest)
    if not said.key or len(said.key) > LONGEST_KEY or len(said.about) > most.about_most:
        raise NoticeTextWrong(f"A notice has a key, and is about {most.about_most} things at most.", cause="key")
    if said.area:
        try:
            get_division(said.area)
        except UnknownDivision as error:
            raise NoticeTextWrong(f"{said.area[:10]} is no division.", cause="area", area=said.area[:10]) from error
    return said


def _write(kind: NoticeKind, said: NoticeText, term: Counted | None, *, by: Taker, at: datetime) -> int:
    begins_on = said.begins_on or localdate(at)
    row = Notice(
        kind=said.kind,
        key=said.key,
        area=said.area,
        title_zh=said.title_zh,
        title_en=said.title_en,
        body_zh=said.body_zh,
        body_en=said.body_en,
        takes_objections=kind.takes_objections,
        begins_on=begins_on,
        published_at=at,
        changed_at=at,
        **_period(term, begins_on),
    )
    row.says = statement(row, [(each.kind, each.number, each.label[:300]) for each in said.about])
    row.save(force_insert=True)
    NoticeSubject.objects.bulk_create(
        NoticeSubject(notice=row, kind=kind_of, number=number, label=label)
        for (kind_of, number), label in {(each.kind, each.number): each.label[:300] for each in said.about}.items()
    )
    entry = enter_act(
        PUBLISHED, at=at, by=by.signatory or PLATFORM, subject=(KIND, row.pk), facts=_facts(row)
    )  # fmt: skip
    note_event(row, PUBLISHED, at=at, entry=entry)
    note_change(KIND, row.pk, at=at)
    journal(PUBLISHED, by=by.person, subject=(KIND, row.pk), at=at)
    _begin(row, by=by, at=at)
    return row.pk


def _begin(row: Notice, *, by: Taker, at: datetime) -> None:
    """What begins at once: standing without a period, or a period whose first day has come."""
    if row.ends_on is None:
        take_step(row, NoticeStep.STAND, by=Taker(PLATFORM_PARTY, by.person, by.signatory or PLATFORM), at=at)
    elif row.begins_on <= localdate(at):
        take_open(row, at=at)


def take_open(row: Notice, *, at: datetime) -> None:
    """The clock's step by which a period begins."""
    take_step(row, NoticeStep.BEGIN, by=THE_CLOCK, at=at, writes=Writes(facts={"ends_on": row.ends_on}))


def _period(term: Counted | None, begins_on: date) -> dict[str, Any]:
    if term is None:
        return {}
    return {
        "ends_on": last_day(begins_on, term.value, term.unit),
        "term_book": term.book,
        "term_parameter": term.parameter,
        "term_digest": term.digest,
        "term_clause": term.clause[:200],
        "term_value": term.value,
        "term_unit": term.unit,
    }


def statement(row: Notice, about: list[tuple[str, int, str]]) -> str:
    """All that a notice says, with a salt so that its hash lets nobody try texts out: canonical JSON."""
    said = {
        "kind": row.kind,
        "area": row.area,
        "title": {"zh": row.title_zh, "en": row.title_en},
        "body": {"zh": row.body_zh, "en": row.body_en},
        "about": [list(each) for each in sorted(set(about))],
        "begins_on": row.begins_on.isoformat(),
        "ends_on": row.ends_on.isoformat() if row.ends_on else "",
        "term": {"digest": row.term_digest, "parameter": row.term_parameter},
        "salt": secrets.token_hex(SALT_BYTES),
    }
    return canonical_json(said).decode()


def content_of(says: str) -> str:
    """The hash of what is said, as `content` of the entry has it."""
    return leaf_hash(says.encode()).hex()


def _facts(row: Notice) -> dict[str, object]:
    return {
        "content": content_of(row.says),
        "kind": row.kind,
        "area": int(row.area or 0),
        "begins_on": row.begins_on,
        "ends_on": [row.ends_on.isoformat()] if row.ends_on else [],
        "objections": int(row.takes_objections),
    }
