"""What the bench of cases measures, in a process of its own in which Django is set up.

`main` fills the home's database and prints what each page took as JSON: page → queries, milliseconds.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.utils import timezone

from bench.notices_work import measured
from bench.office_rows import AT, fill, put
from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.models import Record
from qingce.domain.removal.actions import mend_counts, sweep_cases
from qingce.domain.removal.enums import STAFF_STATES, CaseAct, CaseParty, CaseState
from qingce.domain.removal.models import Case, CaseRecord, CaseStep
from qingce.pure.kernel.divisions import provinces
from qingce.pure.rules.library import read_library
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.parties.actions import add_staff
from qingce.shared.parties.enums import MemberRole, StaffRole
from qingce.shared.parties.models import Membership, Organisation, Person, RoleGrant
from qingce.shared.rulebooks.actions import release_book
from qingce.shared.rulebooks.queries import release_at, rulebook_folder

# Of ten cases nine are open; the staff owe a step of five of these.
STATES = (
    CaseState.APPLIED, CaseState.HANDING_IN, CaseState.HANDING_IN, CaseState.SUBMITTED, CaseState.REVIEWING,
    CaseState.REVIEWING, CaseState.REPORTED, CaseState.ON_SITE, CaseState.HANDING_IN, CaseState.PASSED,
)  # fmt: skip
OPEN_OF, OF = 9, 10
PER_DESK = 100  # cases of the staff's that lie on a desk
ANSWER_DAYS, LATE_DAYS, STAFF_DAYS = 180, 3, 30
DAY = timedelta(days=1)
STAFF, PROVINCE = "cases@example.org", "province@example.org"
PAGES = {
    "queue": "/office/cases/",
    "queue, a state": "/office/cases/?state=reviewing",
    "queue, mine": "/office/cases/?of=mine",
    "queue, half way": "/office/cases/?page={half}",
    "queue, last page": "/office/cases/?page={last}",
    "case to be checked, for the staff": "/office/cases/{submitted}/",
    "case to be determined, for the staff": "/office/cases/{applied}/",
    "public list": "/cases/",
    "public list, a state": "/cases/?state=passed",
    "public list, a way": "/cases/?path=off-site",
    "public list, half way": "/cases/?page={public}",
    "public case": "/cases/{submitted}/",
    "figures": "/cases/figures/",
}


def main(opened: str) -> None:
    """Fills the database and measures every page, and the sweep of all clocks.

    Args: opened: how many cases are open.
    """
    settings.ALLOWED_HOSTS = ["*"]
    cases = int(opened) * OF // OPEN_OF
    began = time.monotonic()
    fill_cases(cases)
    print(f"filled in {time.monotonic() - began:.0f} s", flush=True)
    chosen = {state.value: Case.objects.filter(state=state).order_by("pk")[7].pk for state in set(STATES)}
    names = {**chosen, "last": cases // 2 // 50, "half": cases // 4 // 50, "public": cases // 2 // 50}
    country, province = client_of(STAFF), client_of(PROVINCE)
    found = {name: measured(country, path.format(**names)) for name, path in PAGES.items()}
    found["queue, in a province"] = measured(province, "/office/cases/")
    swept = {"sweep of all clocks, of a night": (0, _swept()), "… again": (0, _swept())}
    print(json.dumps(found | swept))


def client_of(email: str) -> Client:
    """The browser of somebody who is logged in."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Person.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _swept() -> float:
    began = time.process_time()
    sweep_cases(at=timezone.now())
    return (time.process_time() - began) * 1_000


