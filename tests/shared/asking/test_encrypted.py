"""Asking over TLS: whose certificate counts, and that a slow server is cut off there too."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from qingce.shared.asking.errors import ServerSlow, ServerUntrusted
from qingce.shared.asking.queries import Asker
from tests.loopback import Answered, Asked, server

pytestmark = pytest.mark.requirement("LED-2")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of 127.0.0.1, which nobody knows."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "certificate.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return file


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_certificate_of_nobody_is_refused(tls: ssl.SSLContext) -> None:
    asked: list[Asked] = []
    with server(asked.append, tls=tls) as url, Asker() as asker, pytest.raises(ServerUntrusted):
        asker.get(url, most=10)
    assert asked == []


@pytest.fixture
def known(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An authority of one's own, as requests is told of it."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))


@pytest.mark.usefixtures("known")
def test_known_certificate_is_taken(tls: ssl.SSLContext) -> None:
    with server(lambda _: Answered(b"hello"), tls=tls) as url, Asker() as asker:
        assert asker.get(url, most=10).body == b"hello"


@pytest.mark.usefixtures("known")
def test_server_that_drips_over_tls_is_cut_off_in_time(tls: ssl.SSLContext) -> None:
    def drops() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x"
            time.sleep(0.1)

    def headers(asked: Asked) -> None:
        asked.write(b"HTTP/1.1 200 OK\r\n")
        for piece in drops():
            asked.write(piece)

    for answer in (headers, lambda _: Answered(drops())):
        with server(answer, tls=tls) as url, Asker(seconds=0.6) as asker:
            begun = time.monotonic()
            with pytest.raises(ServerSlow):
                asker.get(url, most=1000)
            assert time.monotonic() - begun < 4
