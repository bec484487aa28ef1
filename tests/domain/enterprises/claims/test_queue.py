"""The office's queue of claims reads those of its own area, and no enterprise that has no claim."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingce.domain.enterprises.claims.locking import claims_of_family
from qingce.domain.enterprises.enums import ClaimState
from qingce.domain.enterprises.models import Claim, Enterprise
from qingce.domain.enterprises.permissions import claims_for_staff
from qingce.domain.enterprises.queries import claims_for_office, count_claims_for_office, waiting_claims
from qingce.shared.parties.models import Person
from qingce.shared.parties.permissions import in_areas
from tests.factories import AT, acting, claim, claimant, enterprise, staff_member
from tests.query_plans import count_rows, plan_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-2")]


def claimed(admin: Person, **where: str) -> int:
    return claim(admin, enterprise(f"样例{where}", **where), claimant(admin, name=f"样例{where}"))


def refused_elsewhere(pk: int, count: int) -> None:
    """As many claims as a database needs to ask its indexes: of a few it reads whatever is cheapest to read."""
    one = Claim.objects.values().get(pk=pk)
    del one["id"]
    Claim.objects.bulk_create(
        Claim(**{**one, "state": ClaimState.REFUSED, "division": f"44{number:04}"}) for number in range(count)
    )
    count_rows(Claim, Enterprise)


def test_claim_keeps_the_place_of_its_enterprise_and_takes_one_that_becomes_known(admin: Person) -> None:
    placed, unplaced = claimed(admin), claimed(admin, division="")
    assert list(Claim.objects.order_by("pk").values_list("division", flat=True)) == ["330603", ""]
    near, far, everywhere = (
        acting(staff_member(area=area, email=f"s{area}@example.org")) for area in ("330000", "310000", "")
    )
    assert [each.id for each in claims_for_office(near)] == [placed]
    assert ([*claims_for_office(far)], count_claims_for_office(far)) == ([], 0)
    assert [each.id for each in claims_for_office(everywhere)] == [placed, unplaced]
    Enterprise.objects.filter(division="").update(division="310116")
    assert [each.id for each in claims_for_office(far)] == [unplaced]


def test_queue_of_a_county_is_found_by_its_index(admin: Person) -> None:
    refused_elsewhere(claimed(admin), 300)
    county = acting(staff_member(area="330603"))
    own = Claim.objects.filter(claims_for_staff(county))
    assert own.count() == 1
    assert "claim_place" in plan_of(own.values("pk"), "claim_place")
    near = Claim.objects.filter(in_areas(("330603",), "division"))
    assert "claim_place" in plan_of(near.values("pk"), "claim_place")
    everywhere = acting(staff_member(email="e@example.org"))
    rows = Claim.objects.filter(claims_for_staff(everywhere)).order_by("submitted_at")
    assert "claim_by_age" in plan_of(rows.values("pk")[:50], "claim_by_age")


def test_queue_of_a_county_passes_over_no_claim_of_another(admin: Person) -> None:
    """What is placed and what was placed later are asked apart: a row that may be either would be looked at, whatever
    its place."""
    refused_elsewhere(claimed(admin), 300)
    plan = plan_of(Claim.objects.filter(claims_for_staff(acting(staff_member(area="330603")))).values("pk"))
    assert "SCAN enterprises_claim" not in plan
    assert "SubPlan" not in plan


def test_count_of_the_whole_country_looks_at_no_enterprise(admin: Person) -> None:
    claimed(admin)
    everywhere = acting(staff_member())
    with CaptureQueriesContext(connection) as asked:
        assert waiting_claims(everywhere) == (1, AT)
    assert len(asked) == 2
    assert "enterprises_enterprise" not in asked[0]["sql"]


def test_claims_of_a_family_are_found_by_their_enterprises() -> None:
    """Public pages ask for them: whatever there is, it is not read whole."""
    plan = plan_of(claims_of_family(1).values("pk"))
    assert "SCAN enterprises_claim" not in plan
    assert "Seq Scan on enterprises_claim" not in plan


def test_pages_far_down_read_no_more_than_they_show(admin: Person) -> None:
    for place in ("330602", "330603", "330604"):
        claimed(admin, division=place)
    everywhere = acting(staff_member())
    with CaptureQueriesContext(connection) as asked:
        assert len(claims_for_office(everywhere, start=2, count=1)) == 1
    numbers, rows = (each["sql"] for each in asked)
    assert ("JOIN" in numbers, "OFFSET" in rows) == (False, False)
