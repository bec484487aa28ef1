"""How an installation keeps passwords: Argon2 at full cost, which the other tests spare themselves (ACC-1)."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import check_password, make_password
from pytest_django.fixtures import Settings

from qingce.config import settings as shipped
from tests.factories import PASSWORD
from tests.passwords import QuickArgon2

OF_OWASP = {"memory_cost": 19 * 1024, "time_cost": 2, "parallelism": 1}


@pytest.fixture
def _as_shipped(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = shipped.PASSWORD_HASHERS


@pytest.mark.usefixtures("_as_shipped")
@pytest.mark.requirement("ACC-1")
def test_password_of_an_installation_costs_at_least_what_owasp_asks() -> None:
    kept = make_password(PASSWORD)
    algorithm, kind, _version, costs = kept.split("$")[:4]
    assert (algorithm, kind) == ("argon2", "argon2id")
    named = {"m": "memory_cost", "t": "time_cost", "p": "parallelism"}
    found = {named[name]: int(cost) for name, _, cost in (each.partition("=") for each in costs.split(","))}
    assert [name for name, least in OF_OWASP.items() if found[name] < least] == []
    assert PASSWORD not in kept
    assert check_password(PASSWORD, kept)
    assert not check_password(PASSWORD + "8", kept)


@pytest.mark.usefixtures("_as_shipped")
def test_password_kept_at_less_cost_is_kept_anew_when_it_is_used() -> None:
    kept, again = QuickArgon2().encode(PASSWORD, "s" * 22), []
    assert check_password(PASSWORD, kept, setter=again.append)
    assert again == [PASSWORD]
