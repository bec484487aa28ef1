"""Digital signatures of a PDF: whose they are and what they are worth, judged without asking anybody."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto.x509 import Certificate
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleTrustManager

_MOST = 50  # signatures of one document
_LONGEST = 120
_CERTIFICATES = {".pem", ".crt", ".cer"}
_FOR_PAPERS = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


def read_signatures(source: Path, *, issuers: str, at: str) -> list[dict[str, Any]]:
    """What each signature is worth.

    Args: issuers: folder of the certificates that are trusted; empty: none are. at: when the file came, which is the
        moment for which certificates are judged.
    Returns: state, signer, issuer and time (by the signer's word) of each, in the order of signing.
    """
    logging.disable(logging.CRITICAL)  # what a hostile file makes the library say is for nobody
    trusted = list(_trusted(issuers))
    moment = datetime.fromisoformat(at)
    with source.open("rb") as file:
        reader = PdfFileReader(file, strict=False)
        return [_told(each, trusted, moment) for each in reader.embedded_regular_signatures[:_MOST]]


def _trusted(issuers: str) -> Iterator[Certificate]:
    if issuers:
        paths = sorted(path for path in Path(issuers).iterdir() if path.suffix.lower() in _CERTIFICATES)
        yield from load_certs_from_pemder([str(path) for path in paths])  # type: ignore[no-untyped-call]  # theirs


def _told(signature: EmbeddedPdfSignature, trusted: list[Certificate], moment: datetime) -> dict[str, Any]:
    context = ValidationContext(
        trust_manager=SimpleTrustManager.build(trusted), allow_fetching=False, moment=moment, retroactive_revinfo=True
    )
    told: dict[str, Any] = {"state": "unreadable", "signer": "", "issuer": "", "signed_at": None}
    try:
        certificate = signature.signer_cert
        told |= {"signer": _name(certificate.subject), "issuer": _name(certificate.issuer)}
        said_at = signature.self_reported_timestamp
        told["signed_at"] = said_at.isoformat() if said_at else None
        told["state"] = _state(validate_pdf_signature(signature, context, key_usage_settings=_FOR_PAPERS))
    except Exception:  # noqa: BLE001  # a hostile signature breaks the library in ways that it does not name
        return told
    return told


def _state(status: PdfSignatureStatus) -> str:
    is_whole = status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    is_as_signed = status.modification_level is not None and status.modification_level < ModificationLevel.OTHER
    if not (status.intact and status.valid and is_whole and is_as_signed):
        return "altered"
    return "valid" if status.trusted else "unknown"


def _name(name: Any) -> str:
    """The common name, else all that is said."""
    native = name.native
    return str(native.get("common_name") or name.human_friendly)[:_LONGEST]
