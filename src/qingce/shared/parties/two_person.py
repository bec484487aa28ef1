"""Acts that hide or restore something public: one person proposes, another one confirms. Rooms register theirs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from qingce.shared.parties.enums import Actor, StaffRole

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PROPOSES = (StaffRole.REVIEWER, StaffRole.SENIOR_REVIEWER, StaffRole.ADMINISTRATOR)
CONFIRMS = (StaffRole.SENIOR_REVIEWER, StaffRole.ADMINISTRATOR)
Payload = Mapping[str, str]


@dataclass(frozen=True)
class ProposedSubject:
    """What a proposal is about.

    Args: kind: such as "record"; pages know where it is shown. area: GB/T 2260, where it lies; empty: not known, or
        the whole country, which only nationwide roles reach.
    """

    kind: str
    id: int
    title: str
    area: str


@dataclass(frozen=True)
class EffectLine:
    """One thing that would change."""

    label: StrOrPromise
    before: StrOrPromise
    after: StrOrPromise


@dataclass(frozen=True)
class Effect:
    """What an act would change now; `version` changes whenever what was looked at does."""

    lines: tuple[EffectLine, ...]
    version: str


@dataclass(frozen=True)
class TwoPersonAct:
    """A kind of act that needs two people.

    Args:
        subjects: numbers → what they are; one query, without those that do not exist.
        hold: keeps a subject as it is until the transaction ends.
        effect: of doing it now; raises what doing it would raise, if it cannot be done.
        do: does it, in the transaction of the confirmation, signed by both; with the reason of the first.
        proposes, confirms: roles of the first and of the second person.
    """

    name: str
    label: StrOrPromise
    subjects: Callable[[Collection[int]], Mapping[int, ProposedSubject]]
    hold: Callable[[int], None]
    effect: Callable[[int, Payload], Effect]
    do: Callable[[int, Payload, Actor, str, datetime], None]
    proposes: tuple[StaffRole, ...] = PROPOSES
    confirms: tuple[StaffRole, ...] = CONFIRMS


_acts: dict[str, TwoPersonAct] = {}


def register_two_person_act(act: TwoPersonAct) -> None:
    """Makes a kind of act known; a second one of the same name takes its place."""
    _acts[act.name] = act


def two_person_act(name: str) -> TwoPersonAct:
    """The act of this name.

    Raises: KeyError: no room registered it, which is our own mistake.
    """
    return _acts[name]


def two_person_acts() -> list[TwoPersonAct]:
    """Every act, in the order of registration."""
    return list(_acts.values())
