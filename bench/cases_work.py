"""What the bench of cases measures, in a process of its own in which Django is set up.

`main` fills the home's database and prints what each page took as JSON: page → queries, milliseconds.
"""

from __future__ import annotations

import json
import time
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from bench.notices_work import measured
from bench.office_rows import AT, fill
from qingce.domain.records.models import Record
from qingce.domain.removal.actions import sweep_cases
from qingce.domain.removal.enums import CaseAct, CaseParty, CaseState
from qingce.domain.removal.models import Case, CaseRecord, CaseStep
from qingce.pure.rules.library import read_library
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.parties.actions import add_staff
from qingce.shared.parties.enums import OrganisationKind, OrganisationState, StaffRole
from qingce.shared.parties.models import Organisation, Person
from qingce.shared.rulebooks.actions import release_book
from qingce.shared.rulebooks.queries import release_at, rulebook_folder

STATES = (
    CaseState.APPLIED, CaseState.HANDING_IN, CaseState.HANDING_IN, CaseState.SUBMITTED, CaseState.REVIEWING,
    CaseState.REVIEWING, CaseState.REPORTED, CaseState.ON_SITE, CaseState.HANDING_IN, CaseState.PASSED,
)  # fmt: skip
PIECE = 5_000
DAY = timedelta(days=1)
STAFF = "cases@example.org"
PAGES = {
    "queue": "/office/cases/",
    "queue, a state": "/office/cases/?state=reviewing",
    "queue, mine": "/office/cases/?of=mine",
    "queue, last page": "/office/cases/?page={last}",
    "case to be checked": "/office/cases/{submitted}/",
    "case to be determined": "/office/cases/{applied}/",
    "public list": "/cases/",
    "public list, a state": "/cases/?state=passed",
    "public case": "/cases/{submitted}/",
    "figures": "/cases/figures/",
}


def main(cases: str) -> None:
    """Fills the database and measures every page, and the sweep of all clocks."""
    settings.ALLOWED_HOSTS = ["*"]
    reviewer = _fill(int(cases))
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    chosen = {state.value: Case.objects.filter(state=state).order_by("pk")[7].pk for state in set(STATES)}
    names = {**chosen, "last": int(cases) // 2 // 50}
    found = {name: measured(client, path.format(**names)) for name, path in PAGES.items()}
    print(json.dumps(found | {"sweep of all clocks": (0, _swept()), "… again": (0, _swept())}))


def _swept() -> float:
    began = time.process_time()
    sweep_cases(at=AT + 60 * DAY)
    return (time.process_time() - began) * 1_000


def _fill(cases: int) -> Person:
    books = read_library(rulebook_folder())
    for name in ("removal", "documents", "disclosure"):
        release_book(books.versions(name)[-1], by=PLATFORM, at=AT)
    LedgerEntry.objects.all().delete()  # those that are put in have its numbers
    fill(cases)
    add_staff(STAFF, name="合成", role=StaffRole.REVIEWER, password="x" * 40, by="bench", at=AT)
    person = Person.objects.get(email=STAFF)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": ""})
    owner = Organisation.objects.create(
        kind=OrganisationKind.ENTERPRISE,
        state=OrganisationState.ACTIVE,
        name="样例",
        registered_by="",
        registered_at=AT,
    )
    today = AT.date()
    rules, types = (release_at(name, on=today).digest for name in ("removal", "documents"))
    records = list(Record.objects.order_by("pk").values_list("pk", "enterprise", "division")[:cases])
    for start in range(0, len(records), PIECE):
        _write(records[start : start + PIECE], start, owner.pk, person.pk, (rules, types), today)
    return person


def _write(
    records: list[tuple[int, int, str]], start: int, owner: int, reviewer: int, digests: tuple[str, str], today: date
) -> None:
    rows = [
        Case(
            enterprise_id=enterprise,
            organisation_id=owner,
            division=division,
            state=STATES[place % len(STATES)],
            path="off-site",
            applied_on=today,
            rules=digests[0],
            types=digests[1],
            opened_by="#bench",
            opened_at=AT,
            since=AT,
            due_on=today + timedelta(days=place % 300 + 70),
            reviewer_id=reviewer if place % 4 == 0 else None,
        )
        for place, (_record, enterprise, division) in enumerate(records, start=start)
    ]
    written = Case.objects.bulk_create(rows)
    CaseRecord.objects.bulk_create(
        CaseRecord(
            case=case,
            record_id=record,
            place=1,
            is_open=case.state != CaseState.PASSED,
            title="噪声超标行政处罚决定",
            source="样例",
            answers=[{}],
            unknown=[[]],
            outcome="off-site",
            facts=[{"matters": ["noise-disturbance"], "exceedance_days": 0}],
            lists=[["noise"]],
            rows=[["noise"]],
            claims=[{}],
        )
        for case, (record, _enterprise, _division) in zip(written, records, strict=True)
    )
    steps = ((CaseAct.APPLY, "draft", "applied"), (CaseAct.DETERMINE, "applied", "handing-in"))
    CaseStep.objects.bulk_create(
        CaseStep(
            case=case, act=act, source=source, target=target, party=CaseParty.REVIEWER, at=AT, days=case.pk % 40,
            taken_by="#bench",
        )
        for case in written
        for act, source, target in steps
    )  # fmt: skip
