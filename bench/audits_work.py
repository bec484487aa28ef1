"""What the bench of audits measures, in a process of its own in which Django is set up.

`main` fills the home's database and prints what each page took as JSON: page → queries, milliseconds.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from bench.cases_work import STAFF, client_of, fill_cases
from bench.notices_work import measured
from bench.office_rows import AT, put
from qingce.domain.removal.actions import mend_counts, sweep_audits
from qingce.domain.removal.audits.releasing import release_audits
from qingce.domain.removal.enums import AuditAct, AuditParty, AuditState, CaseState
from qingce.domain.removal.models import Audit, AuditStep, Case, DutyTick
from qingce.shared.parties.enums import MemberRole, OrganisationKind
from qingce.shared.parties.models import Membership, Organisation, Person

STATES = (
    AuditState.CONFIRMING, AuditState.AUDITING, AuditState.AUDITING, AuditState.REPORTING, AuditState.FOLLOW_UP,
    AuditState.PASSED,
)  # fmt: skip
TICKS, STEPS = 12, 3
PER_AGENCY = 60
AGENCY = "agency@example.org"
DAYS = 90
PAGES = {
    "queue of the staff": "/office/audits/",
    "queue, half way": "/office/audits/?page={half}",
    "public list": "/audits/",
    "public list, half way": "/audits/?page={half}",
    "public audit": "/audits/{audit}/",
    "audit, for the staff": "/office/audits/{audit}/",
    "audits of an agency": "/my/audits/",
    "audit, for the agency": "/my/audits/{own}/",
    "form of the audit": "/my/audits/{own}/form/",
}
OF_AGENCY = ("audits of an agency", "audit, for the agency", "form of the audit")


def main(audits: str) -> None:
    """Fills the database and measures every page, and both sweeps. Args: audits: how many there are."""
    settings.ALLOWED_HOSTS = ["*"]
    count = int(audits)
    began = time.monotonic()
    _fill(count)
    print(f"filled in {time.monotonic() - began:.0f} s", flush=True)
    own = Audit.objects.filter(agency__name="样例审核机构", state=AuditState.AUDITING).order_by("pk")[3].pk
    names = {"half": count // 100, "audit": Audit.objects.filter(state=AuditState.AUDITING)[7].pk, "own": own}
    staff, agency = client_of(STAFF), client_of(AGENCY)
    found = {
        name: measured(agency if name in OF_AGENCY else staff, path.format(**names)) for name, path in PAGES.items()
    }
    found["sweep of the clocks, the first of a day"] = (0, _swept(sweep_audits))
    found["sweep of the clocks, again"] = (0, _swept(sweep_audits))
    found["look for notices that are over"] = (0, _swept(release_audits))
    print(json.dumps(found))


def _swept(sweep: Callable[..., object]) -> float:
    began = time.process_time()
    sweep(at=timezone.now())
    return (time.process_time() - began) * 1_000


def _fill(count: int) -> None:
    """Each case is on site, with an audit at one of the stages."""
    fill_cases(count)
    Case.objects.update(state=CaseState.ON_SITE, path="on-site", due_on=None)
    Case.objects.filter(pk__in=_over(count)).update(state=CaseState.PASSED)
    mend_counts()
    agencies = _agencies(max(count // PER_AGENCY, 1))
    places = dict(Case.objects.values_list("pk", "division"))
    rules = Case.objects.values_list("rules", flat=True).first()
    put(
        Audit, count, case_id=lambda n: n, state=_state, since=AT, rules=rules, division=places.__getitem__,
        due_on=_due, agency_id=lambda n: agencies[n % len(agencies)], opened_by="#bench",
        opened_at=lambda n: AT + timedelta(minutes=n), ended_at=lambda n: AT if _is_over(n) else None,
    )  # fmt: skip
    put(
        DutyTick, count * TICKS, audit_id=lambda n: (n - 1) // TICKS + 1, duty=lambda n: f"duty-{n % TICKS}",
        party=AuditParty.ENTERPRISE, note="样例", done_by="#bench", done_at=AT,
    )  # fmt: skip
    put(
        AuditStep, count * STEPS, audit_id=lambda n: (n - 1) // STEPS + 1, act=AuditAct.BEGIN, source="confirming",
        target="auditing", party=AuditParty.PLATFORM, at=AT, taken_by="#bench",
    )  # fmt: skip


def _agencies(count: int) -> list[int]:
    """Agencies, the first of which somebody edits for."""
    mould = {"kind": OrganisationKind.AGENCY, "area": "330000", "registered_by": "bench", "registered_at": AT}
    made = [Organisation.objects.create(name="样例审核机构", **mould).pk]
    made += [Organisation.objects.create(name=f"样例审核机构{n}", **mould).pk for n in range(1, count)]
    person = Person.objects.create(email=AGENCY, name="样员", created_at=AT)
    Membership.objects.create(person=person, organisation_id=made[0], role=MemberRole.ADMIN, since=AT, given_by="bench")
    return made


def _state(number: int) -> str:
    return STATES[number % len(STATES)].value


def _is_over(number: int) -> bool:
    return _state(number) == AuditState.PASSED


def _over(count: int) -> list[int]:
    return [number for number in range(1, count + 1) if _is_over(number)]


def _due(number: int) -> date | None:
    return None if _is_over(number) else timezone.localdate() + timedelta(days=number % DAYS)
