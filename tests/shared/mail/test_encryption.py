"""Letters over an encrypted connection, with a password; only to a server whose certificate is trusted."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django.fixtures import Settings

from qingce.config.smtp import mail_server
from qingce.shared.mail.actions import send_test_mail
from qingce.shared.mail.enums import LetterRow, LetterState, Problem
from tests.factories import AT
from tests.shared.mail.conftest import TO, Answers, free_port

pytestmark = pytest.mark.django_db
PASSWORD = "p:/%@ 7"
Server = Callable[..., Answers]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of this machine with its key, trusted by nobody yet."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def admit(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    """Whether user and password are right."""
    is_right = data == LoginPassword(b"u@example.org", PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@pytest.fixture
def start(settings: Settings, certificate: Path) -> Iterator[Server]:
    """Starts a mail server that asks for encryption and a password, and points the settings at it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    running: list[Controller] = []

    def started(scheme: str, *, password: str = PASSWORD) -> Answers:
        answers, port = Answers(), free_port()
        asks: dict[str, object] = {"tls_context": context, "require_starttls": True, "auth_required": True}
        if scheme == "smtps":  # the server does not see that all is encrypted
            asks = {"ssl_context": context, "auth_require_tls": False}
        running.append(Controller(answers, hostname="127.0.0.1", port=port, authenticator=admit, **asks))
        running[0].start()
        server = mail_server(f"{scheme}://u%40example.org:{quote(password, safe='')}@127.0.0.1:{port}")
        settings.EMAIL_BACKEND = "qingce.shared.mail.smtp.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = server.user, server.password
        settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = server.is_tls, not server.is_tls
        return answers

    yield started
    for each in running:
        each.stop()


def send() -> LetterRow:
    return send_test_mail(to=TO, language="en", params={"link": "http://127.0.0.1:8000/"}, at=AT)


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_letter_goes_encrypted_and_with_a_password_to_a_trusted_server(
    start: Server, scheme: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = start(scheme)
    assert (send().state, len(server.taken)) == (LetterState.SENT, 1)


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_letter_does_not_go_to_a_server_that_nobody_vouches_for(start: Server, scheme: str) -> None:
    server = start(scheme)
    row = send()
    assert (row.state, row.problem, server.taken) == (LetterState.FAILED, Problem.UNREACHABLE, [])


def test_wrong_password_is_told_as_such(start: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    start("smtp", password="falsch")
    assert send().problem == Problem.LOG_IN
