"""Checking proofs: all that somebody needs who trusts a checkpoint and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from qingce.pure.merkle.errors import LogTooShort, ProofWrong
from qingce.pure.merkle.hashing import EMPTY_ROOT, node_hash
from qingce.pure.merkle.tree import split


def check_inclusion(leaf: bytes, number: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Checks that an entry is in a log.

    Args: leaf: hash of the entry. proof: as `inclusion_proof` gives it. root: of the log with `size` entries.
    Raises: LogTooShort; ProofWrong.
    Source: RFC 6962 §2.1.1.
    """
    if not 0 <= number < size:
        raise LogTooShort(f"A log of {size} entries has no entry number {number}.", number=number, size=size)
    if _root_of(leaf, number, size, list(proof)) != root:
        raise ProofWrong(f"The proof does not show that entry {number} is in the log of {size} entries.", size=size)


def check_consistency(former: int, former_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """Checks that a log only grew.

    Args: proof: as `consistency_proof` gives it.
    Raises: LogTooShort: it has fewer entries than before; ProofWrong.
    Source: RFC 6962 §2.1.2.
    """
    if not 0 <= former <= size:
        raise LogTooShort(f"A log of {size} entries never had {former}.", number=former, size=size)
    if not _grew(former, former_root, size, root, list(proof)):
        raise ProofWrong(f"The proof does not show that {former} entries grew to {size}; do not trust it.", size=size)


def _grew(former: int, former_root: bytes, size: int, root: bytes, proof: list[bytes]) -> bool:
    if former == 0:
        return former_root == EMPTY_ROOT and not proof
    if former == size:
        return former_root == root and not proof
    return _roots_of(former, size, proof, former_root) == (former_root, root) and not proof


def _root_of(leaf: bytes, number: int, size: int, proof: list[bytes]) -> bytes | None:
    """The root that a proof leads to; None: it has too many or too few hashes."""
    if size == 1:
        return leaf if not proof else None
    if not proof:
        return None
    beside, middle = proof[-1], split(size)
    if number < middle:
        left = _root_of(leaf, number, middle, proof[:-1])
        return node_hash(left, beside) if left else None
    right = _root_of(leaf, number - middle, size - middle, proof[:-1])
    return node_hash(beside, right) if right else None


def _roots_of(former: int, size: int, proof: list[bytes], known: bytes | None) -> tuple[bytes | None, bytes | None]:
    """The former and the new root that a proof leads to; what it uses is taken out of it.

    Args: known: the hash of all former entries, where whoever checks has it.
    """
    if former == size:
        taken = known if known is not None else (proof.pop(0) if proof else None)
        return taken, taken
    middle = split(size)
    if former <= middle:
        old, left = _roots_of(former, middle, proof, known)
        right = proof.pop(0) if proof else None
        return old, node_hash(left, right) if left and right else None
    old_right, right = _roots_of(former - middle, size - middle, proof, None)
    left = proof.pop(0) if proof else None
    if not (left and right and old_right):
        return None, None
    return node_hash(left, old_right), node_hash(left, right)
