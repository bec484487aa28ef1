"""Where a request came from: the one place that reads it, for limits, lock-outs and logs of sessions alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from qingce.pure.kernel.addresses import network_of, read_address


def visitor_address(request: HttpRequest) -> str:
    """The address a request came from."""
    return address_in(request.META)


def address_in(environ: Mapping[str, Any]) -> str:
    """The address that the outermost of our own proxies saw, else the caller's.

    Each proxy adds at the right whom it heard from, so with `QINGCE_PROXIES` of them in front the visitor stands that
    many places from the right. What a visitor wrote into the header itself stands further left and is never read.
    """
    proxies: int = settings.PROXIES
    if proxies:
        noted = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        address = read_address(noted[-proxies]) if len(noted) >= proxies else ""
        if address:
            return address
    caller: str = environ.get("REMOTE_ADDR", "")
    return read_address(caller) or caller


def visitor_network(request: HttpRequest) -> str:
    """Who is counted as one visitor: the address, of IPv6 the network of a household."""
    return network_of(visitor_address(request))


def network_in(environ: Mapping[str, Any]) -> str:
    """The same, of a request that no `HttpRequest` was made of yet."""
    return network_of(address_in(environ))
