"""Writing to those who follow a notice or its kind, once its act is committed: each once, whatever is killed."""

from __future__ import annotations

from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from qingce.shared.jobs.registry import job
from qingce.shared.mail.actions import send_mail
from qingce.shared.notices.letters import NOTICE_TOLD
from qingce.shared.notices.models import Notice, NoticeEvent, NoticeFollow

_SALT = "qingce.notice-follow"
AT_ONCE = 200  # letters in one transaction


def tell_later(event: int, notice: Notice) -> None:
    """Has those who follow a notice written to if the act commits; without anybody who follows nothing is queued."""
    if _followers(notice.pk, notice.kind).exists():
        tell_followers.enqueue(event)


@job(attempts=5)
def tell_followers(event: int) -> int:
    """Writes to all who follow, some at a time; what a kill leaves is gone on with."""
    told = 0
    while written := _tell_some(event):
        told += written
    return told


def _tell_some(pk: int) -> int:
    """Letters and how far they have come are one transaction."""
    with transaction.atomic():
        event = NoticeEvent.objects.select_for_update(of=("self",)).select_related("notice").get(pk=pk)
        notice = event.notice
        if event.act == "notice-opened" and event.at == notice.published_at:
            return 0  # that it was published says it
        rows = _followers(notice.pk, notice.kind).filter(pk__gt=event.told_through).order_by("pk")
        follows = list(rows[:AT_ONCE])
        for each in follows:
            title = (
                (notice.title_zh or notice.title_en) if each.language == "zh" else notice.title_en or notice.title_zh
            )
            params: dict[str, str | int] = {
                "act": event.act,
                "title": title,
                "notice": notice.pk,
                "day": event.ends_on.isoformat() if event.ends_on else "",
                "reason": event.reason,
                "token": token_of(each.pk),
            }
            send_mail(NOTICE_TOLD.name, to=each.email, language=each.language, params=params, at=timezone.now())
        if follows:
            event.told_through = follows[-1].pk
            event.save(update_fields=["told_through"])
    return len(follows)


def _followers(notice: int, kind: str) -> QuerySet[NoticeFollow]:
    return NoticeFollow.objects.filter(Q(notice=notice) | Q(kind=kind), confirmed_at__isnull=False)


def token_of(follow: int) -> str:
    """What the links of letters name a subscription by; only this installation can make it."""
    return signing.Signer(salt=_SALT, sep=".").sign(str(follow))


def follow_in(token: str) -> int | None:
    """The subscription of a token; None: none of ours."""
    try:
        return int(signing.Signer(salt=_SALT, sep=".").unsign(token))
    except (signing.BadSignature, ValueError):
        return None
