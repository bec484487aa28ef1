"""Every address that there is, found in the patterns themselves: what is added tomorrow is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

CANDIDATES: tuple[object, ...] = (1, "a", "9f0bd0f5-4e55-4a05-bd6d-0c7f3a4b5a55")


@dataclass(frozen=True)
class Address:
    """A view under its name, with one path that leads to it, and what the words in it are called."""

    name: str
    path: str
    view: Any
    words: tuple[str, ...] = ()


def every_address() -> list[Address]:
    """One address for each pattern, in Chinese: without a prefix."""
    with override("zh-hans"):
        return [
            Address(name, _path(name, words), pattern.callback, words)
            for name, pattern, words in _named(get_resolver(), "")
        ]


def _named(
    resolver: URLResolver, space: str, before: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern, tuple[str, ...]]]:
    for each in resolver.url_patterns:
        words = (*before, *each.pattern.regex.groupindex)
        if isinstance(each, URLResolver):
            yield from _named(each, f"{space}{each.namespace}:" if each.namespace else space, words)
        else:
            assert each.name, f"{each.pattern} has no name"
            yield f"{space}{each.name}", each, words


def _path(name: str, words: tuple[str, ...]) -> str:
    for values in _choices(len(words)):
        try:
            return reverse(name, kwargs=dict(zip(words, values, strict=True)))
        except NoReverseMatch:
            continue
    raise AssertionError(f"No value fits {name}")


def _choices(count: int) -> Iterable[tuple[object, ...]]:
    return product(CANDIDATES, repeat=count)
