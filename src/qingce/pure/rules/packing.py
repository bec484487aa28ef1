"""The released bytes of a version: all its files in one canonical text, known by their digest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qingce.pure.kernel.canonical import canonical_json, sha256_hex
from qingce.pure.rules.errors import InvalidRulebook

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKED = "packed rulebook"


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files as canonical JSON, file name to text; equal files give equal bytes.

    Raises: InvalidRulebook: a file is not UTF-8.
    """
    return canonical_json({name: text_of(name, content) for name, content in files.items()})


def unpack(packed: bytes) -> dict[str, bytes]:
    """The files again.

    Raises: InvalidRulebook: these are not the bytes that `pack` makes.
    """
    try:
        said = json.loads(packed)
    except ValueError as error:
        raise InvalidRulebook(PACKED, "", "this is no JSON; take the bytes that were released.") from error
    if not isinstance(said, dict) or not all(isinstance(text, str) for text in said.values()):
        raise InvalidRulebook(PACKED, "", "this is no list of files with their texts.")
    return {name: text.encode() for name, text in said.items()}


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 of the packed files, 64 hexadecimal digits."""
    return sha256_hex(pack(files))


def text_of(name: str, content: bytes) -> str:
    """A file's text.

    Raises: InvalidRulebook: it is not UTF-8.
    """
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise InvalidRulebook(
            name, "", f"byte {error.start + 1} is not UTF-8; save the file as UTF-8.", cause="encoding"
        ) from error
