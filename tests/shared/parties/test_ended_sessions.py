"""What is kept of sessions and wrong passwords goes in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from qingce.shared.parties.tasks import clear_ended_sessions
from qingce.shared.parties.terms import parties_terms
from tests.factories import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1")]


def session(key_of: dict[str, object], *, seconds: int) -> str:
    store = SessionStore()
    store.update(key_of)
    store.set_expiry(seconds)
    store.create()
    return str(store.session_key)


def test_nothing_is_kept_of_sessions_that_ended() -> None:
    person = somebody()
    open_one, over = session({"a": 1}, seconds=600), session({"a": 1}, seconds=-1)
    for key in (open_one, over, "never-was"):
        UserSession.objects.create(user=person, ip="192.0.2.1", session_key=key, user_agent="Browser")
    clear_ended_sessions.call()
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [open_one]


def test_wrong_passwords_are_kept_for_their_term_only() -> None:
    for name in ("old", "new"):
        AccessAttempt.objects.create(username=name, ip_address="192.0.2.1", failures_since_start=1)
    past = timezone.now() - parties_terms().failures_kept - timedelta(minutes=1)
    AccessAttempt.objects.filter(username="old").update(attempt_time=past)
    clear_ended_sessions.call()
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["new"]
