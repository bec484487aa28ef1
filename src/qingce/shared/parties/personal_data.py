"""What is held about a person, and how it is forgotten; rooms register their part when Django starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class DataSubject:
    """Whose data.

    Args: emails: the addresses that the person has shown to have; others' letters are not told. signature: how acts
        of the person are signed.
    """

    person_id: int
    number: str
    emails: tuple[str, ...]
    signature: str


@dataclass(frozen=True)
class PersonalPart:
    """A kind of data about people.

    Args: name: its key in the export. why, kept: what for, and how long, as people read it. export: what is held, of
        texts, numbers, dates, lists and dictionaries; no secret, nobody else's data; a fixed number of queries.
        erase: forgets it, inside the act's transaction; None: nothing in it leads to the person once the account
        is erased.
    """

    name: str
    label: StrOrPromise
    why: StrOrPromise
    kept: StrOrPromise
    export: Callable[[DataSubject], object]
    erase: Callable[[DataSubject, datetime], None] | None = None


_parts: dict[str, PersonalPart] = {}


def register_personal_data(part: PersonalPart) -> None:
    """Makes a kind of data known; a second one of the same name takes its place."""
    _parts[part.name] = part


def personal_parts() -> list[PersonalPart]:
    """Every kind, in the order of registration."""
    return list(_parts.values())