def fill_cases(cases: int) -> None:
    """Puts cases in, with records, organisations and staff. Args: cases: how many, nine in ten of them open."""
    books = read_library(rulebook_folder())
    for name in ("removal", "documents", "disclosure"):
        release_book(books.versions(name)[-1], by=PLATFORM, at=AT)
    LedgerEntry.objects.all().delete()  # those that are put in have its numbers
    fill(cases)
    desks = max(cases // 2 // PER_DESK, 1)
    areas = [each.code for each in provinces()]
    put(
        RoleGrant, desks, person_id=lambda n: n, role=StaffRole.REVIEWER, area=lambda n: areas[n % len(areas)],
        granted_by="bench", granted_at=AT,
    )  # fmt: skip
    for email, area in ((STAFF, ""), (PROVINCE, "330000")):
        add_staff(email, name="合成", role=StaffRole.REVIEWER, password="x" * 40, by="bench", at=AT, area=area)
        person = Person.objects.get(email=email)
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": ""})
    of_area: dict[str, list[int]] = {}
    for n in range(1, desks + 1):
        of_area.setdefault(areas[n % len(areas)][:2], []).append(n)
    _cases(cases, Desks(Person.objects.get(email=STAFF).pk, of_area), Organisation.objects.count())
    mend_counts()  # what each step would have counted


@dataclass(frozen=True)
class Desks:
    """Who works on cases: one of the whole country, the others each in one province."""

    mine: int
    of_area: dict[str, list[int]]

    def of(self, number: int, place: str, cases: int) -> int | None:
        """On whose desk a case lies; one in eight waits for somebody to take it."""
        if number % 8 == 0:
            return None
        if number % max(cases // PER_DESK // 2, 1) == 1:
            return self.mine
        people = self.of_area.get(place[:2]) or [self.mine]
        return people[number * 7919 % len(people)]


def _cases(cases: int, desks: Desks, speakers: int) -> None:
    """Cases as the product would have left them: some late, answers due over half a year, each step in its timeline."""
    rules, types = (release_at(name, on=AT.date()).digest for name in ("removal", "documents"))
    places = dict(Enterprise.objects.values_list("pk", "division"))
    owners = dict(Record.objects.values_list("pk", "enterprise"))
    today = timezone.localdate()
    put(
        Membership,
        speakers,
        person_id=lambda n: n,
        organisation_id=lambda n: n,
        role=MemberRole.ADMIN,
        since=AT,
        given_by="bench",
    )
    put(
        Case, cases, enterprise_id=owners.__getitem__, organisation_id=lambda n: n % speakers + 1,
        division=lambda n: places[owners[n]], state=_state, path=lambda n: "" if _state(n) == "applied" else _way(n),
        applied_on=lambda n: today - n % 300 * DAY, rules=rules, types=types, opened_by="#bench", opened_at=AT,
        since=AT, due_on=lambda n: _due(n, today),
        reviewer_id=lambda n: desks.of(n, places[owners[n]], cases),
    )  # fmt: skip
    put(
        CaseRecord, cases, case_id=lambda n: n, record_id=lambda n: n, place=1, is_open=lambda n: _state(n) != "passed",
        title="噪声超标行政处罚决定", source="样例", answers=[{}], unknown=[[]], outcome="off-site",
        facts=[{"matters": ["noise-disturbance"], "exceedance_days": 0}], lists=[["noise"]], rows=[["noise"]],
        claims=[{}],
    )  # fmt: skip
    steps = ((CaseAct.APPLY, "draft", "applied"), (CaseAct.DETERMINE, "applied", "handing-in"))
    put(
        CaseStep, 2 * cases, case_id=lambda n: (n + 1) // 2, act=lambda n: steps[n % 2][0],
        source=lambda n: steps[n % 2][1], target=lambda n: steps[n % 2][2], party=CaseParty.REVIEWER, at=AT,
        days=lambda n: n // 2 % 40, is_late=lambda n: n % 11 == 0, taken_by="#bench",
    )  # fmt: skip


def _state(number: int) -> str:
    return STATES[number % len(STATES)].value


def _way(number: int) -> str:
    return "on-site" if _state(number) == CaseState.ON_SITE else "off-site"


def _due(number: int, today: date) -> date | None:
    state = _state(number)
    if state == CaseState.HANDING_IN:
        return today + (number // len(STATES) % ANSWER_DAYS) * DAY - DAY
    return today + (number // len(STATES) % STAFF_DAYS - LATE_DAYS) * DAY if state in STAFF_STATES else None
