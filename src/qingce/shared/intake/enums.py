"""Closed vocabularies of this room."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class BatchState(TextChoices):
    """Where a batch stands."""

    RECEIVED = "received", _("Being read")
    REFUSED = "refused", _("Cannot be read")
    MAPPING = "mapping", _("Waits for its columns")
    TRYING = "trying", _("Being tried")
    TRIED = "tried", _("Tried")
    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")  # by a fault that a person can mend; it goes on where it stopped
    DONE = "done", _("Done")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    DISCARDED = "discarded", _("Discarded")


class BatchStep(TextChoices):
    """What can happen to a batch on its way in."""

    REFUSE = "refuse", _("Find that the file cannot be read")
    INSPECT = "inspect", _("Look into the file")
    MAP = "map", _("Say what its columns are")
    FAIL_TRIAL = "fail-trial", _("Find that the columns do not fit")
    TRY = "try", _("End the trial")
    QUEUE = "queue", _("Put it into the queue")
    RUN = "run", _("Begin to write, or go on")
    STOP = "stop", _("Stop")
    FINISH = "finish", _("End the writing")
    DISCARD = "discard", _("Discard")
    UNDO = "undo", _("Undo")
    END_UNDO = "end-undo", _("End the undoing")


# One file with one mapping goes in once: these states keep a second run out.
BINDING = (BatchState.QUEUED, BatchState.RUNNING, BatchState.STOPPED, BatchState.DONE, BatchState.UNDOING)
# Its records are seen, each as its own state says; those of other batches nobody sees.
CAME_IN = (BatchState.DONE, BatchState.UNDOING, BatchState.UNDONE)


class FieldKind(StrEnum):
    """What a column's text must be readable as; the checked column's type in brackets."""

    TEXT = "text"  # [String], cleaned
    LONG_TEXT = "long-text"  # [String], line breaks kept
    DATE = "date"  # [Date]
    YEAR = "year"  # [Int16]
    AMOUNT_CNY = "amount-cny"  # [Decimal(16, 2)]
    DECIMAL = "decimal"  # [Decimal(20, 6)]
    CHOICE = "choice"  # [String], one of `choices`
    CHOICES = "choices"  # [List(String)], several of `choices`, separated by ; or 、
    BOOLEAN = "boolean"  # [Boolean]
    USCC = "uscc"  # [String], valid code; masked or malformed text is kept in `<name>_as_written`


@dataclass(frozen=True)
class Field:
    """A column that a room takes in.

    Args:
        digits: of a number, before and after the point together, as the database stores it; 0: as the kind says.
        places: decimals that are stored; a number with more is rounded.
        minimum, maximum: least and greatest number, or year; None: as far as the digits reach, or the kind says.
    """

    name: str
    kind: FieldKind
    label: StrOrPromise
    is_required: bool = False
    max_length: int = 0
    choices: tuple[str, ...] = ()
    help: StrOrPromise = ""
    digits: int = 0
    places: int | None = None
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True)
class OpenBatch:
    """A batch that a run writes into; `is_done`: the file is in already and nothing is to be written."""

    id: int
    is_done: bool


@dataclass(frozen=True)
class Problem:
    """Why a row was not taken in: the column, what is wrong (`code` of the kernel's error), and the text."""

    row: int
    column: str
    code: str
    value: str
    detail: str
