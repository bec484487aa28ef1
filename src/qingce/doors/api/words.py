"""Words of this door: programs ask without a language, so that both are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override

from qingce.pure.kernel.wording import sentence

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from qingce.pure.kernel.errors import QingceError

LANGUAGES = {"zh": "zh-hans", "en": "en"}


def in_both(words: StrOrPromise) -> dict[str, str]:
    """Words by language."""
    found = {}
    for name, language in LANGUAGES.items():
        with override(language):
            found[name] = str(words)
    return found


def in_one(words: StrOrPromise) -> str:
    """Both languages in one text, Chinese first."""
    return " / ".join(dict.fromkeys(filter(None, in_both(words).values())))


def told(error: QingceError) -> dict[str, str]:
    """What an error says by language."""
    return {name: sentence(error, name) for name in LANGUAGES}
