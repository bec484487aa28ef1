"""Following the board by program: an Atom feed of its public acts, and periods as a calendar to subscribe to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, vText

from qingce.doors.web.links import TAGS, absolute, permanent
from qingce.doors.web.notices.asked import Said, read_asked
from qingce.doors.web.notices.shown import address_of, objection_address, title_of_kind, worded
from qingce.doors.web.templatetags.qingce_web import area
from qingce.pure.kernel.requirements import serves
from qingce.shared.ledger.registry import label_of
from qingce.shared.notices.enums import NoticeEventRow, NoticeRow, NoticeState, PublicObjection
from qingce.shared.notices.queries import (
    NoticesAsked,
    newest_answers,
    newest_events,
    notices_by_ids,
    notices_with_period,
)

CALENDAR, ATOM = "text/calendar; charset=utf-8", "application/atom+xml; charset=utf-8"
MOST_PERIODS = 200  # the next that end; writing one takes a third of a millisecond
EVENTS = 50
_TRANSPARENT = vText("TRANSPARENT")  # it takes nobody's time


@serves("DIS-6", "REC-9")
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest public acts and answers of the notices that the address asks for, as the board's own address does."""
    said = read_asked(request.GET)
    today = timezone.localdate()
    events = newest_events(said.asked, today=today, count=EVENTS)
    answers = newest_answers(said.asked, today=today, count=EVENTS)
    rows = notices_by_ids({each.notice for each in events} | {each.notice for each in answers}, today=today)
    atom = Atom1Feed(
        title=_("Notices of Qingce"),
        link=absolute(_with(reverse("web:notices"), said)),
        description=_("What is made known in public, extended, withdrawn, and which periods ended."),
        language=TAGS.get(get_language() or "", "zh-Hans"),
        feed_url=absolute(_with(reverse("web:notices-feed"), said)),
        feed_guid=permanent("web:notices"),
    )
    told = [_of_event(each, rows[each.notice]) for each in events]
    told += [_of_answer(each, rows[each.notice]) for each in answers]
    for item in sorted(told, key=lambda each: each["updateddate"], reverse=True)[:EVENTS]:
        atom.add_item(**item)
    return HttpResponse(atom.writeString("utf-8"), content_type=ATOM)


def _of_event(each: NoticeEventRow, row: NoticeRow) -> dict[str, Any]:
    return {
        "title": f"{label_of(each.act)}: {worded(row.title_zh, row.title_en).text}",
        "link": absolute(address_of(row.id)),
        "description": _described(row, each.reason),
        "unique_id": f"{permanent('web:notice', row.id)}#{each.entry}",
        "updateddate": each.at,
        "pubdate": each.at,
        "categories": [str(title_of_kind(row.kind))],
    }


def _of_answer(each: PublicObjection, row: NoticeRow) -> dict[str, Any]:
    """An objection that was answered; an answer that is put right later is the same entry, changed."""
    title = _("Objection %(place)s answered: %(title)s")
    return {
        "title": title % {"place": each.place, "title": worded(row.title_zh, row.title_en).text},
        "link": absolute(objection_address(each.notice, each.place)),
        "description": _described(row, each.answer),
        "unique_id": f"{permanent('web:notice', row.id)}#objection-{each.place}",
        "updateddate": each.answered_at,
        "pubdate": each.answered_at,
        "categories": [str(title_of_kind(row.kind))],
    }


@serves("DIS-6")
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The periods of the notices that the address asks for, each with its last day."""
    said = read_asked(request.GET)
    rows = notices_with_period(said.asked, today=timezone.localdate(), count=MOST_PERIODS)
    return _calendar(rows, name="qingce-notices.ics")


@serves("DIS-6")
@require_safe
def calendar_of_one(request: HttpRequest, pk: int) -> HttpResponse:
    """The period of one notice."""
    del request
    rows = notices_with_period(NoticesAsked(number=pk), today=timezone.localdate(), count=1)
    return _calendar(rows, name=f"qingce-notice-{pk}.ics")


def _calendar(rows: Iterable[NoticeRow], *, name: str) -> HttpResponse:
    found = Calendar()
    found.add("prodid", "-//Qingce//Notices//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", _("Notices of Qingce"))
    found.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    for row in rows:
        found.add_component(_event(row))
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(found.to_ical(), content_type=CALENDAR, headers=headers)


def _event(row: NoticeRow) -> Event:
    """The last day of a period; the same event moves when the period is extended and is cancelled when withdrawn.

    What RFC 5545 says of an event that is silent is left out, for each property costs: sequence 0, and one whole day.
    """
    event, address = Event(), absolute(address_of(row.id))
    event.add("uid", f"notice-{row.id}@{_host(settings.BASE_URL)}")
    event.add("dtstamp", row.changed_at)
    if row.ends_on:
        event.add("dtstart", row.ends_on)
    if changes := row.extensions + (row.state == NoticeState.WITHDRAWN):
        event.add("sequence", changes)
    if row.state == NoticeState.WITHDRAWN:
        event.add("status", "CANCELLED")
    event.add("summary", _("Last day: %(title)s") % {"title": worded(row.title_zh, row.title_en).text})
    event.add("description", address)
    event["transp"] = _TRANSPARENT
    return event


@cache
def _host(base_url: str) -> str:
    return urlsplit(base_url).hostname or ""


def _described(row: NoticeRow, reason: str) -> str:
    lines = [str(title_of_kind(row.kind)), area(row.area), str(row.state.label)]
    if row.ends_on:
        lines.append(_("Last day: %(title)s") % {"title": row.ends_on.isoformat()})
    return " · ".join([*lines, reason] if reason else lines)


def _with(path: str, said: Said) -> str:
    query = said.query(order="")
    return f"{path}?{query}" if query else path
