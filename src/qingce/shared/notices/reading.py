"""What the rows of a notice say, as values."""

from __future__ import annotations

from datetime import date

from qingce.shared.notices.clocks import left_of
from qingce.shared.notices.enums import Left, NoticeEventRow, NoticeRow, NoticeState, NoticeUnit
from qingce.shared.notices.models import Notice, NoticeEvent


def version_of(row: Notice) -> str:
    """What changes whenever a notice does."""
    return f"{row.state}.{row.extensions}"


def state_on(row: Notice, today: date) -> NoticeState:
    """The state by the days, which the clock may not have noted yet."""
    state = NoticeState(row.state)
    if row.ends_on is None or state not in (NoticeState.ANNOUNCED, NoticeState.OPEN):
        return state
    if today > row.ends_on:
        return NoticeState.CLOSED
    return NoticeState.OPEN if today >= row.begins_on else NoticeState.ANNOUNCED


def row_of(row: Notice, *, today: date) -> NoticeRow:
    """A notice as lists show it."""
    state = state_on(row, today)
    return NoticeRow(
        id=row.pk,
        kind=row.kind,
        state=state,
        area=row.area,
        title_zh=row.title_zh,
        title_en=row.title_en,
        takes_objections=row.takes_objections,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        extensions=row.extensions,
        published_at=row.published_at,
        changed_at=row.changed_at,
        left=_left(row, state, today),
    )


def _left(row: Notice, state: NoticeState, today: date) -> Left | None:
    if row.ends_on is None or state == NoticeState.WITHDRAWN:
        return None
    return left_of(row.ends_on, NoticeUnit(row.term_unit), today=today)


def event_of(row: NoticeEvent) -> NoticeEventRow:
    """A public act as it is handed out."""
    return NoticeEventRow(row.pk, row.notice_id, row.act, row.at, row.reason, row.ends_on, row.entry)
