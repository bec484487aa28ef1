"""Who sees which part of a claim, and who may do nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from qingce.domain.enterprises.enums import ClaimState
from qingce.domain.enterprises.models import Claim
from qingce.shared.files.models import StoredFile
from qingce.shared.parties.enums import MemberRole, OrganisationKind, StaffRole
from qingce.shared.parties.models import Organisation, Person
from tests.doors.web.claims.doing import JIANGSU, SHAOXING, USCC, pdf, sent, status, words
from tests.factories import (
    claim,
    claimant,
    enterprise,
    member,
    organisation,
    somebody,
    staff_member,
)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-2")]


AUDIENCES = {
    "member": {"own": 200, "own-file": 200, "office": 403, "office-file": 403},
    "rival": {"own": 404, "own-file": 404, "office": 403, "office-file": 403},
    "government": {"own": 200, "own-file": 404, "office": 403, "office-file": 403},
    "far-government": {"own": 404, "own-file": 404, "office": 403, "office-file": 403},
    "waiting-government": {"own": 404, "own-file": 404, "office": 403, "office-file": 403},
    "reviewer": {"own": 404, "own-file": 404, "office": 200, "office-file": 200},
    "far-reviewer": {"own": 404, "own-file": 404, "office": 404, "office-file": 404},
    "liaison": {"own": 404, "own-file": 404, "office": 403, "office-file": 403},
    "nobody": {"own": 302, "own-file": 302, "office": 302, "office-file": 302},
}


def audience(name: str, own: int) -> Client:
    browser = Client(raise_request_exception=False)
    if name == "nobody":
        return browser
    if name in ("reviewer", "far-reviewer", "liaison"):
        role = StaffRole.BRAND_LIAISON if name == "liaison" else StaffRole.REVIEWER
        areas = {"reviewer": SHAOXING, "far-reviewer": JIANGSU, "liaison": ""}
        browser.force_login(staff_member(role, email=f"{name}@example.org", area=areas[name]))
        return browser
    found = somebody(f"{name}@example.org")
    if name == "member":
        member(own, found, MemberRole.READER)
    elif name == "rival":
        claimant(found, name="别家")
    else:
        pk = organisation(
            found, kind=OrganisationKind.GOVERNMENT, name="样例局",
            area=JIANGSU if name == "far-government" else SHAOXING,
        )  # fmt: skip
        if name == "waiting-government":
            Organisation.objects.filter(pk=pk).update(state="waiting")
    browser.force_login(found)
    return browser


@pytest.mark.parametrize("name", AUDIENCES)
def test_every_audience_sees_its_part(client: Client, person: Person, name: str) -> None:
    sent(client, enterprise(), statement="内部说明", files=pdf())
    row, file = Claim.objects.get(), StoredFile.objects.get()
    browser = audience(name, row.organisation_id)
    paths = {
        "own": f"/en/claims/{row.pk}/",
        "own-file": f"/en/claims/{row.pk}/files/{file.pk}/",
        "office": f"/en/office/claims/{row.pk}/",
        "office-file": f"/en/office/claims/{row.pk}/files/{file.pk}/",
    }
    assert {key: status(browser, path) for key, path in paths.items()} == AUDIENCES[name]
    page = words(browser, paths["own"])
    assert ("内部说明" in page, "执照.pdf" in page, USCC in page) == ((name == "member",) * 3)
    assert ("绍兴样甲印染有限公司" in page) == (name in ("member", "government"))
    for path in (paths["own"], paths["office"], f"{paths['office']}letter/"):
        browser.post(path, {"act": "withdraw"})
    assert Claim.objects.get().state == (ClaimState.CODE_SENT if name == "reviewer" else ClaimState.SUBMITTED)


def test_file_of_another_claim_is_not_given(client: Client, person: Person, office: Client) -> None:
    other = Client()
    other.force_login(somebody("other@example.org"))
    sent(other, enterprise("乙厂"), name="乙", files=pdf())
    file = StoredFile.objects.get().pk
    pk = claim(person, enterprise(), claimant(person))
    assert client.get(f"/claims/{pk}/files/{file}/").status_code == 404
    assert office.get(f"/office/claims/{pk}/files/{file}/").status_code == 404
