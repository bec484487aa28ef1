"""A log-in for the demonstration, made once: password and second factor are random and stay in the home folder.

Run in the virtual environment, once the demo's records are there. Says how to log in, or nothing.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from tools.demo_wanted import BRINGER
from tools.steps import say

EMAIL = "demo@example.org"


def is_wanted(*, database_url: str) -> bool:
    """Whether the database is the demonstration's alone and nobody can log in yet."""
    from qingce.shared.intake.models import Batch
    from qingce.shared.parties.models import Person

    is_demo = Batch.objects.exists() and not Batch.objects.exclude(brought_by=BRINGER).exists()
    return not database_url and is_demo and not Person.objects.exists()


def make(home: Path) -> None:
    """Makes the account; its password and the key of its second factor are written where only its owner can read."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.utils import timezone

    from qingce.doors.cli.demo import LOG_IN
    from qingce.shared.parties.actions import add_staff
    from qingce.shared.parties.enums import StaffRole
    from qingce.shared.parties.models import Person

    password, key = secrets.token_urlsafe(12), generate_totp_secret()
    path = home / LOG_IN
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{EMAIL} {password} {key}\n")
    for role in (StaffRole.SENIOR_REVIEWER, StaffRole.ADMINISTRATOR):
        add_staff(EMAIL, name="演示", role=role, password=password, by="demo", at=timezone.now())
    TOTP.activate(Person.objects.get(email=EMAIL), key)


def main() -> None:
    """Make the log-in if it is wanted, and say it while it is there."""
    import django

    from qingce.config.environment import environment

    django.setup()
    from qingce.doors.cli.demo import LOG_IN

    env = environment()
    if is_wanted(database_url=env.database_url):
        make(env.home)
    if (env.home / LOG_IN).exists():
        email, password, *_ = (env.home / LOG_IN).read_text("utf-8").split()
        say(f"/office/: {email}, password {password}, six digits from: .venv/bin/qingce demo-code")


if __name__ == "__main__":
    main()
