"""Certificates of a test's own, and PDF files signed with them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import keys, x509
from cryptography import x509 as made
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

FROM, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Issuer:
    """An authority that makes certificates."""

    name: str
    key: ec.EllipticCurvePrivateKey
    certificate: made.Certificate

    def trust_in(self, folder: Path) -> Path:
        """Puts its certificate among those trusted."""
        folder.mkdir(exist_ok=True)
        (folder / f"{self.certificate.serial_number}.pem").write_bytes(
            self.certificate.public_bytes(serialization.Encoding.PEM)
        )
        return folder


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: str, by: ec.EllipticCurvePrivateKey, *, is_issuer: bool
) -> made.Certificate:
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "crl_sign", "encipher_only", "decipher_only"), False
    )
    usage |= {"digital_signature": not is_issuer, "content_commitment": not is_issuer, "key_cert_sign": is_issuer}

    def named(text: str) -> made.Name:
        return made.Name([made.NameAttribute(NameOID.COMMON_NAME, text)])

    return (
        made.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(made.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(UNTIL)
        .add_extension(made.BasicConstraints(ca=is_issuer, path_length=None), critical=True)
        .add_extension(made.KeyUsage(**usage), critical=True)
        .sign(by, hashes.SHA256())
    )


def issuer(name: str = "样例证书机构") -> Issuer:
    """A new authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    return Issuer(name, key, _certificate(name, key, name, key, is_issuer=True))


def signed(content: bytes, by: Issuer, *, signer: str = "样例企业", field: str = "Signature1") -> bytes:
    """The PDF with a further signature behind it."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(signer, key, by.name, by.key, is_issuer=False)
    der, encoding = serialization.NoEncryption(), serialization.Encoding.DER
    hand = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(certificate.public_bytes(encoding)),
        signing_key=keys.PrivateKeyInfo.load(key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, der)),
        cert_registry=SimpleCertificateStore(),
    )
    out = io.BytesIO()
    signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content)),
        signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256"),
        signer=hand,
        output=out,
    )
    return out.getvalue()
