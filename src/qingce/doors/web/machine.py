"""What programs ask for: whether we are up, and what may be indexed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from qingce.doors.web.asked import ENTERPRISE, RECORD
from qingce.doors.web.links import CHINESE, ENGLISH, TAGS, absolute, in_language, permanent
from qingce.pure.kernel.errors import QingceError
from qingce.shared.search.queries import Order, SearchRequest, iterate_ids, search

KINDS = (ENTERPRISE, RECORD)
PER_MAP = 5_000
MOST_MAPS = 20  # the newest 100,000 of each kind: what a search engine takes, at a bounded cost
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
PAGES = ("web:home", "web:results", "web:dictionary", "web:about")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """“ok” if the database answers and there is an index; else what is missing."""
    del request
    missing = [name for name, is_there in (("database", _has_database()), ("index", _has_index())) if not is_there]
    if missing:
        return HttpResponse(f"missing: {', '.join(missing)}\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def _has_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _has_index() -> bool:
    try:
        search(RECORD, SearchRequest(size=1))
    except QingceError:
        return False
    return True


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may fetch: pages, not endless combinations of filters."""
    del request
    lines = [
        "User-agent: *",
        "Disallow: /search/",
        "Disallow: /en/search/",
        "Disallow: /suggest/",
        "Disallow: /en/suggest/",
        f"Sitemap: {absolute(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of site maps."""
    del request
    paths = [reverse("sitemap-part", args=["page", 1]), *_part_paths()]
    items = "".join(f"<sitemap><loc>{escape(absolute(path))}</loc></sitemap>" for path in paths)
    return _xml(f"<sitemapindex {_NAMESPACES}>{items}</sitemapindex>")


def _part_paths() -> Iterator[str]:
    for kind in KINDS:
        try:
            total = search(kind, SearchRequest(size=1)).total
        except QingceError:
            continue
        for number in range(1, min(MOST_MAPS, -(-total // PER_MAP)) + 1):
            yield reverse("sitemap-part", args=[kind, number])


@require_safe
def sitemap_part(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """One site map, each page with its other language."""
    del request
    if kind not in {"page", *KINDS} or not 1 <= number <= MOST_MAPS:
        raise Http404
    paths = [permanent(view) for view in PAGES] if kind == "page" else _addresses(kind, number)
    urls = "".join(map(_url, paths))
    return _xml(f"<urlset {_NAMESPACES} {_LINKS}>{urls}</urlset>")


def _addresses(kind: str, number: int) -> list[str]:
    ids = iterate_ids(kind, SearchRequest(order=Order.NEWEST), number * PER_MAP)
    wanted = islice(ids, (number - 1) * PER_MAP, None)
    return [permanent(f"web:{kind}", pk) for pk in wanted]


def _url(address: str) -> str:
    path = address.removeprefix(absolute(""))
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{TAGS[each]}" href="{escape(absolute(in_language(path, each)))}"/>'
        for each in (CHINESE, ENGLISH)
    )
    return f"<url><loc>{escape(address)}</loc>{links}</url>"


def _xml(body: str) -> HttpResponse:
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}', content_type="application/xml")
