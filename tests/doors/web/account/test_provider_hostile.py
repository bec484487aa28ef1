"""A provider that says what it should not: each answer is refused, and only the right one lets in."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from pytest_django.fixtures import Settings

from qingce.shared.parties.models import Organisation, Person
from tests.doors.web.account.test_provider import asked
from tests.factories import organisation, somebody
from tests.oidc_provider import known_as

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1")]
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


class Liar:
    """What the provider answers; tests change single words of it."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.configuration: dict[str, Any] = {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys",
            "userinfo_endpoint": f"{issuer}/me",
        }
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        self.keys: Any = {"keys": [key | {"kid": "1", "use": "sig", "alg": "RS256"}]}
        self.person = {"sub": "7", "email": "chen@example.org", "email_verified": True, "name": "陈样本"}
        self.claims: dict[str, Any] = {"iss": issuer, "sub": "7", "aud": "qingce-green"}
        self.token: str | None = None
        self.nonce = ""

    def signed(self) -> str:
        now = int(time.time())
        claims = {"iat": now, "exp": now + 60, "nonce": self.nonce} | self.claims
        return jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "1"})

    def answer(self, path: str) -> Any:
        return {
            "/.well-known/openid-configuration": self.configuration,
            "/keys": self.keys,
            "/me": self.person,
            "/token": {"access_token": "a", "token_type": "Bearer", "id_token": self.token or self.signed()},
        }[path]


@pytest.fixture
def liar(settings: Settings) -> Iterator[Liar]:
    """A provider that says what a test tells it to, named in the settings."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            said = found.answer(self.path)
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(302 if body.startswith(b"to ") else 200)
            self.send_header("Location", body.decode("latin-1").removeprefix("to ") if body[:3] == b"to " else "/")
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815  # as the server calls it

        def log_message(self, *_words: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    found = Liar(f"http://127.0.0.1:{server.server_address[1]}")
    thread = Thread(target=server.serve_forever)
    thread.start()
    admin = somebody("admin@example.org", name="管理员")
    number = Organisation.objects.get(pk=organisation(admin)).number
    settings.OIDC_PROVIDERS = (known_as("green", found.issuer, organisation=number),)
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def logged_in(client: Client, liar: Liar) -> str:
    """Comes back from the provider with a code; returns where one is led."""
    question = dict(pair.split("=", 1) for pair in asked(client).partition("?")[2].split("&"))
    liar.nonce = liar.nonce or question["nonce"]
    place = f"/account/provider/green/login/callback/?code=c&state={question['state']}"
    return client.get(place).headers["Location"]


def is_refused(client: Client, liar: Liar) -> bool:
    place = logged_in(client, liar)
    return place == "/account/provider/trouble/" and not Person.objects.filter(email="chen@example.org").exists()


def test_honest_answer_lets_in(client: Client, liar: Liar) -> None:
    assert logged_in(client, liar) == "/account/"


def test_provider_may_tell_everything_in_the_token(client: Client, liar: Liar) -> None:
    del liar.configuration["userinfo_endpoint"]
    liar.claims |= liar.person
    assert logged_in(client, liar) == "/account/"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another"},
        {"aud": ["qingce-green", "another"], "azp": "another"},
        {"iss": "https://another.example"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1},
        {"iat": 4_000_000_000},
        {"sub": "8"},
    ],
    ids=str,
)
def test_token_that_is_not_for_this_log_in_is_refused(client: Client, liar: Liar, claims: dict[str, Any]) -> None:
    liar.claims |= claims
    assert is_refused(client, liar)


def _by_hand(header: dict[str, str], claims: dict[str, Any], secret: bytes) -> str:
    parts = [urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)]
    signature = hmac.new(secret, b".".join(parts), hashlib.sha256).digest() if secret else b""
    return b".".join([*parts, urlsafe_b64encode(signature).rstrip(b"=")]).decode()


@pytest.mark.parametrize("forgery", ["none", "public key as secret", "another key", "no token", "unknown key"])
def test_token_that_the_provider_did_not_sign_is_refused(client: Client, liar: Liar, forgery: str) -> None:
    now = int(time.time())
    liar.nonce = "n"
    claims = {**liar.claims, "iat": now, "exp": now + 60, "nonce": "n"}
    liar.token = {
        "none": _by_hand({"alg": "none", "kid": "1"}, claims, b""),
        "public key as secret": _by_hand({"alg": "HS256", "kid": "1"}, claims, PUBLIC),
        "another key": jwt.encode(claims, OTHER_KEY, algorithm="RS256", headers={"kid": "1"}),
        "no token": " ",
        "unknown key": jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "2"}),
    }[forgery]
    assert is_refused(client, liar)


@pytest.mark.parametrize("person", [{"sub": "8"}, {"sub": None}, {"email": ["chen@example.org"]}, {"email": "chen"}])
def test_what_is_said_of_another_person_is_refused(client: Client, liar: Liar, person: dict[str, Any]) -> None:
    liar.person |= person
    assert is_refused(client, liar)


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://another.example"},
        {"token_endpoint": "http://another.example/token"},
        {"jwks_uri": None},
        {"userinfo_endpoint": "file:///etc/passwd"},
    ],
    ids=str,
)
def test_provider_that_describes_itself_wrongly_is_left(client: Client, liar: Liar, change: dict[str, Any]) -> None:
    liar.configuration |= change
    answer = client.post("/account/provider/green/login/")
    assert answer.headers["Location"] == "/account/provider/trouble/"


@pytest.mark.parametrize("said", [b"<html>", b"[]", b"to http://127.0.0.1:9/", b""])
def test_answer_that_cannot_be_read_is_told(client: Client, liar: Liar, said: bytes) -> None:
    liar.configuration = said  # type: ignore[assignment]
    answer = client.post("/account/provider/green/login/")
    assert answer.headers["Location"] == "/account/provider/trouble/"


def test_name_from_a_provider_is_text_and_of_bearable_length(client: Client, liar: Liar) -> None:
    liar.person |= {"name": "<script>alert(1)</script>" + "长" * 500}
    logged_in(client, liar)
    assert len(Person.objects.get(email="chen@example.org").name) <= 100
    assert "<script>alert" not in client.get("/account/").content.decode()
