"""About what an address is written to: for whoever reads its letters, and for the person whose account has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qingce.shared.notices.errors import FollowNotFound
from qingce.shared.notices.models import NoticeFollow
from qingce.shared.notices.telling import follow_in, token_of


@dataclass(frozen=True)
class FollowRow:
    """What an address is written to about.

    Args: kind: all notices of it; empty: one notice. notice: its number; None: a kind. token: of its letters.
    """

    id: int
    kind: str
    notice: int | None
    title_zh: str
    title_en: str
    since: datetime
    token: str


def follows_of(email: str) -> list[FollowRow]:
    """What an address has confirmed, the newest first; one query."""
    rows = NoticeFollow.objects.filter(email=email.lower(), confirmed_at__isnull=False).order_by("-confirmed_at", "-pk")
    said = rows.values_list("pk", "kind", "notice", "notice__title_zh", "notice__title_en", "confirmed_at")
    return [
        FollowRow(pk, kind, notice, zh or "", en or "", since, token_of(pk))
        for pk, kind, notice, zh, en, since in said
        if since
    ]


def address_in(token: str) -> str:
    """The address that a letter with this token went to; one query.

    Raises: FollowNotFound: it is no token of ours, or what it belonged to was ended.
    """
    email = NoticeFollow.objects.filter(pk=follow_in(token) or 0).values_list("email", flat=True).first()
    if email is None:
        raise FollowNotFound("This link is no longer good: what it belonged to was ended. Use that of a newer letter.")
    return email
