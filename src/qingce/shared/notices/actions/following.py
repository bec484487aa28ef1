"""Letters about notices: asked for, confirmed by the link of a letter, ended by the link in each of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from qingce.pure.kernel.text import clean
from qingce.shared.mail.actions import send_mail
from qingce.shared.notices.errors import FollowEmailWrong, FollowNotFound, NoticeNotFound
from qingce.shared.notices.letters import CONFIRM_FOLLOW
from qingce.shared.notices.models import Notice, NoticeFollow
from qingce.shared.notices.registry import notice_kind
from qingce.shared.notices.telling import follow_in, token_of
from qingce.shared.notices.terms import notice_terms

LONGEST_EMAIL = 254
_HOUR = timedelta(hours=1)


def follow_notices(*, kind: str = "", notice: int | None = None, email: str, language: str, at: datetime) -> None:
    """Asks an address whether it wants letters about a kind of notices, or about one; it gets one such letter an hour.

    Whether the address follows already is told to nobody.

    Raises: FollowEmailWrong; NoticeKindUnknown; NoticeNotFound.
    """
    email = _address(email)
    what = _what(kind, notice)
    try:
        with transaction.atomic():
            which: dict[str, Any] = {"kind": kind, "notice_id": notice, "email": email}
            row, is_new = NoticeFollow.objects.select_for_update().get_or_create(
                **which, defaults={"language": language, "asked_at": at}
            )
            if row.confirmed_at is not None or (not is_new and row.asked_at > at - _HOUR):
                return
            row.asked_at, row.language = at, language
            row.save(update_fields=["asked_at", "language"])
            params: dict[str, str | int] = {"what": what, "token": token_of(row.pk)}
            send_mail(CONFIRM_FOLLOW.name, to=email, language=language, params=params, at=at)
    except IntegrityError:  # asked for at the same moment
        return


def confirm_follow(token: str, *, at: datetime) -> None:
    """Begins the letters; doing it twice changes nothing.

    Raises: FollowNotFound.
    """
    with transaction.atomic():
        row = NoticeFollow.objects.select_for_update().filter(pk=follow_in(token) or 0).first()
        if row is None:
            raise FollowNotFound("This link is no longer good: ask for letters anew.")
        if row.confirmed_at is None:
            row.confirmed_at = at
            row.save(update_fields=["confirmed_at"])


def end_follow(token: str) -> None:
    """Ends the letters, and forgets the address; doing it twice changes nothing.

    Raises: FollowNotFound: it is no token of ours.
    """
    number = follow_in(token)
    if number is None:
        raise FollowNotFound("This link is not whole; copy all of it from the letter.")
    NoticeFollow.objects.filter(pk=number).delete()


def end_follows(email: str, *, follow: int | None = None) -> None:
    """Ends one of the letters of an address, or all of them; whoever asks has shown that it is theirs.

    Args: follow: the number of one; None: all. Of another address's nothing ends.
    """
    rows = NoticeFollow.objects.filter(email=email.lower())
    (rows if follow is None else rows.filter(pk=follow)).delete()


def drop_follows(*, at: datetime) -> int:
    """Drops what nobody confirmed. Returns: how many."""
    before = at - timedelta(hours=notice_terms().confirm_hours)
    return NoticeFollow.objects.filter(confirmed_at=None, asked_at__lt=before).delete()[0]


def _what(kind: str, notice: int | None) -> str:
    if notice is None:
        return str(notice_kind(kind).title)
    title = Notice.objects.filter(pk=notice).values_list("title_zh", "title_en").first()
    if title is None:
        raise NoticeNotFound(f"There is no notice number {notice}.", number=notice)
    return title[0] or title[1]


def _address(text: str) -> str:
    email = clean(text).lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise FollowEmailWrong("This is no e-mail address; write it like name@example.org.") from error
    if len(email) > LONGEST_EMAIL:
        raise FollowEmailWrong(f"An e-mail address has at most {LONGEST_EMAIL} characters.")
    return email
