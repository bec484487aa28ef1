"""Who counts as one visitor."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.kernel.addresses import network_of, read_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" 192.0.2.7 ", "192.0.2.7"),
        ("192.0.2.7:4711", "192.0.2.7"),
        ("[2001:DB8::1]:4711", "2001:db8::1"),
        ("2001:db8:0:0::1", "2001:db8::1"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::1"),
        ("unknown", ""),
        ("", ""),
        ("192.0.2.7, 192.0.2.8", ""),
    ],
)
def test_address_is_read_in_its_usual_form(text: str, address: str) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::"),
        ("2001:db8:1:3::", "2001:db8:1:3::"),
        ("x" * 60, "x" * 45),
    ],
)
def test_household_of_ipv6_is_one_visitor(address: str, network: str) -> None:
    assert network_of(address) == network


@given(st.ip_addresses())
def test_network_of_any_address_is_an_address_and_its_own_network(address: object) -> None:
    network = network_of(str(address))
    assert ip_address(network)
    assert network_of(network) == network
