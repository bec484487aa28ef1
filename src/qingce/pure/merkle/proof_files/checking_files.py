"""Any file that the ledger hands out, told by what it says it is."""

from __future__ import annotations

from collections.abc import Sequence

from qingce.pure.merkle.notes import VerifierKey
from qingce.pure.merkle.proof_files import certificates, growth, proofs
from qingce.pure.merkle.proof_files.errors import FormatUnknown
from qingce.pure.merkle.proof_files.reading import read_json
from qingce.pure.merkle.proof_files.results import Verified

CHECKS = {
    proofs.FORMAT: proofs.check_proof_file,
    certificates.FORMAT: certificates.check_certificate,
    growth.FORMAT: growth.check_growth,
}


def check_file(text: str, keys: Sequence[VerifierKey] | None) -> Verified:
    """Checks a proof file, a certificate, a growth file or a checkpoint.

    Args: keys: whom the reader trusts, logs and witnesses; None: take those that the file itself names, and say so.
    Raises: FormatUnknown; as the check of each.
    """
    if not text.lstrip(" \t\r\n").startswith(("{", "[")):
        return growth.check_checkpoint(text, keys)
    value = read_json(text)
    named = value.get("format") if type(value) is dict else None
    check = CHECKS.get(named) if type(named) is str else None
    if check is None:
        raise FormatUnknown(f"The file is not one of: {', '.join(CHECKS)}, a checkpoint.", known=", ".join(CHECKS))
    return check(text, keys)
