"""Sample NGOs that take places of the alliance and are asked to observe an audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qingce.domain.removal.actions import accept_observation, claim_place, decide_place, invite_observer, set_regions
from qingce.domain.removal.enums import RECEIPT
from qingce.domain.removal.models import Observation
from qingce.shared.files.actions import keep_upload
from qingce.shared.files.enums import FileType
from qingce.shared.parties.enums import Actor, OrganisationKind
from qingce.shared.parties.models import Membership
from tests import hostile_files
from tests.domain.removal.audits.auditing import Audited, accepted
from tests.domain.removal.cases.applying import reviewing
from tests.factories import AT, acting, organisation, somebody

# Places that are free are taken by samples: what they do here, no member of annex 4 ever did.
KEYS = ("green-river", "wild-china", "green-island")


@dataclass(frozen=True)
class Ngo:
    """A sample NGO with a place. Args: member: number of its admin's membership."""

    key: str
    organisation: int
    admin: Actor
    member: int


def seated(
    place: int = 0, *, regions: tuple[str, ...] = (), is_confirmed: bool = True, name: str = "", observer: str = ""
) -> Ngo:
    """A sample NGO in one of the places; the rulebook has to be released."""
    person = somebody(f"ngo{place}@example.org", name=observer or f"样观{place}")
    number = organisation(person, kind=OrganisationKind.NGO, name=name or f"样例环保组织{place}")
    admin = acting(person)
    claim_place(admin, number, KEYS[place], at=AT)
    if is_confirmed:
        decide_place(reviewing(), KEYS[place], is_right=True, at=AT)
        set_regions(admin, KEYS[place], regions, at=AT)
    return Ngo(KEYS[place], number, admin, Membership.objects.get(organisation=number).pk)


def unobserved() -> Audited:
    """An audit that nobody observes yet."""
    return accepted(has_parties=False)


def observed(ngo: Ngo, found: Audited, *, at: datetime = AT) -> Observation:
    """The NGO is asked, and accepts."""
    pk = invite_observer(found.staff, found.audit, at=at)
    assert pk
    accept_observation(ngo.admin, pk, ngo.member, is_free=True, at=at)
    return Observation.objects.get(pk=pk)


def asked() -> int:
    """An invitation that waits for its answer."""
    found = unobserved()
    seated()
    pk = invite_observer(found.staff, found.audit, at=AT)
    assert pk
    return pk


def a_receipt() -> int:
    """An upload that waits to be attached."""
    kept = keep_upload([hostile_files.plain_pdf()], name="车票.pdf", accepts=FileType, purpose=RECEIPT, at=AT)
    return kept.id
