"""What an enterprise owes and what it may do next: rooms of this home add theirs with one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from qingce.shared.parties.enums import Actor


@dataclass(frozen=True)
class Owed:
    """One thing to do.

    Args: title: what. why: in a sentence. address: of the page where it is done. due: its last day; None: no term
        runs. left: how long there is time, in words; empty: no term runs. is_data: the title is a name from the data.
    """

    title: str
    why: str
    address: str
    due: date | None = None
    left: str = ""
    is_data: bool = False


@dataclass(frozen=True)
class Asked:
    """For whom is asked."""

    actor: Actor
    enterprise_id: int
    organisation_id: int
    on: date


Asking = Callable[[Asked], Sequence[Owed]]
_asking: dict[str, Asking] = {}


def register_owed(name: str, asking: Asking) -> None:
    """Has something told on the home of an enterprise; a second one of the same name takes its place."""
    _asking[name] = asking


def owed_by(asked: Asked) -> list[Owed]:
    """What an enterprise owes, what has a term first; a fixed number of queries for each that tells."""
    found = [each for asking in _asking.values() for each in asking(asked)]
    return sorted(found, key=lambda each: (each.due is None, each.due or date.max))
