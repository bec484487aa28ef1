"""What acts on draws have in common: the hash of what is said, and the public reason."""

from __future__ import annotations

from qingce.pure.merkle.hashing import leaf_hash
from qingce.shared.draws.errors import DrawReasonMissing

LONGEST_REASON = 1_000


def content_of(says: str) -> str:
    """The hash of what is said, as `content` of the entry has it."""
    return leaf_hash(says.encode()).hex()


def checked_reason(text: str) -> str:
    """A public reason, without blanks around it.

    Raises: DrawReasonMissing.
    """
    found = text.strip()
    if not found or len(found) > LONGEST_REASON:
        raise DrawReasonMissing(
            f"Give the reason, in at most {LONGEST_REASON} characters; it is public.", longest=LONGEST_REASON
        )
    return found
