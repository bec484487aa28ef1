"""Whether a log only grew, from its tiles: what a witness asks before it co-signs."""

from __future__ import annotations

from qingce.pure.merkle.checking import check_consistency
from qingce.pure.merkle.checkpoints import Checkpoint
from qingce.pure.merkle.errors import LogOther, LogRewritten, LogShrank, LogSplit, ProofWrong, TilesUnfit
from qingce.pure.merkle.tree import Read, consistency_proof, root


def check_first(new: Checkpoint, read: Read) -> None:
    """Checks that the tiles of a log nobody has looked at yet lead to the root that it has signed.

    Raises: TilesUnfit.
    """
    if root(new.size, read) != new.root:
        raise TilesUnfit(size=new.size)


def check_growth(old: Checkpoint, new: Checkpoint, read: Read) -> list[bytes]:
    """Checks that a log begins with all that it had before; the signatures are checked elsewhere.

    Args: old: what was seen before. read: the tiles of `new`.
    Returns: the consistency proof.
    Raises: LogOther: another log. LogShrank. LogSplit, LogRewritten: the log has signed two histories.
        TilesUnfit: the tiles do not belong to the new checkpoint, which may be a fault on the way here.
    """
    check_same_log(old, new)
    if new.size < old.size:
        raise LogShrank(old.size, new.size)
    if new.size == old.size:
        return []
    begun = root(old.size, read)
    proof = consistency_proof(old.size, new.size, read)
    try:
        check_consistency(old.size, begun, new.size, new.root, proof)
    except ProofWrong:
        raise TilesUnfit(size=new.size) from None
    if not old.size:
        check_first(new, read)
    if begun != old.root:  # the tiles are those of the new root: what it begins with is not what was there
        raise LogRewritten(old.size, new.size, begun=begun, proof=proof)
    return proof


def check_same_log(old: Checkpoint, new: Checkpoint) -> None:
    """Checks that two checkpoints can be of one history, as far as that is seen without its hashes.

    Raises: LogOther: another log. LogSplit: as many entries, other ones.
    """
    if old.origin != new.origin:
        raise LogOther(old.origin, new.origin)
    if old.size == new.size and old.root != new.root:
        raise LogSplit(old.size)
