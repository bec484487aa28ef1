"""Hashes of leaves and nodes, told apart by their first byte so that neither can pass for the other."""

from __future__ import annotations

import hashlib

SIZE_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a log without entries. Source: RFC 6962 §2.1."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry: SHA-256(0x00 || entry).

    Source: RFC 6962 §2.1.
    """
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees: SHA-256(0x01 || left || right).

    Source: RFC 6962 §2.1.
    """
    return hashlib.sha256(b"\x01" + left + right).digest()
