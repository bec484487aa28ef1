"""Reading objections: what everybody sees of them, what their senders see, and what the staff see."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from qingce.shared.notices.actions.objecting import digest_of
from qingce.shared.notices.enums import (
    NoticeState,
    NotShown,
    ObjectionCame,
    ObjectionCounts,
    ObjectionState,
    OwnObjection,
    PublicObjection,
    StaffObjection,
)
from qingce.shared.notices.errors import ObjectionNotFound
from qingce.shared.notices.models import Notice, Objection, WaitingObjection
from qingce.shared.notices.permissions import objections_visible_to
from qingce.shared.notices.terms import notice_terms
from qingce.shared.parties.enums import Actor

PUBLIC_COLUMNS = (
    "id", "notice_id", "place", "state", "received_at", "shown", "not_shown", "not_shown_why", "answer",
    "answered_at", "answered_by", "organisation__name",
)  # fmt: skip


def count_objections(notices: Collection[int]) -> dict[int, int]:
    """How many objections each of these notices has; one query, none for no notices."""
    if not notices:
        return {}
    rows = Objection.objects.filter(notice__in=list(notices)).order_by().values_list("notice")
    return dict(rows.annotate(n=Count("pk")))


def objection_counts(notice: int) -> ObjectionCounts:
    """How far the objections to a notice have come; one query."""
    rows = Objection.objects.filter(notice=notice).order_by().values_list("state")
    counted = {state: (n, named) for state, n, named in rows.annotate(n=Count("pk"), named=Count("organisation"))}
    received, looked_at, answered = (counted.get(state, (0, 0))[0] for state in ObjectionState)
    named = sum(named for _n, named in counted.values())
    return ObjectionCounts(received, looked_at, answered, named)


def unanswered(notice: int) -> int:
    """How many objections to a notice still wait for their answer; one query."""
    return Objection.objects.filter(notice=notice).exclude(state=ObjectionState.ANSWERED).count()


def is_notice_settled(notice: int, *, today: date) -> bool:
    """Whether the clock has ended its period, and every objection is answered and confirmed; three queries.

    What was sent within the period and waits for its letter still becomes an objection when the link is followed.
    """
    ended = Notice.objects.filter(pk=notice, state=NoticeState.CLOSED, ends_on__lt=today)
    if not ended.exists() or unanswered(notice):
        return False
    return not WaitingObjection.objects.filter(notice=notice).exists()


def objections_of(notice: int, *, start: int = 0, count: int = 50) -> list[PublicObjection]:
    """Objections to a notice as everybody sees them, in the order they came; one query."""
    rows = _named(Objection.objects.filter(notice=notice)).order_by("place")
    return [public_of(row) for row in rows[start : start + count]]


def objections_by_ids(ids: Collection[int]) -> dict[int, PublicObjection]:
    """Objections by number, as everybody sees them; one query."""
    return {row.pk: public_of(row) for row in _named(Objection.objects.filter(pk__in=list(ids)))}


def own_objection(secret: str) -> OwnObjection:
    """One's own objection by the secret of its link; one query.

    Raises: ObjectionNotFound.
    """
    row = Objection.objects.filter(link_sha256=digest_of(secret)).select_related("organisation").first()
    if row is None:
        raise ObjectionNotFound("No objection has this link.", number="")
    return OwnObjection(public_of(row), row.statement, row.salt)


def needs_confirmation(notice: int, *, at: datetime) -> bool:
    """Whether an objection without an account would have to be confirmed by a letter now; one query."""
    most = notice_terms().flood_per_hour
    recent = Q(came=ObjectionCame.PLAIN, received_at__gt=at - timedelta(hours=1))
    return Objection.objects.filter(recent, notice=notice)[:most].count() >= most


def waiting_objections(
    actor: Actor, *, notice: int | None = None, start: int = 0, count: int = 50
) -> list[StaffObjection]:
    """Objections that wait for the staff, the oldest first, of the areas of somebody; one query."""
    rows = _waiting(actor, notice).select_related("notice", "organisation").order_by("received_at", "pk")
    return [_staff_of(row, with_contact=False) for row in rows[start : start + count]]


def count_waiting(actor: Actor, *, notice: int | None = None) -> tuple[int, datetime | None]:
    """How many objections wait for the staff, and since when the oldest does; one query."""
    found = _waiting(actor, notice).aggregate(n=Count("pk"), oldest=Min("received_at"))
    return found["n"], found["oldest"]


def next_waiting(actor: Actor, *, after: int) -> int | None:
    """The number of the objection that comes after one, else the first that waits; None: none waits."""
    rows = _waiting(actor, None).order_by("received_at", "pk").values_list("pk", flat=True)
    former = Objection.objects.filter(pk=after).values_list("received_at", flat=True).first()
    later = rows.filter(Q(received_at__gt=former) | Q(received_at=former, pk__gt=after)).first() if former else None
    return later or rows.exclude(pk=after).first()


def staff_objection(pk: int, *, actor: Actor) -> StaffObjection:
    """An objection for the staff, with who sent it; one query.

    Raises: ObjectionNotFound: also for one that is not the actor's.
    """
    rows = Objection.objects.filter(objections_visible_to(actor), pk=pk)
    row = rows.select_related("notice", "contact", "person", "organisation").first()
    if row is None:
        raise ObjectionNotFound(f"There is no objection number {pk}.", number=pk)
    return _staff_of(row, with_contact=True)


def public_of(row: Objection) -> PublicObjection:
    """An objection as everybody sees it."""
    return PublicObjection(
        id=row.pk,
        notice=row.notice_id,
        place=row.place,
        state=ObjectionState(row.state),
        received_at=row.received_at,
        shown=row.shown,
        not_shown=NotShown(row.not_shown) if row.not_shown else None,
        not_shown_why=row.not_shown_why,
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        organisation=row.organisation.name if row.organisation else "",
    )


def _named(rows: QuerySet[Objection]) -> QuerySet[Objection]:
    return rows.select_related("organisation").only(*PUBLIC_COLUMNS)


def _waiting(actor: Actor, notice: int | None) -> QuerySet[Objection]:
    rows = Objection.objects.filter(objections_visible_to(actor)).exclude(state=ObjectionState.ANSWERED)
    return rows if notice is None else rows.filter(notice=notice)


def _staff_of(row: Objection, *, with_contact: bool) -> StaffObjection:
    contact = getattr(row, "contact", None) if with_contact else None
    person = row.person if with_contact else None
    return StaffObjection(
        public=public_of(row),
        came=ObjectionCame(row.came),
        statement=row.statement,
        name=(contact.name if contact else "") or (person.name if person else ""),
        email=(contact.email if contact else "") or (person.email if person and person.is_active else ""),
        looked_at=row.looked_at,
        looked_by=row.looked_by,
        title_zh=row.notice.title_zh,
        title_en=row.notice.title_en,
        area=row.notice.area,
        version=str(row.version),
    )
