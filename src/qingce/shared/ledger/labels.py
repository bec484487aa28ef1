"""Which acts the private journal knows, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qingce.shared.ledger.errors import UnknownAct

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_acts: dict[str, StrOrPromise] = {}


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
