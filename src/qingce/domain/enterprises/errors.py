"""What can be wrong with an enterprise that somebody asks for, whoever asks; and with a claim of one."""

from __future__ import annotations

from qingce.domain.enterprises.claims.errors import (
    AddressMissing,
    ClaimantClosed,
    ClaimantKnown,
    ClaimElsewhere,
    ClaimHeld,
    ClaimNotFound,
    ClaimOpen,
    ClaimReasonMissing,
    ClaimTextTooLong,
    CodeOfAnother,
    CodeVoid,
    EnterpriseWithheld,
    GroundsMissing,
    HeldByAnother,
    LetterMade,
    LettersUsedUp,
    NotAnEnterprise,
    OrganisationCodeDiffers,
    OwnAffair,
    ProofMissing,
    TooManyClaims,
    TooManyProofs,
    WrongCode,
)
from qingce.pure.kernel.errors import NotFound

__all__ = [
    "AddressMissing",
    "ClaimElsewhere",
    "ClaimHeld",
    "ClaimNotFound",
    "ClaimOpen",
    "ClaimReasonMissing",
    "ClaimTextTooLong",
    "ClaimantClosed",
    "ClaimantKnown",
    "CodeOfAnother",
    "CodeVoid",
    "EnterpriseNotFound",
    "EnterpriseWithheld",
    "GroundsMissing",
    "HeldByAnother",
    "LetterMade",
    "LettersUsedUp",
    "NotAnEnterprise",
    "OrganisationCodeDiffers",
    "OwnAffair",
    "ProofMissing",
    "TooManyClaims",
    "TooManyProofs",
    "WrongCode",
    "not_found",
]


class EnterpriseNotFound(NotFound):
    """No enterprise has this number."""

    code = "enterprise-not-found"


def not_found(pk: int) -> EnterpriseNotFound:
    """The error for a number that no enterprise has."""
    return EnterpriseNotFound(f"There is no enterprise number {pk}; look it up by name.", number=pk)
