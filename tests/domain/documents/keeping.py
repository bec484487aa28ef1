"""An enterprise with somebody who speaks for it, and papers on its shelf."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qingce.domain.documents.actions import add_document
from qingce.domain.documents.enums import PAPER, DocumentText
from qingce.domain.enterprises.actions import grant_claim
from qingce.domain.enterprises.enums import ProofKind
from qingce.shared.files.actions import keep_upload
from qingce.shared.files.enums import FileType
from qingce.shared.parties.enums import Actor, StaffRole
from qingce.shared.parties.models import Person
from tests import hostile_files
from tests.factories import AT, acting, claim, claimant, enterprise, release_rules, somebody, staff_member
from tests.worlds import remembered

CODES = ("91000000MA0000001R", "91000000MA0000002W")


@dataclass(frozen=True)
class Kept:
    """An enterprise, the organisation that holds it, and one of its editors."""

    enterprise: int
    organisation: int
    person: Person

    @property
    def actor(self) -> Actor:
        """The editor as acting now."""
        return acting(self.person)


@remembered
def release_types() -> None:
    """The rulebooks that a shelf stands on."""
    release_rules("documents")
    release_rules("disclosure")


@remembered
def kept(
    name: str = "绍兴样甲印染有限公司", *, email: str = "b@example.org", uscc: str = CODES[0], **more: Any
) -> Kept:
    """An enterprise that was granted to an organisation of its own."""
    person = Person.objects.filter(email=email).first() or somebody(email, name="陈样本")
    pk, owner = enterprise(name, **more), claimant(person, name=name, uscc=uscc)
    number = claim(person, pk, owner, uscc=uscc)
    grant_claim(grantor(), number, reason="一致", grounds=[ProofKind.CHECK], at=AT)
    return Kept(pk, owner, person)


def grantor() -> Actor:
    """Somebody of the staff, of the whole country."""
    found = Person.objects.filter(email="grants@example.org").first()
    return acting(found or staff_member(StaffRole.REVIEWER, email="grants@example.org"))


def upload(name: str = "许可证.pdf", content: bytes | None = None) -> int:
    """An upload that waits."""
    chunks = [content or hostile_files.plain_pdf()]
    return keep_upload(chunks, name=name, accepts=FileType, purpose=PAPER, at=AT).id


def paper(owner: Kept, kind: str = "discharge-permit", *, files: list[int] | None = None, **said: Any) -> int:
    """A document on the shelf; returns its number."""
    at = said.pop("at", AT)
    return add_document(owner.actor, owner.enterprise, DocumentText(kind, **said), files=files or [upload()], at=at)
