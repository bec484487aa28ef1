"""The organisations' own providers, as an installation says them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from qingce.config.environment import Environment, environment
from qingce.doors.web.account.provider.known import oidc_providers

SECRET = "s" * 40
GOOD = {
    "id": "green",
    "name": "绿色样例",
    "server_url": "https://login.example.org/realms/green",
    "client_id": "qingce",
    "client_secret": "geheim",
    "organisation": "G4K7ZQ2M1X",
    "email_domains": ["Example.org", "mail.example.org"],
}


def text(*changes: dict[str, Any]) -> str:
    return json.dumps([GOOD | each for each in changes])


def test_providers_are_read_from_one_setting() -> None:
    found = Environment.model_validate({"secret_key": SECRET, "oidc_providers": text({})}).providers
    assert [(each.id, each.organisation, each.email_domains) for each in found] == [
        ("green", "G4K7ZQ2M1X", ("example.org", "mail.example.org"))
    ]
    assert found[0].client_secret.get_secret_value() == "geheim"
    assert oidc_providers("") == oidc_providers("[]") == ()


@pytest.mark.parametrize(
    ("email", "is_its"),
    [("a@example.org", True), ("a@EXAMPLE.org", True), ("a@x.example.org", False), ("example.org", False)],
)
def test_a_provider_speaks_for_its_own_domains(email: str, is_its: bool) -> None:
    assert oidc_providers(text({}))[0].vouches_for(email) is is_its


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x", "http://localhost:9", "http://[::1]:9", "https://a.example/"])
def test_an_issuer_is_asked_by_https_or_on_this_machine(url: str) -> None:
    assert oidc_providers(text({"server_url": url}))[0].server_url == url


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"server_url": "http://login.example.org"}, "provider 1, server_url: the issuer's https address is needed"),
        ({"server_url": "https://u:geheim@a.example"}, "provider 1, server_url: the issuer's https address"),
        ({"server_url": "https://a.example/?geheim=1"}, "provider 1, server_url: the issuer's https address"),
        ({"server_url": "https://a.example:x/"}, "provider 1, server_url: the issuer's https address"),
        ({"email_domains": []}, "provider 1, email_domains: "),
        ({"email_domains": ["*.example.org"]}, "provider 1, email_domains: domains such as example.org are needed"),
        ({"email_domains": ["org"]}, "provider 1, email_domains: domains such as example.org are needed"),
        ({"id": "Green Id"}, "provider 1, id: "),
        ({"organisation": "7"}, "provider 1, organisation: "),
        ({"client_secret": ""}, "provider 1, client_secret: "),
        ({"geheim": 1}, "provider 1, geheim: "),
    ],
)
def test_what_is_wrong_is_told_without_repeating_it(
    change: dict[str, Any], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QINGCE_SECRET_KEY", SECRET)
    monkeypatch.setenv("QINGCE_OIDC_PROVIDERS", text(change))
    with pytest.raises(SystemExit) as refused:
        environment.__wrapped__()
    said = str(refused.value)
    assert said.startswith(f"Settings: QINGCE_OIDC_PROVIDERS: Value error, {told}")
    assert "geheim" not in said.replace("provider 1, geheim", "")


@pytest.mark.parametrize("written", ["geheim", "{}", "[1]", '["geheim"]'])
def test_what_is_no_list_of_objects_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"a JSON list is needed|provider 1: ") as refused:
        oidc_providers(written)
    assert "geheim" not in str(refused.value)


def test_an_id_stands_for_one_provider() -> None:
    with pytest.raises(ValueError, match="the id green stands there twice"):
        oidc_providers(text({}, {"name": "另一家"}))


def test_the_secret_is_not_shown() -> None:
    env = Environment.model_validate({"secret_key": SECRET, "oidc_providers": text({})})
    assert "geheim" not in repr(env) + repr(env.providers)
