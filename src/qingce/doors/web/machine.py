"""What programs ask for: whether we are up, and what may be indexed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from qingce.doors.web.asked import ENTERPRISE, RECORD
from qingce.doors.web.links import CHINESE, ENGLISH, TAGS, absolute, in_language, permanent
from qingce.shared.search.queries import has_index, ids_after

KINDS = (ENTERPRISE, RECORD)
MOST_MAPS = 50_000  # what the protocol lets one list name
PER_MAP = 5_000  # numbers, not pages: some have no page, and a map stays the same when others are added
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
PAGES = (
    "web:home", "web:results", "web:dictionary", "web:about", "web:cleaner", "web:cleaner-rosters",
    "web:cleaner-survey", "web:privacy",
    "web:ledger", "web:ledger-check", "web:ledger-schemas", "web:notices", "web:open-data", "web:promises",
    "web:rules", "web:trends",
)  # fmt: skip


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """“ok” if the database answers and there is an index; else what is missing."""
    del request
    missing = [name for name, is_there in (("database", _has_database()), ("index", has_index(RECORD))) if not is_there]
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


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may fetch: pages, not endless combinations of filters."""
    del request
    lines = [
        "User-agent: *",
        "Disallow: /search/",
        "Disallow: /en/search/",
        "Disallow: /trends/by-",
        "Disallow: /en/trends/by-",
        "Disallow: /suggest/",
        "Disallow: /en/suggest/",
        "Disallow: /rules/*/try/",
        "Disallow: /en/rules/*/try/",
        "Disallow: /rules/*/decision.json",
        "Disallow: /en/rules/*/decision.json",
        "Disallow: /notices/letters/",
        "Disallow: /en/notices/letters/",
        "Disallow: /notices/objections/",
        "Disallow: /en/notices/objections/",
        "Disallow: /requests/",
        "Disallow: /en/requests/",
        "Disallow: /api/",
        "Disallow: /bulk/",
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
        for number in range(1, _last_part(kind) + 1):
            yield reverse("sitemap-part", args=[kind, number])


def _last_part(kind: str) -> int:
    """The number of the last site map of a kind, by halving; 0: there is none."""
    if not has_index(kind):
        return 0
    return bisect_left(range(MOST_MAPS), True, key=lambda parts: not ids_after(kind, parts * PER_MAP, 1))


@require_safe
def sitemap_part(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """One site map, each page with its other language."""
    del request
    if kind == "page" and number == 1:
        paths = [permanent(view) for view in PAGES]
    elif kind in KINDS and 1 <= number <= MOST_MAPS and ids_after(kind, (number - 1) * PER_MAP, 1):
        paths = _addresses(kind, number)
    else:
        raise Http404
    urls = "".join(map(_url, paths))
    return _xml(f"<urlset {_NAMESPACES} {_LINKS}>{urls}</urlset>")


def _addresses(kind: str, number: int) -> list[str]:
    """The pages whose numbers lie in this part; those between two that are left out count as well."""
    first, last = (number - 1) * PER_MAP, number * PER_MAP
    # The path is written once: finding it anew for each of thousands would take most of the time.
    start = permanent(f"web:{kind}", 0).removesuffix("0/")
    return [f"{start}{pk}/" for pk in ids_after(kind, first, PER_MAP) if pk <= last]


def _url(address: str) -> str:
    path = address.removeprefix(absolute(""))
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{TAGS[each]}" href="{escape(absolute(in_language(path, each)))}"/>'
        for each in (CHINESE, ENGLISH)
    )
    return f"<url><loc>{escape(address)}</loc>{links}</url>"


def _xml(body: str) -> HttpResponse:
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}', content_type="application/xml")
