"""What rooms tell this one in their `AppConfig.ready`: what the journal calls acts, and what was public before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from qingce.shared.ledger.errors import UnknownAct

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

_acts: dict[str, StrOrPromise] = {}


class Inventory(Protocol):
    """Enters a piece of what was public before the ledger was; answers how much, 0: all of it is in."""

    def __call__(self, *, at: datetime) -> int: ...


_inventories: dict[Inventory, bool] = {}


def register_acts(acts: Mapping[str, StrOrPromise]) -> None:
    """Makes acts known to the journal: name → what people read, in their language."""
    _acts.update(acts)


def label_of(act: str) -> StrOrPromise:
    """What an act is called.

    Raises: UnknownAct.
    """
    if act not in _acts:
        raise UnknownAct(act)
    return _acts[act]


def register_inventory(inventory: Inventory) -> None:
    """Has a room's part of an older database entered once; it is asked until it has nothing more."""
    _inventories[inventory] = False


def enter_inventories(*, at: datetime) -> int:
    """Lets each room enter a piece of what was there before; one that had nothing more is not asked again."""
    entered = 0
    for inventory, is_done in _inventories.items():
        if not is_done:
            found = inventory(at=at)
            _inventories[inventory] = found == 0
            entered += found
    return entered
