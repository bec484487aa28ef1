"""The 55 members of annex 4 and who takes their places (REM-8)."""

from __future__ import annotations

from datetime import date

import pytest

from qingce.domain.removal.actions import claim_place, decide_place, set_regions
from qingce.domain.removal.alliance.errors import MemberNotFound, NotYourPlace, PlaceTaken
from qingce.domain.removal.alliance.terms import named_regions
from qingce.domain.removal.queries import alliance_member, alliance_members
from qingce.pure.kernel.divisions import get_division
from qingce.shared.parties.enums import OrganisationKind, StaffRole
from qingce.shared.parties.errors import DutyMissing, RoleTooSmall
from qingce.shared.parties.models import Person
from tests.domain.removal.alliance.observing import KEYS, seated
from tests.domain.removal.cases.applying import reviewing
from tests.factories import AT, acting, member, organisation, release_rules, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-8")]
ON = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    release_rules()


def test_every_member_of_the_annex_is_there_and_nobody_is_seated_by_itself() -> None:
    rows = alliance_members(ON)
    assert (len(rows), [each.number for each in rows]) == (55, list(range(1, 56)))
    assert [each.key for each in rows if each.is_seated] == []
    assert rows[48].name == "公众环境研究中心"


def test_region_is_known_only_where_the_name_says_it() -> None:
    rows = {each.key: each for each in alliance_members(ON)}
    for key, (word, code) in named_regions().items():
        assert word in rows[key].name
        assert word.removesuffix("市").removesuffix("省")[-2:] in get_division(code).name + "北京市"
    assert {each.key for each in rows.values() if each.regions} == set(named_regions())


def test_ngo_takes_its_place_once_the_staff_confirm_it() -> None:
    ngo = seated(is_confirmed=False)
    assert not alliance_member(KEYS[0], ON).is_seated
    decide_place(reviewing(), KEYS[0], is_right=True, at=AT)
    assert alliance_member(KEYS[0], ON).organisation == ngo.organisation
    with pytest.raises(PlaceTaken) as error:
        claim_place(ngo.admin, ngo.organisation, KEYS[1], at=AT)
    assert error.value.params["cause"] == "twice"
    decide_place(reviewing(), KEYS[0], is_right=False, at=AT)
    claim_place(ngo.admin, ngo.organisation, KEYS[1], at=AT)


def test_place_is_taken_by_an_ngo_once_and_by_nobody_else() -> None:
    seated()
    other = somebody("other@example.org")
    ngo = organisation(other, kind=OrganisationKind.NGO, name="样例另一家环保组织")
    agency = organisation(other, name="样例机构")
    for number, key, cause in ((ngo, KEYS[0], "taken"), (agency, KEYS[1], "kind")):
        with pytest.raises(PlaceTaken) as error:
            claim_place(acting(other), number, key, at=AT)
        assert error.value.params["cause"] == cause
    with pytest.raises(MemberNotFound):
        claim_place(acting(other), ngo, "no-such-member", at=AT)


def test_wrong_people_confirm_nothing_and_set_no_region() -> None:
    ngo = seated(is_confirmed=False)
    with pytest.raises(DutyMissing):
        decide_place(ngo.admin, KEYS[0], is_right=True, at=AT)
    with pytest.raises(DutyMissing):
        set_regions(ngo.admin, KEYS[0], ["320000"], at=AT)
    own = reviewing("both@example.org", StaffRole.SENIOR_REVIEWER)
    member(ngo.organisation, Person.objects.get(pk=own.person_id))
    with pytest.raises(NotYourPlace):
        decide_place(reviewing("both@example.org"), KEYS[0], is_right=True, at=AT)
    decide_place(reviewing(), KEYS[0], is_right=True, at=AT)
    reader = somebody("reader@example.org")
    member(ngo.organisation, reader)
    with pytest.raises(RoleTooSmall):
        set_regions(acting(reader), KEYS[0], ["320000"], at=AT)
    set_regions(ngo.admin, KEYS[0], ["320000", "320000", "310000"], at=AT)
    assert alliance_member(KEYS[0], ON).regions == ("310000", "320000")
