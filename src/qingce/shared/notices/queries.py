"""Reading notices: all of it is public."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from qingce.pure.kernel.text import clean
from qingce.shared.notices.enums import (
    About,
    NoticeDetail,
    NoticeEventRow,
    NoticeRow,
    NoticeState,
    NoticeUnit,
    ObjectionState,
    PublicObjection,
)
from qingce.shared.notices.errors import NoticeNotFound
from qingce.shared.notices.models import Notice, NoticeEvent, NoticeSubject, Objection
from qingce.shared.notices.permissions import notices_kept_by
from qingce.shared.notices.reading import event_of, row_of, version_of
from qingce.shared.notices.reading_follows import FollowRow, address_in, follows_of
from qingce.shared.notices.reading_objections import (
    PUBLIC_COLUMNS,
    count_objections,
    count_waiting,
    is_notice_settled,
    needs_confirmation,
    next_waiting,
    objection_counts,
    objections_by_ids,
    objections_of,
    own_objection,
    public_of,
    staff_objection,
    unanswered,
    waiting_objections,
)
from qingce.shared.notices.registry import NoticeKind, notice_kind, notice_kinds
from qingce.shared.notices.terms import notice_terms
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import in_areas

__all__ = [
    "FollowRow",
    "NoticeKind",
    "NoticesAsked",
    "abouts_of",
    "address_in",
    "areas_of_notices",
    "count_kept",
    "count_notices",
    "count_objections",
    "count_states",
    "count_waiting",
    "follows_of",
    "get_kept_notice",
    "get_notice",
    "is_notice_settled",
    "needs_confirmation",
    "newest_answers",
    "newest_events",
    "next_waiting",
    "notice_kind",
    "notice_kinds",
    "notice_of_key",
    "notice_terms",
    "notices",
    "notices_by_ids",
    "notices_kept",
    "notices_with_period",
    "objection_counts",
    "objections_by_ids",
    "objections_of",
    "own_objection",
    "staff_objection",
    "unanswered",
    "waiting_objections",
]
LONGEST_ASKED = 100
LONG_AGO = timedelta(days=30)  # a calendar that was fetched before then knows the end


@dataclass(frozen=True)
class NoticesAsked:
    """Which notices are asked for; whatever is empty narrows nothing.

    Args: area: a division; what lies within it, and what is about the whole country. since, until: the period, or the
        day of a notice without one, touches these days. text: stands in a title or in what it is about. about: kind and
        number of a thing. is_ending_first: open ones by their last day, instead of the newest first.
        number: this one only.
    """

    kind: str = ""
    state: str = ""
    area: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""
    about: tuple[str, int] | None = None
    is_ending_first: bool = False
    number: int | None = None


def notices(asked: NoticesAsked, *, today: date, start: int = 0, count: int = 50) -> list[NoticeRow]:
    """Notices as they stand today, the newest first unless asked otherwise; one query."""
    order = ("ends_on", "-pk") if asked.is_ending_first else ("-pk",)
    found = _asked(asked, today).order_by(*order)
    if asked.is_ending_first:
        found = found.filter(ends_on__gte=today)
    return [row_of(row, today=today) for row in _lean(found)[start : start + count]]


def count_notices(asked: NoticesAsked, *, today: date) -> int:
    """How many notices are asked for; one query."""
    found = _asked(asked, today)
    return (found.filter(ends_on__gte=today) if asked.is_ending_first else found).count()


def count_states(asked: NoticesAsked, *, today: date) -> dict[NoticeState, int]:
    """How many notices of each state there are, whichever state is asked for; one query."""
    found = _asked(asked, today, is_any_state=True)
    counted = found.aggregate(**{state.value: Count("pk", filter=_in_state(state, today)) for state in NoticeState})
    return {state: counted[state.value] for state in NoticeState}


def areas_of_notices() -> list[str]:
    """The places that notices are about, by code; one query."""
    return list(Notice.objects.order_by("area").values_list("area", flat=True).distinct())


def get_notice(pk: int, *, today: date) -> NoticeDetail:
    """A notice with all that was said; three queries.

    Raises: NoticeNotFound.
    """
    row = Notice.objects.defer("says").filter(pk=pk).first()
    if row is None:
        raise NoticeNotFound(f"There is no notice number {pk}.", number=pk)
    return NoticeDetail(
        row=row_of(row, today=today),
        body_zh=row.body_zh,
        body_en=row.body_en,
        about=tuple(About(each.kind, each.number, each.label) for each in row.subjects.order_by("pk")),
        term_book=row.term_book,
        term_parameter=row.term_parameter,
        term_digest=row.term_digest,
        term_value=row.term_value,
        term_unit=NoticeUnit(row.term_unit) if row.term_unit else None,
        term_clause=row.term_clause,
        events=tuple(event_of(each) for each in row.events.order_by("pk")),
        version=version_of(row),
    )


def get_kept_notice(pk: int, *, actor: Actor, today: date) -> NoticeDetail:
    """A notice for somebody of the staff who looks after it; four queries.

    Raises: NoticeNotFound: also for one that is not the actor's.
    """
    if not Notice.objects.filter(notices_kept_by(actor), pk=pk).exists():
        raise NoticeNotFound(f"There is no notice number {pk}.", number=pk)
    return get_notice(pk, today=today)


def notices_kept(actor: Actor, *, today: date, start: int = 0, count: int = 50) -> list[NoticeRow]:
    """The notices that somebody of the staff looks after, the newest first; one query."""
    rows = _lean(Notice.objects.filter(notices_kept_by(actor))).order_by("-pk")
    return [row_of(row, today=today) for row in rows[start : start + count]]


def count_kept(actor: Actor) -> int:
    """How many notices somebody of the staff looks after; one query."""
    return Notice.objects.filter(notices_kept_by(actor)).count()


def notice_of_key(key: str) -> int | None:
    """The number of the notice that a room published under its own name; None: there is none. One query."""
    return Notice.objects.filter(key=key).values_list("pk", flat=True).first()


def notices_by_ids(ids: Collection[int], *, today: date) -> dict[int, NoticeRow]:
    """Notices by number; one query."""
    return {row.pk: row_of(row, today=today) for row in _lean(Notice.objects.filter(pk__in=list(ids)))}


def abouts_of(ids: Collection[int], *, most: int = 3) -> dict[int, list[About]]:
    """What these notices are about, the first few of each; one query."""
    found: dict[int, list[About]] = {}
    rows = NoticeSubject.objects.filter(notice__in=list(ids)).order_by("pk")
    for notice, kind, number, label in rows.values_list("notice", "kind", "number", "label"):
        if len(found.setdefault(notice, [])) < most:
            found[notice].append(About(kind, number, label))
    return found


def notices_with_period(asked: NoticesAsked, *, today: date, count: int) -> list[NoticeRow]:
    """The notices asked for whose period has not ended long ago, the next that ends first; withdrawn ones too.

    One query.
    """
    rows = _lean(_asked(asked, today).filter(ends_on__gte=today - LONG_AGO)).order_by("ends_on", "pk")
    return [row_of(row, today=today) for row in rows[:count]]


def newest_events(asked: NoticesAsked, *, today: date, count: int = 50) -> list[NoticeEventRow]:
    """The newest public acts of the notices asked for; one query."""
    rows = NoticeEvent.objects.filter(notice__in=_asked(asked, today).values("pk")).order_by("-pk")
    return [event_of(row) for row in rows[:count]]


def newest_answers(asked: NoticesAsked, *, today: date, count: int = 50) -> list[PublicObjection]:
    """The objections to the notices asked for that were answered last; one query."""
    rows = Objection.objects.filter(state=ObjectionState.ANSWERED).order_by("-answered_at", "-pk")
    if asked != NoticesAsked():
        rows = rows.filter(notice__in=_asked(asked, today).values("pk"))
    return [public_of(row) for row in rows.only(*PUBLIC_COLUMNS)[:count]]


def _lean(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    return rows.defer("says", "body_zh", "body_en")


def _asked(asked: NoticesAsked, today: date, *, is_any_state: bool = False) -> QuerySet[Notice]:
    found = Notice.objects.all() if asked.number is None else Notice.objects.filter(pk=asked.number)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.state and not is_any_state:
        found = found.filter(_in_state(asked.state, today))
    if asked.area:
        found = found.filter(in_areas((asked.area,), "area") | Q(area=""))
    if asked.since:
        found = found.filter(Q(ends_on__gte=asked.since) | Q(ends_on=None, begins_on__gte=asked.since))
    if asked.until:
        found = found.filter(begins_on__lte=asked.until)
    if asked.about:
        kind, number = asked.about
        found = found.filter(pk__in=NoticeSubject.objects.filter(kind=kind, number=number).values("notice"))
    if text := clean(asked.text)[:LONGEST_ASKED]:
        named = NoticeSubject.objects.filter(label__icontains=text).values("notice")
        found = found.filter(Q(title_zh__icontains=text) | Q(title_en__icontains=text) | Q(pk__in=named))
    return found


def _in_state(state: str, today: date) -> Q:
    """As `reading.state_on` tells it: by the days, where the clock has not been there yet."""
    ahead = Q(state__in=[NoticeState.ANNOUNCED, NoticeState.OPEN])
    if state == NoticeState.ANNOUNCED:
        return ahead & Q(begins_on__gt=today, ends_on__gte=today)
    if state == NoticeState.OPEN:
        return ahead & Q(begins_on__lte=today, ends_on__gte=today)
    if state == NoticeState.CLOSED:
        return Q(state=NoticeState.CLOSED) | ahead & Q(ends_on__lt=today)
    return Q(state=state)
