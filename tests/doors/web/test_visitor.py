"""Where a request came from: what a visitor writes into headers is never believed."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from qingce.doors.web.visitor import visitor_address, visitor_network

CALLER = "198.51.100.1"


def address(noted: str | None) -> str:
    headers = {} if noted is None else {"x-forwarded-for": noted}
    return visitor_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=CALLER))


@pytest.mark.requirement("ACC-1")
@pytest.mark.parametrize(
    ("proxies", "noted", "expected"),
    [
        (0, "203.0.113.9", CALLER),
        (1, None, CALLER),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9, 192.0.2.1", "192.0.2.1"),  # the left one was forged
        (2, "203.0.113.9, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
        (2, "10.0.0.2", CALLER),  # came around the outer proxy
        (1, "192.0.2.1, forged", CALLER),
        (1, "", CALLER),
        (1, "192.0.2.1,", CALLER),
        (1, "[2001:db8::7]:555", "2001:db8::7"),
    ],
)
def test_visitor_is_whom_the_outermost_proxy_saw(
    settings: Settings, proxies: int, noted: str | None, expected: str
) -> None:
    settings.PROXIES = proxies
    assert address(noted) == expected


def test_household_of_ipv6_counts_as_one() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:3:4:5:6")
    assert visitor_network(request) == "2001:db8:1:2::"
