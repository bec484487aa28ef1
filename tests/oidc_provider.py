"""A real OpenID Connect provider on this machine, and somebody who logs in there."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from qingce.doors.web.account.provider.known import OidcProvider, oidc_providers

FOLDER = Path(__file__).resolve().parent / "oidc"
ACCOUNTS = {
    "chen": {"email": "Chen@example.org", "email_verified": True, "name": "陈样本"},
    "unconfirmed": {"email": "wu@example.org", "email_verified": False, "name": "吴样本"},
    "elsewhere": {"email": "li@example.com", "email_verified": True, "name": "李样本"},
    "silent": {"name": "无邮箱"},
    "nameless": {"email": "zhao@example.org", "email_verified": True},
    "claims-true": {"email": "sun@example.org", "email_verified": "true", "name": "孙样本"},
}


@dataclass
class RealProvider:
    """A provider that listens; `known`: what the setting says of it, `site`: where it sends people back to."""

    process: subprocess.Popen[str]
    issuer: str
    known: OidcProvider
    site: str

    def end(self) -> None:
        """Ends the process, as a provider that is down."""
        self.process.kill()
        self.process.wait(60)
        for pipe in filter(None, (self.process.stdin, self.process.stdout)):
            pipe.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def known_as(id: str, issuer: str, *, organisation: str, **more: Any) -> OidcProvider:  # noqa: A002  # as in the setting
    """What a setting says of a provider."""
    said = {
        "id": id,
        "name": "绿色样例" if id == "green" else "蓝色样例",
        "server_url": issuer,
        "client_id": f"qingce-{id}",
        "client_secret": "a-secret-of-the-tests",
        "organisation": organisation,
        "email_domains": ["example.org"],
    }
    return oidc_providers(json.dumps([said | more]))[0]


def has_packages() -> bool:
    """Whether the provider's packages are installed."""
    return shutil.which("node") is not None and (FOLDER / "node_modules/oidc-provider").is_dir()


@pytest.fixture(scope="session")
def _running() -> Iterator[list[RealProvider]]:
    """Every provider that was started; who logged in there is known to a browser's cookies only."""
    providers: list[RealProvider] = []
    yield providers
    for each in providers:
        each.end()


@pytest.fixture
def start_provider(_running: list[RealProvider]) -> Callable[..., RealProvider]:
    """Gives providers that listen, none of them twice in a test."""
    if not has_packages():
        pytest.skip("NOT SHOWN: the packages of tests/oidc are not installed (npm ci in that folder)")
    free = [each for each in _running if each.process.poll() is None]

    def start(id: str, *, organisation: str, site: str = "http://127.0.0.1:8000") -> RealProvider:  # noqa: A002
        for each in free:
            if (each.known.id, each.site) == (id, site):
                free.remove(each)
                each.known = known_as(id, each.issuer, organisation=organisation)
                return each
        port = free_port()
        known = known_as(id, f"http://127.0.0.1:{port}", organisation=organisation)
        _running.append(RealProvider(_process(port, known, site), known.server_url, known, site))
        return _running[-1]

    return start


def _process(port: int, known: OidcProvider, site: str) -> subprocess.Popen[str]:
    secret = known.client_secret.get_secret_value()
    clients = [
        {"client_id": name, "client_secret": secret, "redirect_uris": [f"{site}/account/provider/{known.id}{TAIL}"]}
        for name in (known.client_id, "another")
    ]
    told = json.dumps({"port": port, "clients": clients, "accounts": ACCOUNTS})
    process = subprocess.Popen(
        ["node", "provider.mjs", told],
        cwd=FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    if not any("ready" in line for line in process.stdout):
        process.communicate()
        raise AssertionError(f"the provider ended with code {process.returncode}: `npm ci` in tests/oidc")
    return process


TAIL = "/login/callback/"


def log_in_there(address: str, who: str) -> str:
    """Logs in at the provider and agrees, as a browser would; returns the address that it sends the person back to."""
    session = requests.Session()
    form = {"login": who, "password": "any", "prompt": "login"}
    answer = session.get(address, allow_redirects=False)
    for _ in range(12):
        while (place := answer.headers.get("Location")) is not None:
            if TAIL in place:
                return place
            answer = session.get(requests.compat.urljoin(answer.url, place), allow_redirects=False)
        action = re.search(r'action="([^"]+)"', answer.text)
        assert action, answer.text
        form = form if 'name="login"' in answer.text else {"prompt": "consent"}
        answer = session.post(action[1], data=form, allow_redirects=False)
    raise AssertionError("the provider never sent anybody back")
