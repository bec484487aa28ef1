"""Following the board by program: an Atom feed of its public acts, and periods as a calendar to subscribe to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from qingce.doors.web.links import TAGS, absolute, permanent
from qingce.doors.web.notices.asked import Said, read_asked
from qingce.doors.web.notices.shown import address_of, title_of_kind, worded
from qingce.doors.web.templatetags.qingce_web import area
from qingce.pure.kernel.requirements import serves
from qingce.shared.ledger.registry import label_of
from qingce.shared.notices.enums import NoticeRow, NoticeState
from qingce.shared.notices.queries import NoticesAsked, newest_events, notices_by_ids, notices_with_period

CALENDAR, ATOM = "text/calendar; charset=utf-8", "application/atom+xml; charset=utf-8"
MOST_PERIODS = 200  # the next that end; writing one takes a third of a millisecond
EVENTS = 50


@serves("DIS-6", "REC-9")
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest public acts of the notices that the address asks for, as the board's own address does."""
    said = read_asked(request.GET)
    today = timezone.localdate()
    events = newest_events(said.asked, today=today, count=EVENTS)
    rows = notices_by_ids({each.notice for each in events}, today=today)
    atom = Atom1Feed(
        title=_("Notices of Qingce"),
        link=absolute(_with(reverse("web:notices"), said)),
        description=_("What is made known in public, extended, withdrawn, and which periods ended."),
        language=TAGS.get(get_language() or "", "zh-Hans"),
        feed_url=absolute(_with(reverse("web:notices-feed"), said)),
        feed_guid=permanent("web:notices"),
    )
    for each in events:
        row = rows[each.notice]
        atom.add_item(
            title=f"{label_of(each.act)}: {worded(row.title_zh, row.title_en).text}",
            link=absolute(address_of(row.id)),
            description=_described(row, each.reason),
            unique_id=f"{permanent('web:notice', row.id)}#{each.entry}",
            updateddate=each.at,
            pubdate=each.at,
            categories=[str(title_of_kind(row.kind))],
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=ATOM)


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
    """The last day of a period; the same event moves when the period is extended and is cancelled when withdrawn."""
    event = Event()
    title = worded(row.title_zh, row.title_en).text
    event.add("uid", f"notice-{row.id}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", row.extensions + (row.state == NoticeState.WITHDRAWN))
    event.add("status", "CANCELLED" if row.state == NoticeState.WITHDRAWN else "CONFIRMED")
    event.add("dtstamp", row.changed_at)
    if row.ends_on:
        event.add("dtstart", row.ends_on)
        event.add("dtend", row.ends_on + timedelta(days=1))  # an all-day event ends before its end
    event.add("summary", _("Last day: %(title)s") % {"title": title})
    event.add("url", absolute(address_of(row.id)))
    event.add("description", absolute(address_of(row.id)))
    event.add("transp", "TRANSPARENT")
    return event


def _described(row: NoticeRow, reason: str) -> str:
    lines = [str(title_of_kind(row.kind)), area(row.area), str(row.state.label)]
    if row.ends_on:
        lines.append(_("Last day: %(title)s") % {"title": row.ends_on.isoformat()})
    return " · ".join([*lines, reason] if reason else lines)


def _with(path: str, said: Said) -> str:
    query = said.query(order="")
    return f"{path}?{query}" if query else path
