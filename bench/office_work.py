"""What the bench of the office measures, in a process of its own in which Django is set up.

`main` fills the home's database and prints what each page took as JSON: area → page → queries, milliseconds.
"""

from __future__ import annotations

import json
import statistics
import sys
import time

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.office_rows import AT, fill
from qingce.pure.rules.library import read_library
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.parties.actions import add_staff
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.models import Person
from qingce.shared.rulebooks.actions import release_book
from qingce.shared.rulebooks.queries import rulebook_folder

AREAS = {"country": "", "province": "330000", "county": "330603"}
ROLES = (StaffRole.REVIEWER, StaffRole.SENIOR_REVIEWER, StaffRole.ADMINISTRATOR)
RUNS = 5
PAGES = {
    "office": "/office/",
    "imports": "/office/imports/",
    "import of all rows": "/office/imports/1/",
    "… its undoing": "/office/imports/1/undo/",
    "… its restoring": "/office/imports/1/restore/",
    "facts": "/office/facts/",
    "facts, next": "/office/facts/next/",
    "facts of one": "/office/facts/{record}/",
    "match review": "/office/review/",
    "match review, next": "/office/review/next/",
    "match review, one": "/office/review/{question}/",
    "requests": "/office/requests/",
    "request": "/office/requests/{request}/",
    "claims": "/office/claims/",
    "claims, all": "/office/claims/?state=all",
    "claims, conflicts": "/office/claims/?state=conflict",
    "claim": "/office/claims/{claim}/",
    "decisions": "/office/decisions/",
    "people": "/office/people/",
    "people, a name": "/office/people/?q=77",
    "person": "/office/people/{person}/",
    "organisations": "/office/organisations/",
    "organisations, a name": "/office/organisations/?q=77",
    "organisations, far": "/office/organisations/?page=900",
    "letters": "/office/mail/",
    "letters, failed": "/office/mail/?state=failed",
    "record": "/office/records/7/",
    "merge and split": "/office/enterprises/?q=合成化工有限公司11",
    "ledger": "/ledger/",
    "ledger, far": "/ledger/?before=100",
    "ledger, an act": "/ledger/?act=record-corrected",
    "ledger, a kind": "/ledger/?kind=batch",
    "ledger entry": "/ledger/entries/77/",
    "checkpoints": "/ledger/checkpoints/",
    "public record": "/records/7/",
    "home": "/",
    "dictionary": "/dictionary/",
    "health": "/healthz",
}


def main(records: str, kept: str = "") -> None:
    """Fills the database, unless it is, and measures every page for each area."""
    del kept
    if not Person.objects.exists():
        release_book(read_library(rulebook_folder()).versions("removal")[-1], by=PLATFORM, at=AT)
        LedgerEntry.objects.all().delete()  # those that are put in have its numbers
        fill(int(records))
        for area in AREAS.values():
            for role in ROLES:
                add_staff(_email(area), name="合成", role=role, password="x" * 40, by="bench", at=AT, area=area)
        for person in Person.objects.filter(email__startswith="staff"):
            Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": ""})
    json.dump({name: _measured(area) for name, area in AREAS.items()}, sys.stdout)


def _email(area: str) -> str:
    return f"staff{area}@example.org"


def _measured(area: str) -> dict[str, tuple[int, float, int]]:
    """Page → queries, milliseconds of the run in the middle, status."""
    client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost")
    client.force_login(Person.objects.get(email=_email(area)), backend="django.contrib.auth.backends.ModelBackend")
    found = {}
    numbers = _numbers(client)
    for name, address in PAGES.items():
        try:
            path = address.format_map(numbers)
        except KeyError:
            continue
        client.get(path)  # templates are read
        with CaptureQueriesContext(connection) as queries:
            status = client.get(path).status_code
        found[name] = (len(queries), _milliseconds(client, path), status)
    return found


def _numbers(client: Client) -> dict[str, str]:
    """Of one thing of each queue, as the queue's page links it."""
    lists = {"record": "facts", "question": "review", "request": "requests", "claim": "claims", "person": "people"}
    found = {}
    for name, page in lists.items():
        parts = client.get(f"/office/{page}/").content.decode().split(f"/office/{page}/")[1:]
        if number := next((part.split("/")[0] for part in parts if part[:1].isdecimal()), ""):
            found[name] = number
    return found


def _milliseconds(client: Client, path: str) -> float:
    times = []
    for _ in range(RUNS):
        started = time.process_time() if connection.vendor == "sqlite" else time.perf_counter()
        client.get(path)
        times.append(((time.process_time() if connection.vendor == "sqlite" else time.perf_counter()) - started) * 1000)
        if times[-1] > 3_000:  # noqa: PLR2004  # known well enough
            break
    return statistics.median(times)
