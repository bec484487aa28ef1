"""What each audience is shown of a claim; nothing but these leaves the room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qingce.domain.enterprises.enums import OPEN_CLAIMS, ClaimState, ProofKind
from qingce.domain.enterprises.reading import EnterpriseDetail
from qingce.shared.files.enums import KeptFile
from qingce.shared.parties.enums import OrganisationState
from qingce.shared.parties.queries import OrganisationRow


@dataclass(frozen=True)
class ClaimRow:
    """What a government in whose area the enterprise lies sees of a claim, and what lists show."""

    id: int
    state: ClaimState
    enterprise_id: int
    enterprise_name: str
    organisation_id: int
    organisation_name: str
    organisation_state: OrganisationState
    submitted_at: datetime
    decided_at: datetime | None
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state in OPEN_CLAIMS


@dataclass(frozen=True)
class CodeStatus:
    """How the code of the last letter stands.

    Args: letters: how many were made. tries_left: 0: it counts no more.
    """

    letters: int
    sent_to: str
    sent_at: datetime | None
    ends_at: datetime | None
    tries_left: int
    right_at: datetime | None

    def counts(self, at: datetime) -> bool:
        """Whether it can be typed in at a moment."""
        in_time = self.ends_at is not None and at < self.ends_at
        return in_time and self.right_at is None and self.tries_left > 0


@dataclass(frozen=True)
class OwnClaim:
    """A claim as the claiming organisation sees it; nobody of the staff is named.

    Args: contact_name: whom of the organisation the staff ask; empty: nobody in particular.
    """

    row: ClaimRow
    uscc: str
    statement: str
    proofs: tuple[KeptFile, ...]
    contact_name: str
    code: CodeStatus
    reason: str
    end_reason: str


@dataclass(frozen=True)
class StaffClaim:
    """A claim as the staff decide on it.

    Args: address: where a letter would go. others: other claims of the same enterprise, the newest first. holders:
        granted ones of other organisations. is_own_affair: the one who looks may not decide.
    """

    own: OwnClaim
    enterprise: EnterpriseDetail
    organisation: OrganisationRow
    contact_email: str
    address: str
    others: tuple[ClaimRow, ...]
    submitted_by: str
    decided_by: str
    ended_by: str
    grounds: tuple[ProofKind, ...]
    is_own_affair: bool

    @property
    def holders(self) -> tuple[ClaimRow, ...]:
        """Granted claims of other organisations."""
        own = self.own.row.organisation_id
        return tuple(
            each for each in self.others if each.state == ClaimState.GRANTED and each.organisation_id != own
        )  # fmt: skip
