"""What the ledger's entries state of a draw, besides the hash of all that is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from qingce.pure.draw.announcing import Announced, moment_text
from qingce.pure.draw.selecting import seed_key
from qingce.pure.kernel.canonical import canonical_json, sha256_hex


def frozen_facts(announced: Announced) -> dict[str, Any]:
    """Of a draw as it is frozen; lists stand there by their digests."""
    said = announced.says()
    return {
        "purpose": announced.purpose,
        "occasion": announced.occasion,
        "pool": list_digest(said["pool"]),
        "pool_size": len(announced.pool),
        "exclusions": list_digest(said["exclusions"]),
        "excluded": len(announced.exclusions),
        "count": announced.count,
        "sources": [each.what for each in announced.sources],
        "published": [each.where for each in announced.sources],
        "due": [moment_text(each.due_at) for each in announced.sources],
        "due_on": announced.due_at.astimezone(UTC).date(),
        "after": announced.after,
    }


def value_facts(said: Mapping[str, Any], place: int) -> dict[str, Any]:
    """Of a value that was entered.

    Args: said: as `value_says` gives it. place: which value of the draw, from 1.
    """
    return {
        "value": place,
        "values": [" ".join(numbers) for numbers in said["values"]],
        "key": [seed_key([numbers]) for numbers in said["values"]],
        "read": said["read"],
        "count": len(said["result"]),
        "result": list_digest(said["result"]),
    }


def replacement_facts(said: Mapping[str, Any]) -> dict[str, Any]:
    """Of a replacement.

    Args: said: as `replacement_says` gives it.
    """
    return {name: said[name] for name in ("value", "place", "declined", "drawn")}


def list_digest(value: list[Any]) -> str:
    """The digest by which a list stands in an entry: SHA-256 of its canonical JSON."""
    return sha256_hex(canonical_json(value))
