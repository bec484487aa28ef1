"""Agencies that audit and NGOs that observe, for the table of permissions."""

from __future__ import annotations

from collections.abc import Mapping

from qingce.domain.removal.enums import PROOF, RECEIPT
from qingce.domain.removal.models import AccreditationPaper, DutyProof, DutyTick, ObservationCost
from qingce.shared.files.actions import keep_upload
from qingce.shared.files.enums import FileType
from qingce.shared.parties.enums import MemberRole, OrganisationKind
from qingce.shared.parties.models import Person
from tests import hostile_files
from tests.domain.removal.accreditation.accrediting import accredited
from tests.factories import AT, acting, member, organisation

AREAS = {"here": "320500", "elsewhere": "330100"}
Kwargs = dict[str, object]


def audit_agencies(people: Mapping[str, Person | None]) -> dict[str, dict[str, Kwargs]]:
    """An agency of each place that is accredited and applies anew; the one here has own members."""
    found: dict[str, dict[str, Kwargs]] = {}
    for relation, area in AREAS.items():
        agency = accredited(name=f"{relation} 样例审核有限公司", email=f"audit.{relation}@example.org", area=area)
        for role in ("reader", "editor", "admin") if relation == "here" else ():
            person = people[role]
            assert person
            member(agency.organisation, person, MemberRole(role))
        file = AccreditationPaper.objects.filter(accreditation=agency.pk).values_list("file", flat=True)[0]
        for view in ("audit-agency", "my-accreditation", "my-accreditation-papers"):
            found.setdefault(f"web:{view}", {})[relation] = {"pk": agency.organisation}
        found.setdefault("web:my-accreditation-paper", {})[relation] = {"pk": agency.organisation, "file": file}
        found.setdefault("web:office-accreditation", {})[relation] = {"pk": agency.pk}
        found.setdefault("web:office-accreditation-paper", {})[relation] = {"pk": agency.pk, "file": file}
    return found


def alliance(people: Mapping[str, Person | None], audits: dict[str, Kwargs]) -> dict[str, dict[str, Kwargs]]:
    """An NGO with members of its own, one of others, and a receipt of an audit of each place."""
    person = people["ngo"]
    assert person
    numbers = {"own": acting(person).seats[0].organisation_id}
    numbers["foreign"] = organisation(
        Person.objects.get(email="other@example.org"), kind=OrganisationKind.NGO, name="样例外地环保组织"
    )
    found: dict[str, dict[str, Kwargs]] = {
        "web:my-alliance": {relation: {"pk": pk} for relation, pk in numbers.items()},
        "web:alliance-member": {"-": {"member": "green-river"}},
        "web:my-audit-costs": {},
        "web:my-audit-receipt": {},
        "web:my-audit-evidence": {},
        "web:my-audit-evidence-file": {},
    }
    for relation, kwargs in audits.items():
        file = keep_upload([hostile_files.plain_pdf()], name="票据.pdf", accepts=FileType, purpose=RECEIPT, at=AT).id
        ObservationCost.objects.create(
            audit_id=int(str(kwargs["pk"])), kind="travel", amount_cny=10, spent_on=AT.date(), file_id=file,
            declared_by="test", declared_at=AT,
        )  # fmt: skip
        found["web:my-audit-costs"][relation] = kwargs
        found["web:my-audit-receipt"][relation] = {**kwargs, "file": file}
        tick, _made = DutyTick.objects.get_or_create(
            audit_id=int(str(kwargs["pk"])), duty="accept-audit", back_at=None,
            defaults={"party": "enterprise", "done_by": "test", "done_at": AT},
        )  # fmt: skip
        shown = keep_upload([hostile_files.plain_pdf()], name="依据.pdf", accepts=FileType, purpose=PROOF, at=AT).id
        DutyProof.objects.create(tick=tick, file_id=shown, added_by="test", added_at=AT)
        found["web:my-audit-evidence"][relation] = {**kwargs, "duty": "pay"}
        found["web:my-audit-evidence-file"][relation] = {**kwargs, "file": shown}
    return found
