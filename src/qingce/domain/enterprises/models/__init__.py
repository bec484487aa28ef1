"""The tables of this room."""

from qingce.domain.enterprises.models.claims import Claim, ClaimProof
from qingce.domain.enterprises.models.identity import (
    Enterprise,
    EnterpriseName,
    MatchQuestion,
    Merge,
    NameBlock,
    Trait,
)

__all__ = [
    "Claim",
    "ClaimProof",
    "Enterprise",
    "EnterpriseName",
    "MatchQuestion",
    "Merge",
    "NameBlock",
    "Trait",
]
