"""Files from strangers and public keys, read for commands that check without network, database or settings."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qingce.doors.cli.language import say
from qingce.pure.draw.errors import DrawUnreadable
from qingce.pure.merkle.errors import KeyUnreadable, NoteUnreadable
from qingce.pure.merkle.notes import VerifierKey, read_verifier
from qingce.pure.merkle.proof_files.errors import Unreadable
from qingce.pure.merkle.proof_files.reading import LARGEST_BYTES, read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingce.pure.kernel.errors import InvalidValue

STANDARD_INPUT = "-"
FILE = click.Path(exists=True, dir_okay=False, allow_dash=True)
GOOD, WRONG, UNREADABLE = 0, 1, 2  # exit codes of whatever checks a file

key_option = click.option(
    "--key",
    "written",
    multiple=True,
    metavar="KEY",
    help=say("账本或见证方的公钥，可重复。", "Public key of the log or of a witness; repeat for several."),
)
keys_option = click.option(
    "--keys", "lists", multiple=True, type=FILE, help=say("公钥文件，每行一个。", "File of public keys, one a line.")
)


def text_of(name: str) -> str:
    """The text of a file; of one that is too long no more than shows it.

    Raises: FileTooLarge; FileNotText; click.FileError.
    """
    if name == STANDARD_INPUT:
        return read_bytes(sys.stdin.buffer.read(LARGEST_BYTES + 1))
    try:
        with Path(name).open("rb") as file:
            return read_bytes(file.read(LARGEST_BYTES + 1))
    except OSError as error:
        raise click.FileError(name, error.strerror) from error


def keys_given(written: Sequence[str], lists: Sequence[str]) -> list[VerifierKey] | None:
    """The keys that somebody trusts; None: none were given.

    Args: written: keys. lists: names of files with one key a line.
    Raises: KeyUnreadable; as `text_of`.
    """
    keys = [*map(read_verifier, written), *(key for name in lists for key in _listed(name))]
    return keys if written or lists else None


def is_unreadable(error: InvalidValue) -> bool:
    """Whether a file could not be read, so that nothing is said of what it holds."""
    return isinstance(error, Unreadable | NoteUnreadable | KeyUnreadable | DrawUnreadable)


def plain(text: str) -> str:
    """Without what could steer a terminal or turn the direction of writing."""
    return "".join(each if each == "\n" or _is_harmless(each) else f"\\u{ord(each):04x}" for each in text)


def _listed(name: str) -> list[VerifierKey]:
    lines = [line.strip() for line in text_of(name).splitlines()]
    keys = [read_verifier(line) for line in lines if line and not line.startswith("#")]
    if not keys:
        raise KeyUnreadable(f"{name} holds no key.")
    return keys


def _is_harmless(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] != "C" and category not in {"Zl", "Zp"}
