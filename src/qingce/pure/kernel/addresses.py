"""Addresses of the network: what counts as one visitor."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

HOUSEHOLD_BITS = 64


def read_address(text: str) -> str:
    """An address as it is written in a request, in its usual form; empty: it is none.

    Args: text: IPv4 or IPv6, with brackets and a port or without.
    """
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        parsed = ip_address(bare)
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or parsed).partition("%")[0]
    return str(parsed)


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """Who counts as one visitor: an IPv4 address; of IPv6 the half that a household has to itself.

    Args: address: what is no address counts as it stands, at most 45 characters of it.
    """
    known = read_address(address)
    if not known:
        return address[:45]
    if ":" in known:
        return str(ip_network((known, HOUSEHOLD_BITS), strict=False).network_address)
    return known
