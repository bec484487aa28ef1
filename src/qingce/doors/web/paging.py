"""Which part of a long list a page shows; the address in the browser says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest
from django.utils.http import urlencode

from qingce.doors.web.numbers import number_in

PER_PAGE = 50
T = TypeVar("T")


@dataclass(frozen=True)
class Paging:
    """A page of a list.

    Args: number: from 1. last: the number of the last page. query: what else the address asks for, to be appended.
    """

    number: int
    last: int
    query: str = ""

    @property
    def start(self) -> int:
        """How many entries stand before the page's first one."""
        return (self.number - 1) * PER_PAGE


def page_of(rows: Sequence[T], request: HttpRequest) -> tuple[Paging, Sequence[T]]:
    """The page of a list that is in memory, and its entries."""
    paging = paging_of(request, len(rows))
    return paging, rows[paging.start : paging.start + PER_PAGE]


def paging_of(request: HttpRequest, total: int, **asked: str) -> Paging:
    """The page that an address asks for; one beyond the end is the last.

    Args: total: how many entries there are. asked: what else the list is narrowed by; empty words are left out.
    """
    last = max(1, -(-total // PER_PAGE))
    words = urlencode({name: value for name, value in asked.items() if value})
    number = min(number_in(request.GET.get("page", "")) or 1, last)
    return Paging(number, last, f"&{words}" if words else "")
