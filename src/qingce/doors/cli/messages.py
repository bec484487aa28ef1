"""Errors in one line of the language of the person at the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingce.doors.cli.language import language
from qingce.pure.kernel import wording

if TYPE_CHECKING:
    from qingce.pure.kernel.errors import QingceError


def sentence(error: QingceError) -> str:
    """What, why and what to do, in one line."""
    return wording.sentence(error, language())
