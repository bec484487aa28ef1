"""What others tell this room in their `AppConfig.ready`: what follows from the promise of an enterprise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Promise:
    """An answer to the second commitment (BMD step 6). Args: commitment: its number. is_accepted: False: declined."""

    commitment: int
    enterprise_id: int
    organisation_id: int
    is_accepted: bool
    at: datetime


Promised = Callable[[Promise], None]
_promised: dict[str, Promised] = {}


def on_promise(name: str, promised: Promised) -> None:
    """Has something done for each answer, in its transaction; a second one of the same name takes its place."""
    _promised[name] = promised


def tell_promise(promise: Promise) -> None:
    """Tells whoever asked for it; call it in the transaction of the answer."""
    for promised in _promised.values():
        promised(promise)
