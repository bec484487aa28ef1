"""Where to report a weakness of this installation, for people and programs that look for it (RFC 9116)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from qingce.doors.web.links import absolute

# Less than a year is recommended; whoever reads it again finds a later day, as long as somebody runs this service.
GOOD_FOR = timedelta(days=180)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """The contact of this installation, and how long this holds.

    Raises: Http404: there is no contact that a program could follow.
    """
    del request
    contact = _contact()
    if not contact:
        raise Http404
    lines = (
        f"Contact: {contact}",
        f"Expires: {_end_of_day(timezone.now() + GOOD_FOR):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: zh, en",
        f"Canonical: {absolute(reverse('security-txt'))}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _contact() -> str:
    """The contact as an address: of a page, or of a mailbox."""
    contact: str = settings.CONTACT
    if any(character.isspace() for character in contact):
        return ""
    if contact.startswith("https://"):
        return contact
    return f"mailto:{contact}" if "@" in contact.strip("@") else ""


def _end_of_day(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=23, minute=59, second=59)
