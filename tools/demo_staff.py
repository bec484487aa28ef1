"""A log-in for the demonstration, made once: its password is random and stays in the home folder.

Run in the virtual environment, once the demo's records are there. Says one line that names it, or nothing.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from tools.demo_wanted import BRINGER
from tools.steps import say

EMAIL = "demo@example.org"
FILE = "demo-login.txt"


def is_wanted(*, database_url: str) -> bool:
    """Whether the database is the demonstration's alone and nobody can log in yet."""
    from qingce.shared.intake.models import Batch
    from qingce.shared.parties.models import Person

    is_demo = Batch.objects.exists() and not Batch.objects.exclude(brought_by=BRINGER).exists()
    return not database_url and is_demo and not Person.objects.exists()


def make(home: Path) -> None:
    """Makes the account; its password is written where only its owner can read it."""
    from django.utils import timezone

    from qingce.shared.parties.actions import add_staff
    from qingce.shared.parties.enums import StaffRole

    password = secrets.token_urlsafe(12)
    path = home / FILE
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{EMAIL} {password}\n")
    for role in (StaffRole.SENIOR_REVIEWER, StaffRole.ADMINISTRATOR):
        add_staff(EMAIL, name="演示", role=role, password=password, by="demo", at=timezone.now())


def main() -> None:
    """Make the log-in if it is wanted, and say it while it is there."""
    import django

    from qingce.config.environment import environment

    django.setup()
    env = environment()
    if is_wanted(database_url=env.database_url):
        make(env.home)
    if (env.home / FILE).exists():
        say((env.home / FILE).read_text("utf-8").strip())


if __name__ == "__main__":
    main()
