"""Refuses what comes too often: no session, no database, no template."""

from __future__ import annotations

import hashlib
import logging
import math
import time
from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.html import escape
from limits import RateLimitItem
from limits.strategies import FixedWindowRateLimiter

from qingce.doors.web.links import CHINESE, ENGLISH, TAGS, in_language, is_english
from qingce.doors.web.shedding.counts import Counts
from qingce.doors.web.shedding.table import Door, Said, shipped_table
from qingce.doors.web.visitor import visitor_network

TOO_MANY = 429
TOLD_EVERY_S = 60
_EVERYBODY = ""
_BODY = (
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>\n"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
}
_log = logging.getLogger("qingce.shedding")


class Shedding:
    """Stands before everything that costs something; counts in the memory of its own process.

    The limit of a browser comes before that of its visitor, and that before the limit of all, so that one who floods
    takes nothing from the others. Once the limit of all is reached nobody new is counted, and no new browser once its
    visitor's is: that bounds what is remembered in a flood from many addresses, or of many names.
    """

    def __init__(
        self,
        get_response: Callable[[HttpRequest], HttpResponseBase],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._get_response, self._clock, self._table = get_response, clock, shipped_table()
        self._limiter = FixedWindowRateLimiter(Counts(clock))
        self._told: dict[str, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or refuse it."""
        path = request.path_info
        door = self._table.door_of(in_language(path, CHINESE), request.method or "")
        wait_s = self._wait_s(door, request) if door else 0
        if door is None or not wait_s:
            return self._get_response(request)
        self._tell(door)
        return self._refused(path, wait_s)

    def _wait_s(self, door: Door, request: HttpRequest) -> int:
        """Seconds until this request would pass; 0: it passes, and is counted."""
        full = [limit for limit in door.process if not self._limiter.test(limit, _EVERYBODY)]
        if full:
            return self._until(full, _EVERYBODY)
        visitor = visitor_network(request)
        if all(self._limiter.test(limit, visitor) for limit in door.address):
            browser = _browser(request, visitor) if door.browser else ""
            over = [limit for limit in door.browser if not self._limiter.hit(limit, browser)]
            if over:
                return self._until(over, browser)
        over = [limit for limit in door.address if not self._limiter.hit(limit, visitor)]
        if over:
            return self._until(over, visitor)
        for limit in door.process:
            self._limiter.hit(limit, _EVERYBODY)
        return 0

    def _until(self, limits: Iterable[RateLimitItem], who: str) -> int:
        ends = max(self._limiter.get_window_stats(limit, who).reset_time for limit in limits)
        return max(1, math.ceil(ends - self._clock()))

    def _tell(self, door: Door) -> None:
        """One line a minute for each door, without who it was."""
        now = self._clock()
        if now - self._told.get(door.name, -math.inf) >= TOLD_EVERY_S:
            self._told[door.name] = now
            _log.warning("%s: more requests than doors.toml allows; they are answered with 429", door.name)

    def _refused(self, path: str, wait_s: int) -> HttpResponse:
        language = ENGLISH if is_english(path) else CHINESE
        said: Said = self._table.said["en" if language == ENGLISH else "zh"]
        text = said.text.format(seconds=wait_s)
        body = _BODY.format(lang=TAGS[language], title=escape(said.title), text=escape(text))
        return HttpResponse(body, status=TOO_MANY, headers={**_HEADERS, "Retry-After": str(wait_s)})


def _browser(request: HttpRequest, visitor: str) -> str:
    """One browser behind an address; what it says of itself is not kept, only a digest."""
    told = [visitor, request.headers.get("User-Agent", ""), request.headers.get("Accept-Language", "")]
    told.append(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
    return f"{visitor} {hashlib.sha256(chr(0).join(told).encode()).hexdigest()[:16]}"
