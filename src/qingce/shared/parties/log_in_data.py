"""What log-ins keep about a person: addresses, sessions, second factors, other log-ins, wrong passwords."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qingce.shared.parties.personal_data import DataSubject, PersonalPart


def export_addresses(subject: DataSubject) -> list[dict[str, object]]:
    """E-mail addresses, those not yet shown to be the person's too."""
    rows = EmailAddress.objects.filter(user=subject.person_id).order_by("pk")
    return list(rows.values("email", "verified", "primary"))


def erase_addresses(subject: DataSubject, at: datetime) -> None:
    """Drops them, with the codes sent to them."""
    del at
    EmailAddress.objects.filter(user=subject.person_id).delete()


def export_sessions(subject: DataSubject) -> list[dict[str, object]]:
    """Where the person is logged in; without the keys."""
    rows = UserSession.objects.filter(user=subject.person_id).order_by("pk")
    return list(rows.values("created_at", "last_seen_at", "ip", "user_agent"))


def erase_sessions(subject: DataSubject, at: datetime) -> None:
    """Ends them all."""
    del at
    for session in UserSession.objects.filter(user=subject.person_id):
        session.end()


def export_factors(subject: DataSubject) -> list[dict[str, object]]:
    """Kinds of second factors and what the person called them; without keys and codes."""
    rows = Authenticator.objects.filter(user=subject.person_id).order_by("pk")
    return [
        {"kind": row.type, "name": row.data.get("name", ""), "created_at": row.created_at, "used_at": row.last_used_at}
        for row in rows
    ]


def erase_factors(subject: DataSubject, at: datetime) -> None:
    """Drops second factors and recovery codes."""
    del at
    Authenticator.objects.filter(user=subject.person_id).delete()


def export_providers(subject: DataSubject) -> list[dict[str, object]]:
    """Log-ins of organisations that are connected, and what these told."""
    rows = SocialAccount.objects.filter(user=subject.person_id).order_by("pk")
    return [
        {"provider": row.provider, "number_there": row.uid, "since": row.date_joined, "told": row.extra_data}
        for row in rows
    ]


def erase_providers(subject: DataSubject, at: datetime) -> None:
    """Drops them."""
    del at
    SocialAccount.objects.filter(user=subject.person_id).delete()


def export_failures(subject: DataSubject) -> list[dict[str, object]]:
    """Wrong passwords for the person's addresses; what was typed is not kept."""
    rows = AccessAttempt.objects.filter(_named(subject)).order_by("pk")
    return list(rows.values("attempt_time", "ip_address", "user_agent", "failures_since_start"))


def erase_failures(subject: DataSubject, at: datetime) -> None:
    """Drops them."""
    del at
    for kept in (AccessAttempt, AccessFailureLog, AccessLog):
        kept.objects.filter(_named(subject)).delete()


def _named(subject: DataSubject) -> Q:
    found = Q(pk__in=())
    for email in subject.emails:
        found |= Q(username__iexact=email)
    return found


UNTIL_ERASED = _("Until you remove it or erase the account")
LOG_IN_PARTS = (
    PersonalPart(
        "e-mail addresses",
        _("E-mail addresses"),
        _("To log in, and for letters about your own affairs"),
        UNTIL_ERASED,
        export_addresses,
        erase_addresses,
    ),
    PersonalPart(
        "sessions",
        _("Sessions: network address and browser"),
        _("So that you can see and end them"),
        _("Until the session ends; 12 hours at most"),
        export_sessions,
        erase_sessions,
    ),
    PersonalPart(
        "second factors",
        _("Second factors"),
        _("So that a stolen password alone opens nothing"),
        UNTIL_ERASED,
        export_factors,
        erase_factors,
    ),
    PersonalPart(
        "connected log-ins",
        _("Connected log-ins of an organisation"),
        _("To log in with the account of your organisation"),
        UNTIL_ERASED,
        export_providers,
        erase_providers,
    ),
    PersonalPart(
        "wrong passwords",
        _("Wrong passwords: time, network and browser"),
        _("To stop guessing"),
        _("Two days at most"),
        export_failures,
        erase_failures,
    ),
)
