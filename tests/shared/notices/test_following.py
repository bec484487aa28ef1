"""Letters about notices: confirmed before the first, each once whatever is killed, ended by a link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing

from qingce.shared.ledger.actions import THE_PLATFORM
from qingce.shared.mail.models import Letter
from qingce.shared.notices import telling
from qingce.shared.notices.actions import (
    confirm_follow,
    drop_follows,
    end_follow,
    extend_notice,
    follow_notices,
    withdraw_notice,
)
from qingce.shared.notices.errors import FollowEmailWrong, FollowNotFound, NoticeKindUnknown, NoticeNotFound
from qingce.shared.notices.models import NoticeEvent, NoticeFollow
from qingce.shared.notices.personal import erase_follows, export_follows
from qingce.shared.parties.registry import DataSubject
from tests.factories import AT, work
from tests.shared.notices.making import SEVEN_DAYS, STANDING, published

pytestmark = [pytest.mark.requirement("DIS-6", "ACC-4"), pytest.mark.django_db]
HOUR = timedelta(hours=1)


def follow(email: str = "chen@example.org", *, confirmed: bool = True, **what: object) -> str:
    """The token of a subscription, confirmed unless told."""
    follow_notices(email=email, language="zh", at=AT, **what or {"kind": SEVEN_DAYS.name})  # type: ignore[arg-type]
    token = str(Letter.objects.latest("pk").params["token"])
    if confirmed:
        confirm_follow(token, at=AT)
    return token


def told() -> list[tuple[str, str]]:
    rows = Letter.objects.filter(kind="notice-told").order_by("pk")
    return [(row.to, row.params["act"]) for row in rows]


def test_address_is_written_to_after_it_confirmed_only() -> None:
    token = follow(confirmed=False)
    published()
    work()
    assert told() == []
    confirm_follow(token, at=AT)
    confirm_follow(token, at=AT)
    number = published()
    published(STANDING)
    extend_notice(number, days=1, reason="延长", by=THE_PLATFORM, at=AT)
    work()
    assert told() == [("chen@example.org", "notice-published"), ("chen@example.org", "notice-extended")]


def test_who_follows_one_notice_hears_of_that_one_only() -> None:
    number, other = published(), published()
    follow(notice=number)
    for each in (number, other):
        withdraw_notice(each, reason="撤回", by=THE_PLATFORM, at=AT)
    work()
    letter = Letter.objects.get(kind="notice-told")
    assert (letter.params["notice"], letter.params["reason"]) == (number, "撤回")


def test_each_gets_one_letter_however_often_the_job_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "AT_ONCE", 2)
    addresses = [f"{place}@example.org" for place in range(5)]
    for each in addresses:
        follow(each)
    published(STANDING)
    published()
    event = NoticeEvent.objects.get(act="notice-published", notice__kind=SEVEN_DAYS.name)
    send = telling.send_mail

    def killed(kind: str, **said: object) -> int:
        if said["to"] == "3@example.org":
            raise KeyboardInterrupt
        return send(kind, **said)  # type: ignore[arg-type]

    monkeypatch.setattr(telling, "send_mail", killed)
    with pytest.raises(KeyboardInterrupt):
        telling.tell_followers.call(event.pk)
    monkeypatch.setattr(telling, "send_mail", send)
    work()
    assert [to for to, _ in told()] == addresses
    assert telling.tell_followers.call(event.pk) == 0


def test_one_address_gets_one_question_an_hour_and_unconfirmed_ones_are_dropped() -> None:
    follow(confirmed=False)
    follow_notices(kind=SEVEN_DAYS.name, email=" Chen@example.org", language="zh", at=AT + HOUR / 2)
    assert Letter.objects.count() == 1
    follow_notices(kind=SEVEN_DAYS.name, email="chen@example.org", language="en", at=AT + HOUR)
    assert Letter.objects.count() == 2
    assert drop_follows(at=AT + 49 * HOUR) == 0
    assert drop_follows(at=AT + 50 * HOUR) == 1


def test_letters_end_by_their_link_and_the_address_is_forgotten() -> None:
    token = follow()
    end_follow(token)
    end_follow(token)
    assert NoticeFollow.objects.count() == 0
    with pytest.raises(FollowNotFound):
        confirm_follow(token, at=AT)
    for forged in ("", "1", token + "x", signing.Signer(salt="other").sign("1")):
        with pytest.raises(FollowNotFound):
            end_follow(forged)


def test_what_cannot_be_followed_is_refused() -> None:
    with pytest.raises(FollowEmailWrong):
        follow("nobody")
    with pytest.raises(NoticeKindUnknown):
        follow(kind="nothing")
    with pytest.raises(NoticeNotFound):
        follow(notice=99)
    assert NoticeFollow.objects.count() == 0


def test_person_takes_subscriptions_along_and_is_forgotten() -> None:
    follow()
    subject = DataSubject(1, "P1", ("chen@example.org",), "#P1")
    assert export_follows(subject) == [
        {"email": "chen@example.org", "kind": SEVEN_DAYS.name, "notice": None, "confirmed_at": AT}
    ]
    erase_follows(subject, AT)
    assert NoticeFollow.objects.count() == 0
