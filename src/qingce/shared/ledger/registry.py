"""What rooms tell this one in their `AppConfig.ready`: acts, machines, and what was public before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from qingce.shared.ledger.auditing_rows import Audited, register_audited
from qingce.shared.ledger.labels import label_of, register_acts
from qingce.shared.ledger.machines import PARTIES, Guard, Stateful, Term, Touched, machines, register_machine
from qingce.shared.ledger.schemas import ActSchema, Fact, FactKind, register_public_acts

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "PARTIES",
    "ActSchema",
    "Audited",
    "Fact",
    "FactKind",
    "Guard",
    "Inventory",
    "Stateful",
    "Term",
    "Touched",
    "enter_inventories",
    "label_of",
    "machines",
    "register_acts",
    "register_audited",
    "register_inventory",
    "register_machine",
    "register_public_acts",
]


class Inventory(Protocol):
    """Enters a piece of what was public before the ledger was; answers how much, 0: all of it is in."""

    def __call__(self, *, at: datetime) -> int: ...


_inventories: dict[Inventory, bool] = {}


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
