"""Public numbers of people and organisations: random, telling nothing, easy to read aloud; and secrets of links."""

from __future__ import annotations

import hashlib
import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: without I, L, O, U
DIGITS = 9  # 45 bits: at a million people a new number is taken with a chance of 3 in 100,000,000


def new_person_number() -> str:
    """Such as P4K7ZQ2M1X."""
    return _number("P")


def new_organisation_number() -> str:
    """Such as G4K7ZQ2M1X; G, since O looks like a zero."""
    return _number("G")


def _number(letter: str) -> str:
    return letter + "".join(secrets.choice(LETTERS) for _ in range(DIGITS))


def digest_of(secret: str) -> bytes:
    """What is kept of the secret of a link."""
    return hashlib.sha256(secret.encode()).digest()[:16]
