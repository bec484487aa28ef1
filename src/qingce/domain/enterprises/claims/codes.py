"""Codes that go by letter: read from paper, typed in once, kept as a digest only."""

from __future__ import annotations

import hmac
import secrets

from django.conf import settings

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: without I, L, O, U
LENGTH = 10  # 50 bits; with five tries nobody guesses one
_MISREAD = str.maketrans("OIL", "011")


def new_code() -> str:
    """A code such as 7KQ2M9XW4T."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def spaced(code: str) -> str:
    """A code as it is printed: 7KQ2M-9XW4T."""
    half = LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def digest_of(code: str, claim_id: int) -> bytes:
    """What is kept of a code; keyed, so that from the row alone nobody can try codes out.

    Args: code: as typed: in any case, with spaces and dashes, O for 0 and I or L for 1.
    """
    plain = "".join(each for each in code.upper() if each.isalnum())[:100].translate(_MISREAD)
    return hmac.digest(settings.SECRET_KEY.encode(), f"claim-code\0{claim_id}\0{plain}".encode(), "sha256")


def is_same(digest: bytes | memoryview, other: bytes) -> bool:
    """Whether two digests agree, in the same time either way."""
    return hmac.compare_digest(bytes(digest), other)
